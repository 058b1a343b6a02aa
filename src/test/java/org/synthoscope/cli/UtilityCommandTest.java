package org.synthoscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.Phantoms;

/** {@code utility} on a study with a generator for each class, as people and scripts meet it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UtilityCommandTest {

    private Path study;
    private Path other;

    @BeforeAll
    void configure(@TempDir Path folder) throws IOException {
        Path images = folder.resolve("images");
        Phantoms.write(PhantomSpec.of(3, 50, 32).withDuplicates(0, 0), images, done -> { });
        study = configured(folder.resolve("study"), images, """
                runs:
                  - {id: of-melanoma, model: dcgan, resolution: 32, kimg: 0.032, batch: 8, only: melanoma}
                  - {id: of-nevus, model: dcgan, resolution: 32, kimg: 0.032, batch: 8, only: nevus}
                """, 1);
        other = configured(folder.resolve("other"), images, """
                runs: [{id: blind, model: dcgan, resolution: 32, kimg: 0.032, batch: 8, conditional: false}]
                """, 2);
    }

    private static Path configured(Path study, Path images, String runs, int seed) throws IOException {
        Files.createDirectories(study);
        Files.writeString(study.resolve("study.yaml"), "seed: " + seed + "\ndata: {folder: '" + images + "'}\n"
                + "split: {train: 0.4, validation: 0.2, test: 0.35, sealed: 0.05}\ngenerate: {count: 20}\n" + runs);
        return study;
    }

    private Session utility(Path of, String... more) {
        List<String> line = new ArrayList<>(List.of("utility", "--study", of.toString(), "--epochs", "1", "--steps", "2", "--seeds",
                "1", "--classifier", "residual", "--arms", "minority,minority-repeated,synthetic-only"));
        line.addAll(List.of(more));
        return Session.of(line.toArray(String[]::new));
    }

    private static void assertFails(int exit, Session session, String... said) {
        assertEquals(exit, session.exit(), session.err());
        assertEquals("", session.out());
        for (String words : said) {
            assertTrue(session.err().contains(words), session.err());
        }
        assertFalse(session.err().contains("\tat "), session.err());
    }

    @Test
    @Order(1)
    void whatMakesNoSenseIsRefusedBeforeAnythingIsDone() {
        assertFails(2, Session.of("utility"), "--study", "--synthetic");
        assertFails(2, utility(study, "--train", "x"), "leave --train");
        assertFails(2, utility(study, "--doses", "-1"), "up to 100");
        assertFails(2, utility(study, "--seeds", "0"), "--seeds");
        assertFails(2, Session.of("utility", "--study", study.toString(), "--classifier", "residul"), "residual");
        assertFails(2, Session.of("utility", "--run", "a", "--train", "x", "--test", "y", "--synthetic", "z", "--out", "o"),
                "--study");
        assertFails(1, utility(study), "no trained generator", "of-melanoma");
        assertFails(1, utility(study, "--run", "of-nevsu"), "of-nevus");
    }

    @Test
    @Order(2)
    void aGeneratorForEachClassFeedsTheArms() throws IOException {
        for (String run : List.of("of-melanoma", "of-nevus")) {
            Session trained = Session.of("train", "--study", study.toString(), "--run", run);
            assertEquals(0, trained.exit(), trained.err());
        }
        assertEquals(List.of("nevus"), Files.readAllLines(study.resolve("runs/of-nevus/classes.txt")));
        Session done = utility(study, "--json");
        assertEquals(0, done.exit(), done.err());
        JsonNode json = new ObjectMapper().readTree(done.out());
        assertEquals(List.of("real", "minority", "minority-repeated", "synthetic-only"),
                json.get("utility").get("arms").findValuesAsText("name").stream().filter(n -> !n.contains("-at-")
                        && List.of("real", "minority", "minority-repeated", "synthetic-only").contains(n)).toList());
        assertTrue(json.get("measures").size() > 20);
        assertTrue(json.get("provenance").has("generator.of-nevus"), json.get("provenance").toString());
        Path place = study.resolve("evidence/of-melanoma+of-nevus/utility");
        assertTrue(Files.readString(place.resolve("residual-32/utility.html")).contains("Do they help?"));
        JsonNode arm = json.get("utility").get("arms").get(1);
        try (var made = Files.list(place.resolve("synthetic/of-melanoma/melanoma"))) {
            assertTrue(made.count() >= arm.get("synthetic").get(0).asInt(), arm.toString());
        }
    }

    @Test
    @Order(3)
    void theSetOfARunMayBeUsedAsItIsAndThatOfAnotherStudyNot() throws IOException {
        Session own = Session.of("generate", "--study", study.toString(), "--run", "of-melanoma");
        assertEquals(0, own.exit(), own.err());
        Session few = utility(study, "--run", "of-melanoma", "--synthetic", study.resolve("synthetic/of-melanoma").toString());
        assertEquals(0, few.exit(), few.err());
        assertTrue(few.err().contains("arm synthetic-only is left out: there are no synthetic images of class nevus"), few.err());

        assertFails(1, utility(other), "no trained generator");
        assertEquals(0, Session.of("train", "--study", other.toString()).exit());
        assertFails(1, utility(other), "wasn't told classes", "only: CLASS");
        assertEquals(0, Session.of("generate", "--study", other.toString()).exit());
        assertFails(1, utility(study, "--run", "of-nevus", "--synthetic", other.resolve("synthetic/blind").toString()),
                "another study");
        // A set without its word.
        Path bare = study.resolve("bare/melanoma");
        Files.createDirectories(bare);
        Files.copy(study.resolve("synthetic/of-melanoma/melanoma/000000.png"), bare.resolve("a.png"));
        assertFails(1, utility(study, "--synthetic", bare.getParent().toString()), "origin.txt", "nobody knows");
    }

    /** Folders whose synthetic set lies in a study: what that study learned from is looked up. */
    @Test
    @Order(4)
    void aTestImageThatTheSetsStudyLearnedFromIsFound() throws IOException {
        JsonNode index = new ObjectMapper().readTree(Files.readString(study.resolve("packed/32.index.json")));
        Path images = study.resolveSibling("images");
        Path root = study.resolveSibling("parts");
        for (JsonNode row : index.get("images")) {
            String part = row.get("part").asText().equals("TEST") ? "test" : "train";
            Path target = root.resolve(part).resolve(row.get("file").asText());
            Files.createDirectories(target.getParent());
            Files.copy(images.resolve(row.get("file").asText()), target);
        }
        // One image that the generators learned from moves to the test side.
        String stolen = "";
        for (JsonNode row : index.get("images")) {
            stolen = row.get("part").asText().equals("TRAIN") ? row.get("file").asText() : stolen;
        }
        Files.move(root.resolve("train").resolve(stolen), root.resolve("test").resolve(stolen));
        Session refused = Session.of("utility", "--train", root.resolve("train").toString(), "--test",
                root.resolve("test").toString(), "--synthetic", study.resolve("synthetic/of-melanoma").toString(), "--out",
                root.resolve("out").toString(), "--epochs", "1", "--steps", "1", "--seeds", "1");
        assertFails(1, refused, "1 test image is among the images of the study", stolen);
        // Translations of that study's test images: every one of them has been seen.
        Path set = study.resolve("synthetic/of-melanoma");
        Path origin = set.resolve("origin.txt");
        String made = Files.readString(origin);
        Files.writeString(origin, "translations of something by something\n");
        Session translated = Session.of("utility", "--train", root.resolve("train").toString(), "--test",
                root.resolve("test").toString(), "--synthetic", set.toString(), "--out", root.resolve("out").toString(), "--epochs",
                "1", "--steps", "1", "--seeds", "1");
        Files.writeString(origin, made);
        assertFails(1, translated, "test images are among the images of the study", "made of");
    }
}
