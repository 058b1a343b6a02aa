package org.synthoscope.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.ChildJvm;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Part;
import org.synthoscope.collection.StoredSplit;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.Phantoms;
import org.synthoscope.curation.Action;
import org.synthoscope.curation.Decisions;
import org.synthoscope.gan.Recipe;

/** Curation as a stage of a study: it ends the same however often it is killed, and what was learned from stays. */
class CurateStageTest {

    @TempDir
    Path folder;
    private Path images;

    @BeforeEach
    void draw() {
        images = folder.resolve("images");
        Phantoms.write(PhantomSpec.of(3, 40, 64), images, done -> { });
    }

    private static StudyConfig config(Path images) {
        return StudyConfig.of("Study", 1, new StudyConfig.Data(images.toString(), "", "auto", 0, "CC0"),
                List.of(RunConfig.of("gan", "gan", 0, Recipe.SMALL_MACHINE, 0, 0.1)));
    }

    /** Curates, and tells how far it is. */
    static final class Curating implements Narrator {
        public static void main(String[] arguments) {
            try (Study study = Study.open(Path.of(arguments[1]), config(Path.of(arguments[0])), new Curating(), run -> List.of())) {
                System.out.println("done " + study.curate().changed());
            }
        }

        @Override
        public void say(String line) {
            System.out.println(line);
        }

        @Override
        public void warn(String line) {
            System.out.println(line);
        }

        @Override
        public void progress(String what, int done, int total) {
            System.out.println("at " + what);
        }
    }

    private static List<String> truth(Path study) {
        List<String> truth = new ArrayList<>();
        try (Catalogue catalogue = Catalogue.open(study.resolve(Catalogue.NAME))) {
            assertEquals("ok", catalogue.list("PRAGMA integrity_check", row -> row.text(0)).get(0));
            for (String sql : List.of("SELECT name || class || sha256 || pixels || width FROM image ORDER BY name",
                    "SELECT name || kind || score FROM finding JOIN image ON image.id = image ORDER BY 1",
                    "SELECT a.name || b.name || confidence FROM pair JOIN image a ON a.id = a JOIN image b ON b.id = b ORDER BY 1",
                    "SELECT name || subject || action || reason FROM decision JOIN image ON image.id = image WHERE undone IS NULL "
                            + "ORDER BY 1",
                    "SELECT name || grp FROM member JOIN image ON image.id = image ORDER BY 1",
                    "SELECT grp || part FROM part ORDER BY 1")) {
                truth.addAll(catalogue.list(sql, row -> row.text(0)));
            }
        }
        return truth;
    }

    @Test
    void killedAgainAndAgainItEndsInTheSameCatalogueAndThenDoesNothing() throws Exception {
        Path killed = folder.resolve("killed");
        for (int kill = 0; kill < 3; kill++) {
            Process child = new ChildJvm(folder).start(Curating.class, images.toString(), killed.toString());
            BufferedReader lines = child.inputReader(StandardCharsets.UTF_8);
            for (String line = lines.readLine(); line != null && !line.startsWith(List.of("source", "at inspecting",
                    "at looking").get(kill)); line = lines.readLine()) {
                assertFalse(line.startsWith("done"), "it was killed too late");
            }
            TimeUnit.MILLISECONDS.sleep(30L * kill);
            child.destroyForcibly();
            assertTrue(child.waitFor(60, TimeUnit.SECONDS));
        }
        Path whole = folder.resolve("whole");
        try (Study study = Study.open(killed, config(images), Narrator.SILENT, run -> List.of())) {
            assertTrue(study.curate().changed());
            assertFalse(study.curate().changed());
        }
        try (Study study = Study.open(whole, config(images), Narrator.SILENT, run -> List.of())) {
            CurationSummary summary = study.curate();
            assertTrue(Files.size(summary.report()) > 1000);
            assertEquals(summary.used(), IntStream.range(0, Part.values().length)
                    .map(i -> summary.sizes().get(summary.sizes().size() - 1 - i).images()).sum());
        }
        assertEquals(truth(whole), truth(killed));
        assertTrue(truth(whole).stream().anyMatch(line -> line.contains("patient:")));
    }

    private static PackedImages packed(Study study, StudyFolder place, StudyConfig config) {
        return new PackStage(config, place, Narrator.SILENT).run(new CurateStage(config, place, Narrator.SILENT)
                .run(study.catalogue(), false), 32);
    }

    @Test
    void decisionsCountUntilSomethingHasLearnedAndAreRefusedAfterwards() {
        Path root = folder.resolve("study");
        StudyFolder place = new StudyFolder(root);
        StudyConfig config = config(images);
        try (Study study = Study.open(root, config, Narrator.SILENT, run -> List.of())) {
            PackedImages before = packed(study, place, config);
            String name = before.training().file(0);
            new Decisions(study.catalogue()).decide("Ann", name, "manual", Action.EXCLUDE, "blurred");
            PackedImages after = packed(study, place, config);
            assertEquals(before.count() - 1, after.count());
            assertNotEquals(before.digest(), after.digest());

            Curated used = new CurateStage(config, place, Narrator.SILENT).run(study.catalogue(), false);
            assertTrue(used.scan().leftOut().stream().anyMatch(left -> left.file().equals(name)
                    && left.reason().contains("blurred")), used.scan().leftOut().toString());
            StoredSplit.use(study.catalogue(), used.scan().entries(), used.split());
            new Decisions(study.catalogue()).decide("Ann", after.training().file(0), "manual", Action.EXCLUDE, "too late");
            String refused = assertThrows(SynthoscopeException.class, () -> packed(study, place, config)).getMessage();
            assertTrue(refused.contains("is gone"), refused);
        }
    }

    @Test
    void aStudyPackedBeforeThereWereCataloguesStaysAsItIs() throws IOException {
        Path root = folder.resolve("old");
        StudyFolder place = new StudyFolder(root);
        StudyConfig config = config(images);
        CurateStage stage = new CurateStage(config, place, Narrator.SILENT);
        String digest = new PackStage(config, place, Narrator.SILENT).run(stage.asBefore(), 32).digest();
        assertEquals(digest, new PackStage(config, place, Narrator.SILENT).run(stage.asBefore(), 32).digest());
        try (Study study = Study.open(root, config, Narrator.SILENT, run -> List.of())) {
            assertTrue(assertThrows(SynthoscopeException.class, study::curate).getMessage().contains("before there were"));
            assertFalse(Files.exists(place.catalogue()));
        }
    }

    @Test
    void patientsComeFromFileNamesWhereThePatternSaysSo() {
        Path root = folder.resolve("pattern");
        StudyConfig config = StudyConfig.of("Study", 1, new StudyConfig.Data(images.toString(), "(\\d)\\.png$", "auto", 0, ""),
                List.of(RunConfig.of("gan", "gan", 0, Recipe.SMALL_MACHINE, 0, 0.1)));
        try {
            Files.delete(images.resolve("patients.csv"));
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
        try (Study study = Study.open(root, config, Narrator.SILENT, run -> List.of())) {
            Curated curated = new CurateStage(config, new StudyFolder(root), Narrator.SILENT).run(study.catalogue(), false);
            assertTrue(curated.split().parts().size() <= 10, curated.split().parts().toString());
        }
    }
}
