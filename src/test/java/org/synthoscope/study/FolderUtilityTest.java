package org.synthoscope.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.ChildJvm;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.classifier.arms.Arm;
import org.synthoscope.collection.GroupRule;
import org.synthoscope.evidence.EvidenceJson;
import org.synthoscope.evidence.utility.Difference;
import org.synthoscope.evidence.utility.UtilityAnswer;
import org.synthoscope.evidence.utility.UtilityResult;

/** Experiments with a known truth, killed experiments, and folders that can't be right. */
class FolderUtilityTest {

    @TempDir
    Path root;

    private static final class Heard implements Narrator {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void say(String line) {
            lines.add(line);
        }

        @Override
        public void warn(String line) {
            lines.add("note: " + line);
        }

        @Override
        public void progress(String what, int done, int total) {
        }
    }

    private void real(int bright, int dark, int test) throws IOException {
        PlantedStudy.write(root.resolve("train"), bright, dark, PlantedStudy.SIDE, 1, PlantedStudy.Look.WHOLE);
        PlantedStudy.write(root.resolve("validation"), 20, 20, PlantedStudy.SIDE, 2, PlantedStudy.Look.WHOLE);
        PlantedStudy.write(root.resolve("test"), test, test, PlantedStudy.SIDE, 3, PlantedStudy.Look.WHOLE);
    }

    private UtilityResult run(UtilityOptions options, String synthetic, String out) {
        return FolderUtility.run(PlantedStudy.folders(root, synthetic, out), options, Narrator.SILENT).result().orElseThrow();
    }

    private static double area(UtilityResult r, String arm) {
        return r.arm(arm).orElseThrow().figure("AUC", "bright").orElseThrow().estimate().value();
    }

    /** Real training images show one half of the world, synthetic ones all of it: they help, and with permuted labels don't. */
    @Test
    void imagesThatShowWhatRealOnesLackHelp() throws IOException {
        PlantedStudy.write(root.resolve("train"), 30, 36, PlantedStudy.SIDE, 1, PlantedStudy.Look.HALF);
        PlantedStudy.write(root.resolve("validation"), 20, 20, PlantedStudy.SIDE, 2, PlantedStudy.Look.WHOLE);
        PlantedStudy.write(root.resolve("test"), 60, 60, PlantedStudy.SIDE, 3, PlantedStudy.Look.WHOLE);
        PlantedStudy.write(root.resolve("made"), 120, 120, PlantedStudy.SIDE, 4, PlantedStudy.Look.WHOLE);
        UtilityResult r = run(PlantedStudy.options(5, 1, 4, "all", "all-permuted", "all-repeated"), "made", "out");
        Difference d = r.difference("all", Arm.REAL, "AUC", "bright").orElseThrow();
        assertTrue(d.better() && d.change().estimate().low() > 0.03, d.toString());
        assertTrue(r.difference("all", "all-permuted", "AUC", "bright").orElseThrow().better(), "permuted labels hurt");
        assertTrue(r.difference("all", "all-repeated", "AUC", "bright").orElseThrow().better(), "repeating isn't as good");
        assertTrue(area(r, "all") > 0.85, "area " + area(r, "all"));
        assertEquals("bright", r.minority());
        assertTrue(UtilityAnswer.of(r).startsWith("Adding 240 synthetic images to 66 real ones changed sensitivity for bright by ")
                && UtilityAnswer.of(r).contains("the area rose"), UtilityAnswer.of(r));
    }

    /** Labels that mean nothing: no arm may be said to be better than another. */
    @Test
    void classifiersThatLearnedNothingProveNothing() throws IOException {
        real(12, 14, 40);
        // Both classes are noise of one kind: a slope that goes either way in each.
        for (String part : List.of("train", "validation", "test")) {
            swapHalf(root.resolve(part));
        }
        PlantedStudy.write(root.resolve("made"), 40, 40, PlantedStudy.SIDE, 4, PlantedStudy.Look.WHOLE);
        UtilityResult r = run(PlantedStudy.options(2, 2, 1, "all", "all-permuted"), "made", "out");
        assertTrue(r.nothingLearned().isPresent(), r.arm("real").orElseThrow().figures().toString());
        assertTrue(UtilityAnswer.of(r).startsWith("Nothing can be told: "), UtilityAnswer.of(r));
        assertEquals("utility", r.evidence().insufficient().get(0).name());
    }

    /** Every second image of each class goes to the other. */
    private static void swapHalf(Path part) throws IOException {
        List<Path> moved = new ArrayList<>();
        for (String name : List.of("bright", "dark")) {
            try (Stream<Path> files = Files.list(part.resolve(name))) {
                List<Path> all = files.sorted().toList();
                for (int i = 0; i < all.size(); i += 4) {
                    moved.addAll(all.subList(i, Math.min(all.size(), i + 2)));
                }
            }
        }
        for (Path file : moved) {
            Path other = part.resolve(file.getParent().endsWith("bright") ? "dark" : "bright");
            Files.move(file, other.resolve("other-" + file.getFileName()));
        }
    }

    @Test
    void aMarkGivesTheOriginAwayAndTheAnswerSaysSo() throws IOException {
        real(30, 30, 30);
        PlantedStudy.write(root.resolve("made"), 80, 80, PlantedStudy.SIDE, 4, PlantedStudy.Look.MARKED);
        UtilityResult r = run(PlantedStudy.options(4, 1, 1, "real"), "made", "out");
        assertEquals(2, r.origins().size());
        r.origins().forEach(o -> assertTrue(o.area().value() > 0.98, o.toString()));
        assertTrue(r.evidence().find("origin-AUC", "bright").orElseThrow().floor().getAsDouble() == 0.5);
    }

    /** Small synthetic images are enlarged; the real ones go through the same small size, so size betrays nothing. */
    @Test
    void enlargedSyntheticImagesMeetRealOnesThatWereAsSmall() throws IOException {
        PlantedStudy.write(root.resolve("train"), 60, 60, 48, 1, PlantedStudy.Look.WHOLE);
        PlantedStudy.write(root.resolve("validation"), 30, 30, 48, 2, PlantedStudy.Look.WHOLE);
        PlantedStudy.write(root.resolve("test"), 40, 40, 48, 3, PlantedStudy.Look.WHOLE);
        Path large = root.resolve("large");
        PlantedStudy.write(large, 130, 130, 48, 4, PlantedStudy.Look.WHOLE);
        // As a generator of 16 pixels would see the world: shrunk by the one resizer, stored without loss.
        try (Stream<Path> files = Files.walk(large)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path small = root.resolve("made").resolve(large.relativize(file));
                Files.createDirectories(small.getParent());
                Files.write(small, org.synthoscope.image.Png.encode(new org.synthoscope.image.ImageReader(
                        org.synthoscope.image.DecodeOptions.DEFAULT).decodeSquare(Files.readAllBytes(file), "x", 16).image()));
            }
        }
        UtilityOptions o = PlantedStudy.options(4, 1, 1, "real");
        UtilityResult r = run(new UtilityOptions(o.training(), o.arms(), java.util.OptionalInt.of(32), 1), "made", "out");
        assertTrue(r.evidence().provenance().get("pixels.real").contains("from 16 to 32"), r.evidence().provenance().toString());
        r.origins().forEach(origin -> assertTrue(origin.area().low() < 0.5 && origin.area().high() > 0.5
                && origin.area().value() < 0.7, origin.toString()));
    }

    @Test
    void anExperimentIsWrittenDownAndNothingIsDoneTwice() throws IOException {
        real(20, 30, 20);
        PlantedStudy.write(root.resolve("made"), 70, 70, PlantedStudy.SIDE, 4, PlantedStudy.Look.WHOLE);
        UtilityOptions options = PlantedStudy.options(1, 2, 1, "minority", "minority-repeated", "all");
        Heard first = new Heard();
        UtilityOutcome outcome = FolderUtility.run(PlantedStudy.folders(root, "made", "out"), options, first);
        JsonNode json = new ObjectMapper().readTree(Files.readString(outcome.json()));
        assertEquals(UtilityAnswer.of(outcome.result().orElseThrow()), json.get("answer").asText());
        JsonNode arms = json.get("utility").get("arms");
        assertEquals(4, arms.size());
        for (JsonNode seed : arms.get(0).get("seeds")) {
            long n = 0;
            for (JsonNode row : seed.get("matrix")) {
                for (JsonNode cell : row) {
                    n += cell.asLong();
                }
            }
            assertEquals(40, n);
        }
        assertFalse(json.get("utility").get("differences").isEmpty());
        assertEquals(outcome.result().orElseThrow().evidence(), EvidenceJson.read(Files.readString(outcome.json())));
        String page = Files.readString(outcome.page());
        assertTrue(page.contains("Do they help?") && page.contains("<svg") && !page.contains("<script"), "the page");

        TreeMap<String, FileTime> before = classifiers(root.resolve("out"));
        assertEquals(4 * 2 + 2, before.size());
        Heard second = new Heard();
        UtilityOutcome again = FolderUtility.run(PlantedStudy.folders(root, "made", "out"), options, second);
        assertEquals(before, classifiers(root.resolve("out")));
        assertTrue(second.lines.contains("10 of 10 classifiers are already trained"), second.lines.toString());
        assertEquals(json, new ObjectMapper().readTree(Files.readString(again.json())));

        // One more arm: only that one is trained, and the second look at the test images is counted.
        UtilityOptions more = PlantedStudy.options(1, 2, 1, "minority", "minority-repeated", "all", "majority");
        UtilityResult wider = FolderUtility.run(PlantedStudy.folders(root, "made", "out"), more, second).result().orElseThrow();
        assertTrue(second.lines.contains("10 of 12 classifiers are already trained"), second.lines.toString());
        assertEquals("2", wider.evidence().provenance().get("looks"));

        // Other synthetic images: what didn't learn from them stays, the rest is made again.
        Files.delete(root.resolve("made/bright/s4-p0000.png"));
        Heard third = new Heard();
        FolderUtility.run(PlantedStudy.folders(root, "made", "out"), options, third);
        // Real and repeated images alone, two seeds each, and the detector of the other class.
        assertTrue(third.lines.contains("5 of 10 classifiers are already trained"), third.lines.toString());
        assertTrue(third.lines.contains("minority, seed 1: images or settings have changed; trained anew"), third.lines.toString());
    }

    private static TreeMap<String, FileTime> classifiers(Path out) throws IOException {
        TreeMap<String, FileTime> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.filter(f -> f.endsWith("classifier.safetensors")).toList()) {
                found.put(out.relativize(file).toString(), Files.getLastModifiedTime(file));
            }
        }
        return found;
    }

    @Test
    void aKilledExperimentEndsInTheSameBytes() throws IOException, InterruptedException {
        real(20, 30, 12);
        PlantedStudy.write(root.resolve("made"), 60, 60, PlantedStudy.SIDE, 4, PlantedStudy.Look.WHOLE);
        ChildJvm child = new ChildJvm(root);
        ChildJvm.Ended whole = child.run(PlantedStudy.class, root.toString(), "made", "whole");
        assertTrue(whole.output().endsWith("done\n"), whole.output());
        Process killed = child.start(PlantedStudy.class, root.toString(), "made", "killed");
        BufferedReader lines = killed.inputReader(StandardCharsets.UTF_8);
        // In the middle of the second arm.
        for (String line = lines.readLine(); line != null && !line.equals("step 40"); line = lines.readLine()) {
            assertFalse(line.equals("done"), "ended before it could be killed");
        }
        killed.destroyForcibly().waitFor();
        assertFalse(Files.exists(root.resolve("killed/cnn-24/utility.json")));
        ChildJvm.Ended resumed = child.run(PlantedStudy.class, root.toString(), "made", "killed");
        assertTrue(resumed.output().contains("1 of 4 classifiers are already trained") && resumed.output().endsWith("done\n"),
                resumed.output());
        for (String file : List.of("utility.json", "arms/minority/seed-1/classifier.safetensors",
                "arms/real/seed-1/predictions.csv", "origin/class-0/classifier.safetensors")) {
            assertEquals(-1, Files.mismatch(root.resolve("whole/cnn-24").resolve(file), root.resolve("killed/cnn-24")
                    .resolve(file)), file);
        }
    }

    // ---- bad input

    private void refused(FolderUtility.Folders folders, String... words) {
        SynthoscopeException e = assertThrows(SynthoscopeException.class,
                () -> FolderUtility.run(folders, PlantedStudy.options(1, 1, 1), Narrator.SILENT));
        for (String word : words) {
            assertTrue(e.getMessage().contains(word), e.getMessage());
        }
    }

    @Test
    void whatWouldMakeTheAnswerWorthlessIsRefused() throws IOException {
        real(8, 8, 6);
        PlantedStudy.write(root.resolve("made"), 10, 10, PlantedStudy.SIDE, 4, PlantedStudy.Look.WHOLE);
        FolderUtility.Folders good = PlantedStudy.folders(root, "made", "out");

        Path test = root.resolve("test/bright/s3-p0000.png");
        Path planted = root.resolve("made/bright/stolen.png");
        Files.copy(test, planted);
        refused(good, "stolen.png = bright/s3-p0000.png", "byte for byte");
        Files.delete(planted);
        // Another file, the same pixels.
        Files.write(planted, differently(Files.readAllBytes(test)));
        refused(good, "1 synthetic image is a test image", "stolen.png");
        Files.delete(planted);

        Path inTrain = root.resolve("train/bright/again.png");
        Files.copy(test, inTrain);
        refused(good, "both in", "again.png");
        Files.delete(inTrain);

        PlantedStudy.write(root.resolve("learned"), 3, 3, PlantedStudy.SIDE, 5, PlantedStudy.Look.WHOLE);
        Files.copy(test, root.resolve("learned/bright/leak.png"));
        refused(new FolderUtility.Folders(good.train(), good.validation(), good.test(), good.synthetic(),
                Optional.of(root.resolve("learned")), good.out(), GroupRule.EACH_IMAGE), "leak.png");
        refused(new FolderUtility.Folders(good.train(), good.validation(), good.test(), good.synthetic(), Optional.empty(),
                good.out(), GroupRule.ofPattern("-p(\\d+)")), "among both the training images and the");

        Files.createDirectories(root.resolve("test/other"));
        Files.copy(test, root.resolve("test/other/x.png"));
        Files.delete(test);
        refused(good, "class other is among the test images only");
        Files.move(root.resolve("test/other/x.png"), test);

        Files.createDirectories(root.resolve("made/brihgt"));
        Files.move(root.resolve("made/bright/s4-p0001.png"), root.resolve("made/brihgt/x.png"));
        refused(good, "class 'brihgt'", "bright");
        Files.delete(root.resolve("made/brihgt/x.png"));

        PlantedStudy.write(root.resolve("sizes"), 4, 4, 16, 6, PlantedStudy.Look.WHOLE);
        PlantedStudy.write(root.resolve("sizes"), 4, 4, 24, 7, PlantedStudy.Look.WHOLE);
        refused(PlantedStudy.folders(root, "sizes", "out"), "2 different sizes");

        Path colour = root.resolve("coloured/bright/a.png");
        Files.createDirectories(colour.getParent());
        byte[] red = new byte[24 * 24 * 3];
        java.util.Arrays.setAll(new int[red.length], i -> red[i] = (byte) (i % 3 == 0 ? 200 : 20));
        Files.write(colour, org.synthoscope.image.Png.encode(new org.synthoscope.image.Image(24, 24, 3, red)));
        refused(PlantedStudy.folders(root, "coloured", "out"), "colour", "grey");

        PlantedStudy.write(root.resolve("few"), 1, 5, PlantedStudy.SIDE, 8, PlantedStudy.Look.WHOLE);
        refused(new FolderUtility.Folders(good.train(), good.validation(), root.resolve("few"), good.synthetic(), Optional.empty(),
                good.out(), GroupRule.EACH_IMAGE), "bright has 1 test images");
    }

    /** The same picture in another file: a text chunk more wouldn't be read, so one is enough. */
    private static byte[] differently(byte[] png) {
        byte[] text = "tEXtComment\0again".getBytes(StandardCharsets.ISO_8859_1);
        java.util.zip.CRC32 sum = new java.util.zip.CRC32();
        sum.update(text);
        java.nio.ByteBuffer out = java.nio.ByteBuffer.allocate(png.length + text.length + 8);
        int header = 8 + 25;
        out.put(png, 0, header).putInt(text.length - 4).put(text).putInt((int) sum.getValue());
        return out.put(png, header, png.length - header).array();
    }

    /** What too few images can't tell is said, with the reason, and the rest is still done. */
    @Test
    void aFewTestImagesAreNotEnough() throws IOException {
        real(10, 12, 4);
        PlantedStudy.write(root.resolve("made"), 12, 0, PlantedStudy.SIDE, 4, PlantedStudy.Look.WHOLE);
        UtilityResult r = run(PlantedStudy.options(1, 1, 1), "made", "out");
        assertTrue(r.arm("all").isEmpty() && r.arm("minority").isPresent());
        assertTrue(r.evidence().insufficient().stream().anyMatch(i -> i.name().equals("all")
                && i.why().contains("no synthetic images of class dark")), r.evidence().insufficient().toString());
        assertTrue(r.evidence().insufficient().stream().anyMatch(i -> i.name().equals("AUC[minority - real]")
                && i.why().contains("patients")), r.evidence().insufficient().toString());
        assertTrue(UtilityAnswer.of(r).contains("too few test patients to tell"), UtilityAnswer.of(r));
    }
}
