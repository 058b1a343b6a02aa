package org.synthoscope.collection.isic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.CatalogueImage;

/** Gathers from an archive that behaves. */
class IsicSourceTest {

    @TempDir
    private Path study;
    private FakeArchive archive;
    private Gathers gathers;

    @BeforeEach
    void start() {
        archive = new FakeArchive();
        gathers = new Gathers(study);
    }

    @AfterEach
    void stop() {
        archive.close();
    }

    private void add(int count) {
        for (int i = 1; i <= count; i++) {
            archive.add(i, i % 3 == 0 ? "Melanoma, NOS" : "Nevus");
        }
    }

    @Test
    void everyPageIsFollowedAndEveryFileLiesInItsClass() throws Exception {
        add(25);
        archive.pageSize = 10;

        IsicSummary summary = gathers.gather(Gathers.request(archive));

        assertEquals(25, summary.gathered());
        assertTrue(summary.complete());
        assertEquals(List.of(), summary.warnings());
        assertEquals(3, archive.pagesAsked());
        assertEquals(25, archive.filesAsked());
        assertTrue(archive.mostAtOnce.get() <= gathers.parallel, "more at once than allowed: " + archive.mostAtOnce);
        assertEquals(25, gathers.files().size());
        assertArrayEquals(FakeArchive.picture(3),
                Files.readAllBytes(study.resolve("gathered/isic/melanoma_nos/ISIC_0000003.jpg")));
        assertArrayEquals(FakeArchive.picture(4),
                Files.readAllBytes(study.resolve("gathered/isic/nevus/ISIC_0000004.jpg")));
        assertEquals(List.of("isic|isic|1"), gathers.rows("SELECT name, kind, complete FROM source", 3));
    }

    @Test
    void theCatalogueKnowsWhoseEachImageIsAndWhereItComesFrom() throws Exception {
        add(5);
        gathers.gather(Gathers.request(archive));
        try (Catalogue catalogue = gathers.catalogue()) {
            CatalogueImage image = catalogue.images("image.file = ?", "nevus/ISIC_0000005.jpg").get(0);
            assertEquals("nevus", image.className());
            assertEquals("IP_2", image.patient());
            assertEquals("IL_5", image.lesion());
            assertEquals("CC-BY", image.facts().licence());
            assertEquals("Clinic 5", image.facts().attribution());
            assertEquals("ISIC_0000005 " + archive.base() + "images/ISIC_0000005/", image.facts().origin());
            assertEquals(study.toRealPath().resolve("gathered/isic/nevus/ISIC_0000005.jpg"), image.path().toRealPath());
            Map<String, String> values = image.facts().values();
            assertEquals("45", values.get("age"));
            assertEquals("female", values.get("sex"));
            assertEquals("anterior torso", values.get("site"));
            assertEquals("dermoscopic", values.get("image_type"));
            assertEquals("Nevus", values.get("diagnosis_3"));
            assertEquals("true", values.get("melanocytic"));
            assertEquals("ISIC_0000005", values.get("isic_id"));
            assertFalse(values.containsKey("patient_id"));
            byte[] content = FakeArchive.picture(5);
            assertEquals(content.length, image.bytes());
            assertEquals(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)), image.sha256());
        }
    }

    @Test
    void theQuestionIsAskedInTheArchivesOwnForm() {
        archive.add(1, "Nevus");
        gathers.gather(new IsicRequest(archive.base(), "diagnosis_3:Melanoma* AND age_approx:[20 TO 40]", List.of("66", "70"),
                0, Set.of("CC-BY"), "diagnosis_3", Optional.empty(), Optional.empty()));
        String asked = URLDecoder.decode(archive.asked.get(0), StandardCharsets.UTF_8);
        assertEquals("/api/v2/images/search/?query=diagnosis_3:Melanoma* AND age_approx:[20 TO 40]&collections=66,70&limit=100",
                asked);
    }

    @Test
    void whatIsClosedUnlicensedAlteredOrUnlabelledIsLeftOutWithItsReason() {
        archive.add(1, "Nevus");
        archive.add(2, "Nevus").put("public", false);
        archive.add(3, "Nevus").put("copyright_license", "CC-BY-NC");
        archive.add(4, "Nevus").remove("copyright_license");
        FakeArchive.acquisition(archive.add(5, "Nevus")).put("image_manipulation", "synthetic");
        FakeArchive.clinical(archive.add(6, "Nevus")).put("image_manipulation", "Altered");
        FakeArchive.acquisition(archive.add(7, "Nevus")).put("image_manipulation", "instrument only");
        FakeArchive.clinical(archive.add(8, "Nevus")).remove("diagnosis_3");
        FakeArchive.full(archive.add(9, "Nevus")).remove("url");

        IsicSummary summary = gathers.gather(Gathers.request(archive).licensed(Set.of("CC-0", "CC-BY")));

        assertEquals(2, summary.gathered());
        assertEquals(Map.of("not public", 1, "licence 'CC-BY-NC' isn't accepted", 1, "no licence named", 1,
                "image_manipulation is 'synthetic'", 1, "image_manipulation is 'altered'", 1, "no diagnosis_3", 1,
                "no address of its file", 1), summary.leftOut());
        assertEquals("image_manipulation is 'synthetic'", gathers.reason("ISIC_0000005"));
        assertEquals(2, archive.filesAsked(), "nothing that is left out is fetched");
    }

    @Test
    void theLabelIsChosenAndImagesWithoutItCanHaveAClass() {
        archive.add(1, "Nevus");
        FakeArchive.clinical(archive.add(2, "Nevus")).remove("diagnosis_1");

        gathers.gather(Gathers.request(archive).labelled("diagnosis_1", Optional.of("Not Known")));

        assertEquals(Set.of("gathered/isic/benign/ISIC_0000001.jpg", "gathered/isic/not_known/ISIC_0000002.jpg"),
                gathers.files());
    }

    @Test
    void aLimitTakesTheFirstImagesAndAHigherOneGoesOn() {
        add(30);
        archive.pageSize = 10;
        FakeArchive.clinical(archive.add(31, "Nevus"));

        IsicSummary first = gathers.gather(Gathers.request(archive).upTo(12));
        assertEquals(12, first.gathered());
        assertFalse(first.complete());
        TreeSet<String> expected = new TreeSet<>();
        for (int i = 1; i <= 12; i++) {
            expected.add("gathered/isic/" + (i % 3 == 0 ? "melanoma_nos/" : "nevus/") + FakeArchive.id(i) + ".jpg");
        }
        assertEquals(expected, gathers.files());

        IsicSummary same = gathers.gather(Gathers.request(archive).upTo(12));
        assertEquals(0, same.gathered());
        assertEquals(12, same.already());
        assertEquals(12, archive.filesAsked());

        IsicSummary rest = gathers.gather(Gathers.request(archive));
        assertEquals(19, rest.gathered());
        assertTrue(rest.complete());
        assertEquals(31, archive.filesAsked(), "nothing is fetched twice");
        assertEquals(List.of("1"), gathers.rows("SELECT count(*) FROM source", 1), "a limit makes no other source");
    }

    @Test
    void aFinishedGatherAsksForNothingMoreUnlessRefreshed() {
        add(5);
        gathers.gather(Gathers.request(archive));
        archive.asked.clear();

        IsicSummary again = gathers.gather(Gathers.request(archive));
        assertEquals(0, again.gathered());
        assertEquals(5, again.already());
        assertTrue(again.complete());
        assertEquals(List.of(), archive.asked);

        archive.add(6, "Nevus");
        gathers.anew = true;
        assertEquals(1, gathers.gather(Gathers.request(archive)).gathered());
        assertEquals(1, archive.filesAsked());
    }

    @Test
    void aFileThatWentAwayOrWasCutIsFetchedAgain() throws IOException {
        add(4);
        gathers.gather(Gathers.request(archive));
        archive.asked.clear();
        Files.delete(study.resolve("gathered/isic/nevus/ISIC_0000001.jpg"));
        Files.write(study.resolve("gathered/isic/nevus/ISIC_0000002.jpg"), new byte[10]);

        IsicSummary again = gathers.gather(Gathers.request(archive));

        assertEquals(2, again.gathered());
        assertEquals(2, again.already());
        assertEquals(List.of("2 gathered files are gone or no longer what came, and fetched again"), again.warnings());
        assertArrayEquals(FakeArchive.picture(2),
                Files.readAllBytes(study.resolve("gathered/isic/nevus/ISIC_0000002.jpg")));
        assertEquals(List.of("4"), gathers.rows("SELECT count(*) FROM image WHERE problem IS NULL AND bytes > 0", 1));
    }

    @Test
    void aFileWhoseContentChangedIsFoundByItsChecksumAndFetchedAgain() throws IOException {
        add(3);
        gathers.gather(Gathers.request(archive));
        Path file = study.resolve("gathered/isic/nevus/ISIC_0000001.jpg");
        byte[] rotten = Files.readAllBytes(file);
        rotten[rotten.length / 2] ^= 1;
        Files.write(file, rotten);
        archive.asked.clear();

        assertEquals(0, gathers.gather(Gathers.request(archive)).gathered(), "only looked for when asked to");
        gathers.verify = true;
        assertEquals(1, gathers.gather(Gathers.request(archive)).gathered());
        assertArrayEquals(FakeArchive.picture(1), Files.readAllBytes(file));
        assertEquals(1, archive.filesAsked());
    }

    @Test
    void anImageThatGotAnotherLabelMovesWhenItIsFetchedAgain() throws IOException {
        archive.add(1, "Nevus");
        ObjectNode item = archive.add(2, "Nevus");
        gathers.gather(Gathers.request(archive));
        FakeArchive.clinical(item).put("diagnosis_3", "Melanoma in situ");
        Files.delete(study.resolve("gathered/isic/nevus/ISIC_0000002.jpg"));

        gathers.gather(Gathers.request(archive));

        assertEquals(Set.of("gathered/isic/nevus/ISIC_0000001.jpg", "gathered/isic/melanoma_in_situ/ISIC_0000002.jpg"),
                gathers.files());
        assertEquals(List.of("melanoma_in_situ/ISIC_0000002.jpg|melanoma_in_situ", "nevus/ISIC_0000001.jpg|nevus"),
                gathers.rows("SELECT file, class FROM image ORDER BY file", 2));
        assertEquals(List.of(), gathers.rows("SELECT file FROM left_out", 1));
    }

    @Test
    void anImageThatTwoRequestsFindIsGatheredOnce() {
        add(6);
        gathers.gather(Gathers.request(archive));
        IsicSummary other = gathers.gather(new IsicRequest(archive.base(), "sex:female", List.of(), 0, Set.of("CC-BY"),
                "diagnosis_3", Optional.empty(), Optional.empty()));
        assertEquals(0, other.gathered());
        assertEquals(6, other.already());
        assertEquals(6, archive.filesAsked());
        assertEquals(List.of("isic", "isic-2"), gathers.rows("SELECT name FROM source ORDER BY name", 1));
    }

    @Test
    void anImageThatComesOnTwoPagesCountsOnce() {
        archive.pageSize = 2;
        archive.add(1, "Nevus");
        archive.add(2, "Nevus");
        archive.add(2, "Nevus");
        archive.add(3, "Nevus");
        archive.claimedCount = 3;
        IsicSummary summary = gathers.gather(Gathers.request(archive));
        assertEquals(3, summary.gathered());
        assertEquals(3, archive.filesAsked());
        assertEquals(List.of(), summary.warnings());
    }

    @Test
    void aCountThatLiesIsSaidAndBelievedByNobody() {
        add(3);
        archive.claimedCount = 1_000_000;
        List<IsicProgress.State> states = new ArrayList<>();
        IsicSummary summary = gathers.gather(Gathers.request(archive), states::add);
        assertEquals(3, summary.gathered());
        assertEquals(List.of("the archive said 1000000 images, but its pages held 3"), summary.warnings());

        archive.claimedCount = 1;
        Gathers others = new Gathers(study.resolve("other"));
        study.resolve("other").toFile().mkdirs();
        states.clear();
        assertEquals(3, others.gather(Gathers.request(archive), states::add).gathered());
        assertTrue(states.stream().allMatch(state -> state.total() == 0 || state.total() >= state.done()), states::toString);
    }

    @Test
    void progressCountsWhatIsSettledOfWhatTheArchiveAnnounces() {
        add(6);
        archive.add(7, "Nevus").put("public", false);
        List<IsicProgress.State> states = new ArrayList<>();
        gathers.gather(Gathers.request(archive), states::add);
        IsicProgress.State last = states.get(states.size() - 1);
        assertEquals(7, last.done());
        assertEquals(7, last.total());
        assertEquals(6, last.gathered());
        assertEquals(1, last.leftOut());
        assertTrue(last.bytes() > 1000);
    }

    @Test
    void aNameTakenByAnotherSourceIsNoObstacle() {
        add(2);
        try (Catalogue catalogue = gathers.catalogue()) {
            catalogue.write(writer -> writer.insert("INSERT INTO source(name, kind, root) VALUES ('isic', 'folder', 'x')"));
        }
        assertEquals(2, gathers.gather(Gathers.request(archive)).gathered());
        assertEquals(List.of("isic-2"), gathers.rows("SELECT name FROM source WHERE kind = 'isic'", 1));
    }

    @Test
    void anEmptyAnswerIsAComplete() {
        IsicSummary summary = gathers.gather(Gathers.request(archive));
        assertEquals(0, summary.gathered());
        assertTrue(summary.complete());
    }

    @Test
    void whatCannotBeMeantIsRefusedBeforeAnythingIsAsked() {
        IsicRequest good = Gathers.request(archive);
        assertThrows(SynthoscopeException.class, () -> good.upTo(-1));
        assertThrows(SynthoscopeException.class, () -> good.licensed(Set.of()));
        assertThrows(SynthoscopeException.class, () -> good.labelled("a b", Optional.empty()));
        assertThrows(SynthoscopeException.class, () -> good.labelled("sex", Optional.of("...")));
        assertThrows(SynthoscopeException.class, () -> new IsicRequest(archive.base(), "", List.of("1;2"), 0, Set.of("CC-0"),
                "sex", Optional.empty(), Optional.empty()));
        assertThrows(SynthoscopeException.class, () -> IsicRequest.base("file:///etc/passwd"));
        assertThrows(SynthoscopeException.class, () -> IsicRequest.base("https://user:secret@example.org/"));
        assertEquals(Set.of("CC-0", "CC-BY-NC"), IsicRequest.licences(List.of("cc0", "cc by nc")));
        String wrong = assertThrows(SynthoscopeException.class, () -> IsicRequest.licences(List.of("CC-BX"))).getMessage();
        assertTrue(wrong.contains("did you mean 'CC-"), wrong);
    }

    @Test
    void anEntryWithOddMetadataIsStillAnImage() {
        ObjectNode item = archive.add(1, "Nevus");
        FakeArchive.clinical(item).put("age_approx", "forty\u0000five").putArray("codes").add(1);
        FakeArchive.clinical(item).putNull("sex");
        FakeArchive.clinical(item).put("note", "x".repeat(50_000));
        FakeArchive.clinical(item).put("../../x", "y");
        ((ObjectNode) item.get("metadata")).put("flat", 3);
        assertEquals(1, gathers.gather(Gathers.request(archive)).gathered());
        try (Catalogue catalogue = gathers.catalogue()) {
            Map<String, String> values = catalogue.images().get(0).facts().values();
            assertEquals("forty five", values.get("age"));
            assertEquals(2000, values.get("note").length());
            assertFalse(values.containsKey("../../x"));
            assertFalse(values.containsKey("sex"));
        }
    }
}
