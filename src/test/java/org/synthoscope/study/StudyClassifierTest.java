package org.synthoscope.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.HeldOutImages;
import org.synthoscope.collection.ImageEntry;
import org.synthoscope.collection.PackOptions;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Packer;
import org.synthoscope.collection.Part;
import org.synthoscope.collection.Scan;
import org.synthoscope.collection.Split;
import org.synthoscope.collection.SplitFractions;
import org.synthoscope.evidence.FeatureNetwork;
import org.synthoscope.evidence.Features;
import org.synthoscope.evidence.features.FeatureNetworks;
import org.synthoscope.image.Image;
import org.synthoscope.image.Png;

/** The study's own classifier as a feature network. */
class StudyClassifierTest {

    @TempDir
    Path root;
    private final List<String> said = new ArrayList<>();

    private StudyClassifier classifier(String... features) {
        StudyConfig config = StudyConfig.of("x", 1, new StudyConfig.Data("", "", "auto", 0, ""), List.of());
        return new StudyClassifier(config.withEvaluate(config.evaluate().withFeatures(List.of(features))), new StudyFolder(root),
                new Notes(said));
    }

    /** Grey images; of every four one to choose by, one to test on, the others to learn from. */
    private PackedImages packed(int bright, int dark, int side) throws IOException {
        Path images = root.resolve("images");
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < bright + dark; i++) {
            byte[] pixels = new byte[side * side];
            for (int p = 0; p < pixels.length; p++) {
                pixels[p] = (byte) Math.max(0, Math.min(255, (i < bright ? 150 : 90) + 30 * random.nextGaussian()));
            }
            Path file = images.resolve(i < bright ? "bright" : "dark").resolve(String.format("%04d.png", i));
            Files.createDirectories(file.getParent());
            Files.write(file, Png.encode(new Image(side, side, 1, pixels)));
        }
        List<ImageEntry> entries = new ArrayList<>();
        Map<String, Part> parts = new TreeMap<>();
        for (String name : List.of("bright", "dark")) {
            if (Files.isDirectory(images.resolve(name))) {
                try (var files = Files.list(images.resolve(name))) {
                    files.sorted().forEach(f -> {
                        String file = name + "/" + f.getFileName();
                        entries.add(new ImageEntry(file, name, "file:" + file));
                        parts.put("file:" + file, switch (entries.size() % 4) {
                            case 1 -> Part.VALIDATION;
                            case 2 -> Part.TEST;
                            default -> Part.TRAIN;
                        });
                    });
                }
            }
        }
        return new Packer(root.resolve("packed"), PackOptions.at(side)).pack(new Scan(images, entries, List.of(), List.of()),
                new Split(1, SplitFractions.DEFAULT, parts, List.of()), (done, total) -> { }).images();
    }

    @Test
    void aStudyMeasuresWithTwoNetworksUnlessOthersAreNamed() {
        assertEquals(List.of("scattering", "classifier"), StudyConfig.Evaluate.DEFAULT.features());
        StudyClassifier asked = classifier("scattering");
        assertEquals(List.of("scattering"), asked.resolved(3, () -> {
            throw new AssertionError("nothing is packed for a classifier that nobody wants");
        }).evaluate().features());
    }

    @Test
    void itTellsClassesApartInImagesThatItNeverSawAndLargerOnesAreMadeSmaller() throws IOException {
        PackedImages packed = packed(40, 40, 72);
        StudyConfig resolved = classifier("scattering", "classifier").resolved(1, () -> packed);
        assertEquals("scattering", resolved.evaluate().features().get(0));
        try (FeatureNetwork network = FeatureNetworks.parse(resolved.evaluate().features().get(1))) {
            assertEquals("64 x 64 x 1, values -1 to 1", network.provenance().get("input"));
            HeldOutImages test = packed.heldOut(Part.TEST);
            Features features = network.extract(test);
            assertTrue(told(features, IntStream.range(0, test.count()).map(test::label).toArray()) > 0.8,
                    "nearest neighbours are of one class");
        }
        assertTrue(said.get(0).startsWith("trained the study's own classifier"), said.toString());
        said.clear();
        assertEquals(resolved.evaluate(), classifier("scattering", "classifier").resolved(1, () -> packed).evaluate());
        assertEquals(List.of(), said, "a second evaluation finds it trained");
    }

    /** The share of rows whose nearest other row has their label. */
    private static double told(Features f, int[] labels) {
        int d = f.dimension();
        return IntStream.range(0, f.count()).filter(i -> {
            int nearest = IntStream.range(0, f.count()).filter(j -> j != i).boxed().min((a, b) -> Double.compare(
                    distance(f.values(), i * d, a * d, d), distance(f.values(), i * d, b * d, d))).orElseThrow();
            return labels[nearest] == labels[i];
        }).count() / (double) f.count();
    }

    private static double distance(float[] values, int a, int b, int length) {
        float[] first = Arrays.copyOfRange(values, a, a + length);
        return IntStream.range(0, length).mapToDouble(k -> Math.pow(first[k] - values[b + k], 2)).sum();
    }

    @Test
    void whereItCannotBeTrainedTheOthersMeasureAndTheReasonIsSaid() throws IOException {
        PackedImages one = packed(40, 0, 24);
        assertEquals(List.of("scattering"), classifier("scattering", "classifier").resolved(1, () -> one).evaluate().features());
        assertTrue(said.get(0).contains("there is but one"), said.toString());
        String alone = assertThrows(SynthoscopeException.class, () -> classifier("classifier").resolved(1, () -> one)).getMessage();
        assertTrue(alone.contains("can't be the only feature network") && alone.contains("study.yaml"), alone);
    }

    @Test
    void imagesOfOtherChannelsAreNotItsBusiness() throws IOException {
        PackedImages packed = packed(40, 40, 24);
        StudyConfig resolved = classifier("classifier", "scattering").resolved(3, () -> packed);
        assertEquals(List.of("scattering"), resolved.evaluate().features());
        assertTrue(said.get(0).contains("1 channel") && said.get(0).contains("of 3"), said.toString());
        assertSame(packed, packed.resized(root.resolve("none"), 24, (done, total) -> { }));
    }

    @Test
    void aRareClassMayBeAbsentFromTheTrainingPart() throws IOException {
        PackedImages packed = packed(40, 1, 24);   // the only dark one is the 41st entry: validation
        assertEquals(List.of("scattering"), classifier("scattering", "classifier").resolved(1, () -> packed).evaluate().features());
        assertTrue(said.get(0).contains("no training image is of class dark"), said.toString());
        assertFalse(Files.exists(root.resolve("classifier")));
    }
}
