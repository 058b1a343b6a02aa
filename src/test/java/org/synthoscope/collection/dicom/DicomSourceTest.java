package org.synthoscope.collection.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.CatalogueImage;
import org.synthoscope.collection.LeftOut;
import org.synthoscope.collection.Progress;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.image.Image;
import org.synthoscope.image.ImageReader;
import org.synthoscope.image.dicom.DicomBytes;
import org.synthoscope.image.dicom.GreyWindow;

class DicomSourceTest {

    @TempDir
    Path temporary;
    private Path folder;
    private Path study;

    @BeforeEach
    void folders() throws IOException {
        folder = Files.createDirectories(temporary.resolve("archive of Erika Mustermann"));
        study = Files.createDirectories(temporary.resolve("study"));
    }

    private DicomSummary gather() {
        return gather(DicomRequest.of(folder));
    }

    private DicomSummary gather(DicomRequest request) {
        try (Catalogue catalogue = Catalogue.open(study.resolve(Catalogue.NAME))) {
            return DicomSource.gather(catalogue, request, Progress.NONE);
        }
    }

    private List<CatalogueImage> images() {
        try (Catalogue catalogue = Catalogue.openReadOnly(study.resolve(Catalogue.NAME))) {
            return catalogue.images();
        }
    }

    /** A small image of a patient, a little other for each number. */
    private static DicomBytes scan(String patient, int number) {
        int[] pixels = new int[64];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i + number;
        }
        return DicomBytes.grey(DicomBytes.EXPLICIT, 8, 8, 8, 8, false).text(0x00100020, "LO", patient).pixels(pixels);
    }

    private void write(String file, DicomBytes bytes) {
        write(file, bytes.build());
    }

    private void write(String file, byte[] bytes) {
        try {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.write(path, bytes);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static String reason(DicomSummary summary, String file) {
        return summary.leftOut().stream().filter(left -> left.file().equals(file)).map(LeftOut::reason).findFirst()
                .orElse("not left out");
    }

    @Test
    void classesAreTheOutermostFoldersAndPatientsStayTogether() {
        write("nevus/2019/IM0001", scan("P-100", 1));
        write("nevus/IM0002.dcm", scan("P-100", 2));
        write("melanoma/a.dcm", scan("P-200", 3).text(0x00101010, "AS", "052Y"));
        write("notes.txt", "hello".getBytes(StandardCharsets.UTF_8));
        DicomSummary summary = gather();
        assertEquals(3, summary.gathered());
        assertEquals(new TreeMap<>(Map.of("melanoma", 1, "nevus", 2)), summary.classes());
        assertEquals(2, summary.patients());
        assertEquals(1, summary.others());
        List<CatalogueImage> images = images();
        assertEquals(List.of("melanoma", "nevus", "nevus"), images.stream().map(CatalogueImage::className).toList());
        assertEquals(images.get(1).patient(), images.get(2).patient());
        assertFalse(images.get(0).patient().equals(images.get(1).patient()));
        assertEquals("50-54", images.get(0).facts().values().get("age_band"));
        assertTrue(images.get(0).file().matches("melanoma/[0-9a-f]{16}\\.png"), images.get(0).file());
        assertTrue(images.get(0).path().startsWith(study.toAbsolutePath()), "the study works on its own copies");
    }

    @Test
    void theCopyHoldsTheWindowedPixels() {
        write("a.dcm", scan("1", 5).text(0x00281050, "DS", "32.5").text(0x00281051, "DS", "65"));
        gather();
        Image copy = new ImageReader(DecodeOptions.DEFAULT).read(images().get(0).path()).image();
        assertEquals(1, copy.channels());
        assertEquals(Math.round((5 - 32) / 64.0 * 255 + 127.5), copy.at(0, 0, 0));
        assertEquals(255, copy.at(7, 7, 0));
    }

    // ---- who is in the pictures ----

    @Test
    void nothingThatIdentifiesAPersonIsInAnyByteOfTheStudy() throws IOException {
        List<String> secrets = List.of("Mustermann", "Erika", "MRN-556677", "Dr. Sommer", "Klinikum", "19640812",
                "1.2.276.0.99.55", "ACC-9911", "Scanner-Serial-7", "privatenote", "Sonntagsweg");
        DicomBytes file = scan("MRN-556677", 1).text(0x00100010, "PN", "Mustermann^Erika")
                .text(0x00100030, "DA", "19640812").text(0x00080090, "PN", "Dr. Sommer").text(0x00080080, "LO", "Klinikum")
                .text(0x0020000d, "UI", "1.2.276.0.99.55.1").text(0x00080018, "UI", "1.2.276.0.99.55.2")
                .text(0x00080050, "SH", "ACC-9911").text(0x00181000, "LO", "Scanner-Serial-7")
                .text(0x00091010, "LO", "privatenote").text(0x00101040, "LO", "Sonntagsweg 3")
                .text(0x00101010, "AS", "056Y").text(0x00180015, "CS", "ERIKA");
        write("nevus/Mustermann Erika/Mustermann_19640812.dcm", file);
        write("nevus/second Mustermann.dcm", scan("MRN-556677", 2));
        write("nevus/burned in Mustermann.dcm", file.text(0x00280301, "CS", "YES"));
        byte[] whole = scan("MRN-556677", 3).text(0x00100010, "PN", "Mustermann^Erika").build();
        write("nevus/cut Mustermann.dcm", Arrays.copyOf(whole, whole.length - 20));
        write("nevus/damaged Mustermann.dcm", "Mustermann".getBytes(StandardCharsets.UTF_8));
        write("Erika/x.dcm", scan("MRN-556677", 4).text(0x00100010, "PN", "Mustermann^Erika"));
        DicomSummary summary = gather();
        assertEquals(2, summary.gathered());
        assertEquals(4, summary.leftOut().size());
        gather();
        try (Catalogue catalogue = Catalogue.open(study.resolve(Catalogue.NAME))) {
            catalogue.list("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.number(0));
            assertEquals(4, catalogue.list("SELECT file FROM left_out WHERE file GLOB 'file-[0-9a-f]*'",
                    row -> row.text(0)).size());
        }
        List<Path> files = files(study);
        assertTrue(files.size() >= 4, files.toString());
        for (Path path : files) {
            String content = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1) + study.relativize(path);
            for (String secret : secrets) {
                assertFalse(content.toLowerCase().contains(secret.toLowerCase()), secret + " in " + study.relativize(path));
            }
        }
    }

    @Test
    void pseudonymsNeedAKeyThatOnlyItsOwnerReadsAndTheCatalogueHasNot() throws IOException {
        write("a.dcm", scan("P-1", 1));
        gather();
        Path key = study.resolve("patients.key");
        String secret = Files.readString(key).strip();
        assertEquals(64, secret.length());
        if (Files.getFileStore(study).supportsFileAttributeView("posix")) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        }
        String catalogue = new String(Files.readAllBytes(study.resolve(Catalogue.NAME)), StandardCharsets.ISO_8859_1);
        assertFalse(catalogue.contains(secret));
        String first = images().get(0).patient();
        Path other = temporary.resolve("other study");
        Files.createDirectories(other);
        study = other;
        gather();
        assertFalse(first.equals(images().get(0).patient()), "two studies can't be joined by their pseudonyms");
    }

    @Test
    void withoutItsKeyAStudyTakesNoMorePatients() throws IOException {
        write("a.dcm", scan("P-1", 1));
        gather();
        Files.delete(study.resolve("patients.key"));
        String message = assertThrows(SynthoscopeException.class, this::gather).getMessage();
        assertTrue(message.contains("no longer there"), message);
        assertEquals(1, images().size());
    }

    @Test
    void aFolderNamedAfterItsPatientIsNoClassUnlessSomebodyLooked() {
        write("Roe/a.dcm", scan("1", 1).text(0x00100010, "PN", "Roe^Richard"));
        write("Roe/b.dcm", scan("2", 2).text(0x00100010, "PN", "Someone^Else"));
        write("nevus/c.dcm", scan("nevus-0003", 3));
        write("melanoma/d.dcm", scan("4", 4));
        DicomSummary summary = gather();
        assertEquals(new TreeMap<>(Map.of("melanoma", 1)), summary.classes());
        assertTrue(reason(summary, "Roe/b.dcm").contains("named like a patient"), "the name stays a name for other patients");
        assertEquals(new TreeMap<>(Map.of("Roe", 2, "melanoma", 1, "nevus", 1)),
                gather(DicomRequest.of(folder).withNamesChecked()).classes());
    }

    @Test
    void pathsAndOriginsStayBehind() {
        write("x/a.dcm", scan("1", 1));
        gather();
        CatalogueImage image = images().get(0);
        assertEquals("dicom", image.facts().origin());
        try (Catalogue catalogue = Catalogue.openReadOnly(study.resolve(Catalogue.NAME))) {
            assertEquals(List.of("gathered/dicom"), catalogue.list("SELECT root FROM source", row -> row.text(0)));
        }
    }

    // ---- classes ----

    @Test
    void theClassCanBeAnAttributeThatIdentifiesNobody() {
        write("a.dcm", scan("1", 1).text(0x00180015, "CS", "CHEST"));
        write("b.dcm", scan("2", 2).text(0x00180015, "CS", "LEFT HAND"));
        write("c.dcm", scan("3", 3));
        DicomSummary summary = gather(DicomRequest.of(folder).labelled(DicomLabel.parse("BodyPartExamined")));
        assertEquals(new TreeMap<>(Map.of("CHEST", 1, "LEFT_HAND", 1)), summary.classes());
        assertTrue(reason(summary, "c.dcm").contains("doesn't say its BodyPartExamined"));
    }

    @Test
    void attributesThatMayIdentifyAreNoClass() {
        for (String typed : List.of("PatientName", "StudyDate", "", "modalty")) {
            assertThrows(SynthoscopeException.class, () -> DicomLabel.parse(typed), typed);
        }
        assertTrue(assertThrows(SynthoscopeException.class, () -> DicomLabel.parse("modalty")).getMessage()
                .contains("did you mean 'Modality'"));
        for (String word : DicomLabel.words()) {
            assertEquals(word, DicomLabel.parse(word).word());
        }
    }

    @Test
    void filesBesideClassFoldersHaveNoClass() {
        write("nevus/a.dcm", scan("1", 1));
        write("b.dcm", scan("2", 2));
        assertTrue(reason(gather(), "b.dcm").contains("beside the class folders"));
    }

    // ---- again and again ----

    @Test
    void aSecondGatherTakesOnlyWhatIsNew() throws IOException {
        write("nevus/a.dcm", scan("1", 1));
        byte[] whole = scan("2", 2).build();
        write("nevus/b.dcm", Arrays.copyOf(whole, whole.length - 4));
        assertEquals(1, gather().gathered());
        Path copy = images().get(0).path();
        Object before = Files.getLastModifiedTime(copy);
        write("nevus/b.dcm", whole);
        DicomSummary second = gather();
        assertEquals(1, second.gathered());
        assertEquals(1, second.already());
        assertEquals(List.of(), second.leftOut());
        assertEquals(before, Files.getLastModifiedTime(copy), "written once");
        try (Catalogue catalogue = Catalogue.openReadOnly(study.resolve(Catalogue.NAME))) {
            assertEquals(0, catalogue.list("SELECT count(*) FROM left_out", row -> row.number(0)).get(0));
        }
    }

    @Test
    void aStoppedGatherGoesOn() {
        for (int i = 0; i < 240; i++) {
            write("nevus/" + i, scan("p" + i / 3, i));
        }
        class Killed extends Error {
            private static final long serialVersionUID = 1;
        }
        try (Catalogue catalogue = Catalogue.open(study.resolve(Catalogue.NAME))) {
            assertThrows(Killed.class, () -> DicomSource.gather(catalogue, DicomRequest.of(folder), (done, total) -> {
                if (done == 220) {
                    throw new Killed();
                }
            }));
        }
        assertEquals(200, images().size());
        String before = images().get(0).patient();
        DicomSummary summary = gather();
        assertEquals(40, summary.gathered());
        assertEquals(80, summary.patients());
        assertEquals(240, images().size());
        assertEquals(before, images().get(0).patient());
    }

    @Test
    void aDamagedCopyIsMadeAgain() throws IOException {
        write("nevus/a.dcm", scan("1", 1));
        gather();
        Path copy = images().get(0).path();
        byte[] good = Files.readAllBytes(copy);
        Files.write(copy, new byte[10]);
        gather();
        assertEquals(good.length, Files.size(copy));
    }

    @Test
    void theSameFileIsThereOnceInAClass() {
        write("nevus/a.dcm", scan("1", 1));
        write("nevus/copy of a.dcm", scan("1", 1));
        DicomSummary summary = gather();
        assertEquals(1, summary.gathered());
        assertTrue(reason(summary, "nevus/copy of a.dcm").contains("byte for byte"));
    }

    // ---- what the folder may hold ----

    @Test
    void linksEmptyFilesAndForeignFilesAreLeftOutOrPassedOver() throws IOException {
        write("nevus/a.dcm", scan("1", 1));
        write("nevus/empty.dcm", new byte[0]);
        write("nevus/foreign.dcm", new byte[300]);
        write("nevus/picture.png", new byte[300]);
        write("nevus/.hidden", scan("1", 9));
        Files.createSymbolicLink(folder.resolve("nevus/link.dcm"), folder.resolve("nevus/a.dcm"));
        DicomSummary summary = gather();
        assertEquals(1, summary.gathered());
        assertEquals(1, summary.others());
        assertEquals(List.of("nevus/empty.dcm", "nevus/foreign.dcm", "nevus/link.dcm"),
                summary.leftOut().stream().map(LeftOut::file).toList());
    }

    @Test
    void aFolderWithoutDicomSaysWhatItHolds() {
        write("a.png", new byte[9]);
        assertTrue(assertThrows(SynthoscopeException.class, this::gather).getMessage().contains("1 files of other kinds"));
        DicomRequest missing = DicomRequest.of(temporary.resolve("nowhere"));
        assertTrue(assertThrows(SynthoscopeException.class, () -> gather(missing)).getMessage().contains("doesn't exist"));
    }

    @Test
    void differingWindowsAreSaidAndOneForAllIsKept() {
        write("a.dcm", scan("1", 1).text(0x00281050, "DS", "30").text(0x00281051, "DS", "60"));
        write("b.dcm", scan("2", 2));
        assertTrue(gather().warnings().toString().contains("in 2 different ways"));
        DicomRequest soft = DicomRequest.of(folder).windowed(GreyWindow.parse("40/80"));
        assertTrue(assertThrows(SynthoscopeException.class, () -> gather(soft)).getMessage().contains("already has a source"));
        study = temporary.resolve("another");
        assertTrue(study.toFile().mkdir());
        DicomSummary summary = gather(soft);
        assertFalse(summary.warnings().toString().contains("different ways"));
        assertEquals("window 40/80", images().get(1).facts().values().get("grey_rule"));
    }

    @Test
    void doubtsAreSaidOnce() {
        write("a.dcm", scan("ANON", 1));
        write("b.dcm", scan("ANON", 2));
        String warnings = gather().warnings().toString();
        assertTrue(warnings.contains("2 of 2 images don't say whether text is burned"), warnings);
        assertTrue(warnings.contains("same patient number"), warnings);
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return new ArrayList<>(walk.filter(Files::isRegularFile).toList());
        }
    }
}
