package org.synthoscope.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;

/** Tables of images as archives and clinics write them, good and bad. */
class CsvSourceTest {

    @TempDir
    Path folder;
    private Path images;
    private final Map<String, String> columns = new TreeMap<>();
    private final Map<String, String> labels = new TreeMap<>();
    private final List<Path> folders = new ArrayList<>();
    private Optional<Path> masks = Optional.empty();
    private ImageFacts facts = ImageFacts.UNKNOWN;

    @BeforeEach
    void makeFolder() throws IOException {
        images = Files.createDirectories(folder.resolve("images"));
        folders.add(images);
    }

    private void files(String... names) throws IOException {
        for (String name : names) {
            Path file = images.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "not decoded here");
        }
    }

    private Listing list(String text) throws IOException {
        return list(text.getBytes(StandardCharsets.UTF_8));
    }

    private Listing list(byte[] bytes) throws IOException {
        Path table = folder.resolve("table.csv");
        Files.write(table, bytes);
        return CsvSource.list(new CsvSource.Settings(table, folders, masks, columns, labels, facts));
    }

    private String refusal(String text) {
        return assertThrows(SynthoscopeException.class, () -> list(text)).getMessage();
    }

    private static String reason(Listing listing, String file) {
        return listing.leftOut().stream().filter(left -> left.file().equals(file)).map(LeftOut::reason).findFirst()
                .orElseThrow(() -> new AssertionError(file + " isn't among " + listing.leftOut()));
    }

    private static Map<String, String> classes(Listing listing) {
        Map<String, String> classes = new TreeMap<>();
        listing.images().forEach(image -> classes.put(image.file(), image.className()));
        return classes;
    }

    @Test
    void aTableShapedLikeHam10000IsUnderstood() throws IOException {
        Files.createDirectories(folder.resolve("part_2"));
        Files.writeString(folder.resolve("part_2/ISIC_0025030.jpg"), "x");
        folders.add(folder.resolve("part_2"));
        files("ISIC_0027419.jpg");
        Listing listing = list("""
                lesion_id,image_id,dx,dx_type,age,sex,localization,dataset
                HAM_0000118,ISIC_0027419,bkl,histo,80.0,male,scalp,vidir_modern
                HAM_0000118,ISIC_0025030,bkl,histo,80.0,male,scalp,vidir_modern
                """);
        assertEquals(Map.of("images/ISIC_0027419.jpg", "bkl", "part_2/ISIC_0025030.jpg", "bkl"), classes(listing));
        assertEquals(folder.toAbsolutePath(), listing.root());
        ImageFacts facts = listing.images().get(0).facts();
        assertEquals("HAM_0000118", facts.lesion());
        assertEquals(Map.of("age", "80.0", "sex", "male", "site", "scalp", "dataset", "vidir_modern", "dx_type", "histo"),
                facts.values());
        assertEquals(List.of(), listing.leftOut());
    }

    @Test
    void aTableShapedLikeTheIsicArchivesIsUnderstood() throws IOException {
        files("ISIC_0000001.JPG", "ISIC_0000002.JPG");
        Listing listing = list("""
                isic_id,attribution,copyright_license,age_approx,anatom_site_general,diagnosis_1,diagnosis_3,lesion_id,patient_id,sex
                ISIC_0000001,"Hospital Clínic, Barcelona",CC-BY-NC,45,anterior torso,Malignant,"Melanoma, NOS",IL_1,IP_9,female
                ISIC_0000002,Anonymous,CC-0,,,Benign,Nevus,,unknown,
                """);
        assertEquals(Map.of("ISIC_0000001.JPG", "Malignant", "ISIC_0000002.JPG", "Benign"), classes(listing));
        ImageFacts first = listing.images().get(0).facts();
        assertEquals(List.of("IP_9", "IL_1", "CC-BY-NC", "Hospital Clínic, Barcelona"),
                List.of(first.patient(), first.lesion(), first.licence(), first.attribution()));
        assertEquals("Melanoma, NOS", first.values().get("diagnosis_3"));
        assertEquals("", listing.images().get(1).facts().patient(), "'unknown' isn't a patient that images share");
    }

    @Test
    void columnsOfOtherTablesAreNamed() throws IOException {
        files("a/1.png", "a/2.png");
        columns.putAll(Map.of("image", "Datei", "label", "Befund", "patient", "Fall"));
        facts = new ImageFacts("", "", "CC0", "Klinik", "Archiv 7", Optional.empty(), new TreeMap<>());
        Listing listing = list("\uFEFFDatei;Befund;Fall;Größe\r\na/1.png;Nävus;7;3\r\na/2;Melanom;8;\r\n");
        assertEquals(Map.of("a/1.png", "Nävus", "a/2.png", "Melanom"), classes(listing));
        ImageFacts first = listing.images().get(0).facts();
        assertEquals(List.of("7", "CC0", "Klinik", "Archiv 7"),
                List.of(first.patient(), first.licence(), first.attribution(), first.origin()));
        assertEquals(Map.of("Größe", "3"), first.values());
    }

    @Test
    void missingColumnsAreNamedWithWhatIsThere() throws IOException {
        files("a.jpg");
        String noImage = refusal("picture_no,dx\n1,nv\n");
        assertTrue(noImage.contains("--columns image=NAME") && noImage.contains("picture_no, dx"), noImage);
        String noLabel = refusal("image,finding\na,nv\n");
        assertTrue(noLabel.contains("--columns label=NAME"), noLabel);
        columns.put("label", "findng");
        String typed = refusal("image,finding\na,nv\n");
        assertTrue(typed.contains("did you mean 'finding'"), typed);
        columns.clear();
        columns.put("lable", "finding");
        assertTrue(refusal("image,finding\na,nv\n").contains("did you mean 'label'"));
    }

    @Test
    void rowsAndImagesWithoutEachOtherAreListedAndTheRestGoesOn() throws IOException {
        files("a.jpg", "lonely.jpg", "x/twice.jpg", "y/twice.jpg");
        Listing listing = list("image,label\na.jpg,nv\nmissing.jpg,nv\ntwice,nv\n,nv\n");
        assertEquals(Map.of("a.jpg", "nv"), classes(listing));
        assertTrue(reason(listing, "lonely.jpg").contains("no row of table.csv"));
        assertTrue(reason(listing, "missing.jpg").contains("no such image"));
        assertTrue(reason(listing, "twice").contains("several files") && reason(listing, "twice").contains("line 4"));
        assertTrue(reason(listing, "line 5").contains("names no image"));
    }

    @Test
    void repeatedRowsCountOnceAndContradictingOnesNotAtAll() throws IOException {
        files("a.jpg", "b.jpg", "c.jpg");
        Listing listing = list("image,label\na,nv\nb,nv\na.jpg,nv\nb.jpg,mel\nb,nv\nc,mel\n");
        assertEquals(Map.of("a.jpg", "nv", "c.jpg", "mel"), classes(listing));
        assertTrue(reason(listing, "b.jpg").contains("contradict"));
        assertTrue(listing.warnings().stream().anyMatch(text -> text.startsWith("1 rows repeat")), listing.warnings().toString());
    }

    @Test
    void onlyTheLabelsToTakeAreTaken() throws IOException {
        files("a.jpg", "b.jpg", "c.jpg", "d.jpg");
        labels.putAll(Map.of("mel", "melanoma", "nv", "nevus"));
        Listing listing = list("image,dx\na,mel\nb,nv\nc,nev\nd,\n");
        assertEquals(Map.of("a.jpg", "melanoma", "b.jpg", "nevus"), classes(listing));
        assertTrue(reason(listing, "c").contains("did you mean 'nv'"), reason(listing, "c"));
        assertTrue(reason(listing, "d").contains("no label"));
    }

    @Test
    void labelsBecomeNamesThatFoldersCanHave() throws IOException {
        files("a.jpg", "b.jpg");
        assertEquals(Map.of("a.jpg", "Melanoma-in situ"), classes(list("image,dx\na,Melanoma/in situ\nb,..\n")));
    }

    @Test
    void namesThatLeadOutOfTheFolderAreLeftOut() throws IOException {
        files("a.jpg");
        Files.writeString(folder.resolve("secret.jpg"), "x");
        Listing listing = list("image,label\na,nv\n../secret.jpg,nv\n" + folder.resolve("secret.jpg") + ",nv\n"
                + "C:\\secret.jpg,nv\nx\\..\\secret.jpg,nv\n" + "n".repeat(300) + ".jpg,nv\n");
        assertEquals(Map.of("a.jpg", "nv"), classes(listing));
        assertEquals(5, listing.leftOut().size());
        assertTrue(reason(listing, "../secret.jpg").contains("leads out"));
        assertTrue(reason(listing, "C:\\secret.jpg").contains("backslash"));
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        files("a.jpg");
        Files.writeString(folder.resolve("secret.jpg"), "x");
        Files.createSymbolicLink(images.resolve("link.jpg"), folder.resolve("secret.jpg"));
        Files.createSymbolicLink(images.resolve("loop"), images);
        Listing listing = list("image,label\na,nv\nlink.jpg,nv\n");
        assertEquals(Map.of("a.jpg", "nv"), classes(listing));
        assertTrue(reason(listing, "link.jpg").contains("symbolic link"));
    }

    @Test
    void unevenRowsAreLeftOutAndTheirNumberSaid() throws IOException {
        files("a.jpg", "b.jpg");
        Listing listing = list("image,label\na,nv\nb,nv,extra\nb\n");
        assertEquals(Map.of("a.jpg", "nv"), classes(listing));
        assertTrue(reason(listing, "line 3 (b)").contains("3 fields and the header 2"));
    }

    @Test
    void brokenQuotationMarksStopBeforeAnythingIsTaken() throws IOException {
        files("a.jpg", "b.jpg", "c.jpg");
        for (String text : List.of("image,label\na,\"nv\nb,nv\nc,nv\n", "image,label\na,\"n\"v\nb,nv\n",
                "image,label\na,\"nv\nb,nv\"\"\nc,nv\n", "image,label\n\"a,nv\nb,\"nv\nc,nv\n")) {
            String message = refusal(text);
            assertTrue(message.contains("quotation") && message.contains("line"), message);
        }
    }

    @Test
    void otherEncodingsAreNamed() throws IOException {
        files("a.jpg");
        assertTrue(assertThrows(SynthoscopeException.class, () -> list("image,label\na,Nävus\n"
                .getBytes(Charset.forName("windows-1252")))).getMessage().contains("UTF-8"));
        assertTrue(assertThrows(SynthoscopeException.class, () -> list("\uFEFFimage,label\na,nv\n"
                .getBytes(StandardCharsets.UTF_16LE))).getMessage().contains("UTF-16"));
        assertTrue(refusal("").contains("empty"));
        assertTrue(refusal("image,label\n").contains("no rows"));
        assertTrue(refusal("image,image\na,b\n").contains("two columns"));
    }

    @Test
    void masksAreFoundByColumnByFolderAndBesideTheImage() throws IOException {
        files("a.jpg", "a_segmentation.png", "b.jpg");
        Listing beside = list("image,label\na,nv\nb,nv\n");
        assertEquals(Optional.of("a_segmentation.png"), beside.images().get(0).facts().mask());
        assertEquals(Optional.empty(), beside.images().get(1).facts().mask());
        assertEquals(List.of(), beside.leftOut());

        Path inside = Files.createDirectories(images.resolve("masks"));
        Files.writeString(inside.resolve("b.png"), "x");
        Files.writeString(inside.resolve("other.png"), "x");
        masks = Optional.of(inside);
        Listing folderOfMasks = list("image,label,mask\na,nv,other\nb,nv,\n");
        assertEquals(inside.toAbsolutePath(), folderOfMasks.masks());
        assertEquals(Optional.of("other.png"), folderOfMasks.images().get(0).facts().mask());
        assertEquals(Optional.of("b.png"), folderOfMasks.images().get(1).facts().mask());
        assertFalse(folderOfMasks.leftOut().stream().anyMatch(left -> left.file().contains("masks/")));
        Listing missing = list("image,label,mask\na,nv,nowhere\nb,nv,../b\n");
        assertTrue(missing.warnings().stream().anyMatch(text -> text.startsWith("2 rows name a mask")));
    }
}
