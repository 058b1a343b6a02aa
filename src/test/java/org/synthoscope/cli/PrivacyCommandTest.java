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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.Phantoms;

/** The command on folders of phantoms, with three training files copied into the synthetic folder. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrivacyCommandTest {

    private Path folder;
    private Path train;
    private Path holdout;
    private Path synthetic;
    private int made;

    @BeforeAll
    void drawImages(@TempDir Path shared) throws IOException {
        folder = shared;
        train = folder.resolve("train");
        holdout = folder.resolve("holdout");
        synthetic = folder.resolve("synthetic");
        Phantoms.write(PhantomSpec.of(11, 30, 64).withDuplicates(0, 0), train, done -> { });
        Phantoms.write(PhantomSpec.of(12, 25, 64).withDuplicates(0, 0), holdout, done -> { });
        Phantoms.write(PhantomSpec.of(13, 30, 64).withDuplicates(0, 0), synthetic, done -> { });
        // All three call their patients alike: without the tables each image counts as one.
        for (Path set : List.of(train, holdout, synthetic)) {
            Files.deleteIfExists(set.resolve("patients.csv"));
        }
        int i = 0;
        for (Path file : files(train).subList(0, 3)) {
            Files.copy(file, synthetic.resolve(file.getParent().getFileName()).resolve("copy" + i++ + ".png"));
        }
        made = files(synthetic).size();
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(f -> f.toString().matches(".*\\.(png|jpg|jpeg)")).sorted().toList();
        }
    }

    private Session privacy(Path first, Path second, Path third, String... more) {
        List<String> words = new ArrayList<>(List.of("privacy", "--train", first.toString(), "--holdout", second.toString(),
                "--synthetic", third.toString()));
        words.addAll(List.of(more));
        return Session.of(words.toArray(String[]::new));
    }

    private void assertFails(int exit, Session session, String... said) {
        assertEquals(exit, session.exit(), session.err());
        assertEquals("", session.out());
        for (String words : said) {
            assertTrue(session.err().contains(words), session.err());
        }
        assertFalse(session.err().contains("\tat "), session.err());
    }

    @Test
    void copiedFilesAreCountedAndShownInAPageThatLoadsNothing() throws IOException {
        Path page = folder.resolve("private").resolve("pairs.html");
        Session s = privacy(train, holdout, synthetic, "--json", "--gallery", page.toString());
        assertEquals(0, s.exit(), s.err());
        JsonNode root = new ObjectMapper().readTree(s.out());
        assertEquals("exact-copies", root.get("measures").get(0).get("name").asText());
        JsonNode copies = root.get("measures").get(1);
        assertEquals("copies", copies.get("name").asText());
        assertEquals(3.0 / made, copies.get("value").asDouble(), 1e-12, copies.toString());
        boolean attacked = false;
        for (JsonNode m : root.get("measures")) {
            attacked |= m.get("name").asText().equals("membership-auc");
        }
        assertTrue(attacked, s.out());
        assertTrue(s.err().contains("3 synthetic images copy a training image"), s.err());
        String html = Files.readString(page);
        assertTrue(html.contains("Private: this page shows training images") && html.contains("copy0.png"));
        assertFalse(html.contains("<script") || html.matches("(?s).*(src|href)=\"(?!data:|#).*"), "it loads something");
    }

    @Test
    void peopleGetATable() {
        Session s = privacy(train, holdout, synthetic);
        assertEquals(0, s.exit(), s.err());
        assertTrue(s.out().startsWith("measure") && s.out().contains("membership-auc"), s.out());
    }

    @Test
    void heldOutFilesThatWereTrainedOnAreRefusedByName() throws IOException {
        Path wrong = Files.createDirectories(folder.resolve("wrong"));
        for (Path file : files(holdout)) {
            Files.copy(file, wrong.resolve(file.getParent().getFileName() + "-" + file.getFileName()));
        }
        Path known = files(train).get(4);
        Files.copy(known, wrong.resolve("again.png"));
        assertFails(1, privacy(train, wrong, synthetic), "again.png", known.getFileName().toString(), "byte for byte");
        assertFails(1, privacy(train, train, synthetic), "byte for byte", "and ", " more");
    }

    @Test
    void foldersThatArentThereEmptyOrInsideEachOtherAreNamed() throws IOException {
        assertFails(1, privacy(train, folder.resolve("nowhere"), synthetic), "nowhere", "held-out");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertFails(1, privacy(train, holdout, empty), "empty", "no images");
        assertFails(1, privacy(folder, holdout, synthetic), "lies in");
    }

    @Test
    void syntheticImagesThatWouldBeEnlargedAreRefusedWithTheSizeThatSuits() {
        Path small = folder.resolve("small");
        Phantoms.write(PhantomSpec.of(14, 5, 32).withDuplicates(0, 0), small, done -> { });
        assertFails(1, privacy(train, holdout, small), "synthetic", "--resolution 32");
    }

    @Test
    void wrongUsageEndsWithTwo() {
        assertFails(2, Session.of("privacy", "--train", train.toString()), "--holdout");
        assertFails(2, privacy(train, holdout, synthetic, "--features", "scatering"), "scattering");
        assertFails(2, privacy(train, holdout, synthetic, "--resolution", "0"), "pixels");
    }
}
