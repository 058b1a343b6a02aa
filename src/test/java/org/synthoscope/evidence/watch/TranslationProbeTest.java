package org.synthoscope.evidence.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.collection.HeldOutImages;
import org.synthoscope.collection.PackedFixture;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Part;
import org.synthoscope.gan.translation.Direction;
import org.synthoscope.gan.translation.Drafting;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;
import org.synthoscope.training.CollapseWatch;
import org.synthoscope.training.Pixels;
import org.synthoscope.training.Reading;
import org.synthoscope.training.Trainable;

class TranslationProbeTest {

    private static final int SIDE = 16;

    @TempDir
    Path root;
    private Scope scope;
    private PackedImages packed;

    @BeforeEach
    void open() {
        scope = Scope.open();
        packed = PackedFixture.packed(root.resolve("packed"), 900, SIDE, 3, 2, 1);
    }

    @AfterEach
    void close() {
        scope.close();
    }

    /** Answers the n-th image of a direction with what it is told, and notes what it was asked. */
    private static final class Stub implements Trainable, Drafting {

        interface Answer {
            Tensor to(Tensor images, Direction way, int first);
        }

        private final Answer answer;
        private final Map<Direction, Integer> asked = new HashMap<>();
        private final List<float[]> seen = new ArrayList<>();

        Stub(Answer answer) {
            this.answer = answer;
        }

        @Override
        public boolean has(Direction direction) {
            return true;
        }

        @Override
        public Tensor draft(Tensor images, Direction direction) {
            int n = (int) images.size(0);
            seen.add(images.toFloats());
            return answer.to(images, direction, asked.merge(direction, n, Integer::sum) - n);
        }

        @Override
        public Tensor samples(int count, long seed) {
            throw new IllegalStateException("translations are read, not samples");
        }

        @Override
        public String fingerprint() {
            return "stub";
        }

        @Override
        public Map<String, Double> step(List<Batch> microBatches, long imagesShown) {
            return Map.of();
        }

        @Override
        public Map<String, Tensor> state() {
            return Map.of();
        }

        @Override
        public void load(Map<String, Tensor> state, String from) {
        }

        @Override
        public Map<String, Tensor> generatorState() {
            return Map.of();
        }

        @Override
        public Map<String, String> generatorDescription() {
            return Map.of();
        }

        @Override
        public void close() {
        }
    }

    /** Answers with test images of the class to be made, {@code modes} different ones of each. */
    private Stub real(int modesToB, int modesToA) {
        HeldOutImages test = packed.heldOut(Part.TEST);
        return new Stub((images, way, first) -> {
            int label = way == Direction.A_TO_B ? 1 : 0;
            int modes = label == 1 ? modesToB : modesToA;
            int[] rows = IntStream.range(0, test.count()).filter(i -> test.label(i) == label).toArray();
            byte[] all = new byte[(int) images.size(0) * test.imageBytes()];
            for (int i = 0; i < images.size(0); i++) {
                test.read(rows[(first + i) % modes], all, i * test.imageBytes());
            }
            return Pixels.toTensor(all, (int) images.size(0), SIDE, SIDE, 3);
        });
    }

    private static Reading of(List<Reading> readings, String group, String measure) {
        Optional<Reading> found = readings.stream().filter(r -> r.group().equals(group) && r.measure().equals(measure))
                .findFirst();
        return found.orElseThrow();
    }

    private TranslationProbe domains() {
        return TranslationProbe.ofDomains(packed.training(), packed.validation(), 40, 3);
    }

    @Test
    void realImagesOfTheGoalReadAsRealOnesDoInBothDirections() {
        List<Reading> readings = domains().read(real(40, 40), 1);
        assertEquals(6, readings.size());
        for (Reading r : readings) {
            assertEquals(r.real(), r.value(), 4 * r.error() + 0.25 * r.real(), r.toString());
        }
    }

    @Test
    void theDirectionThatMakesTheSameOfAllIsTheOneThatReadsPoorly() {
        List<Reading> readings = domains().read(real(40, 1), 1);
        assertEquals(1, of(readings, "class1 to class0", Reading.DIVERSITY).value(), 1e-9);
        assertTrue(of(readings, "class0 to class1", Reading.DIVERSITY).value() > 5);
    }

    @Test
    void sourcesThatAreHandedOnDoNotLookLikeTheGoal() {
        List<Reading> readings = domains().read(new Stub((images, way, first) -> images), 1);
        for (String group : List.of("class0 to class1", "class1 to class0")) {
            // The wider class lies around the narrower one's images but isn't reached by them, so one measure of the two.
            assertTrue(Math.min(of(readings, group, Reading.COVERAGE).value(), of(readings, group, Reading.RECALL).value()) < 0.7,
                    readings.toString());
        }
    }

    @Test
    void theSameValidationImagesAreTranslatedEachTimeAndOfTheSourceAlone() {
        TranslationProbe probe = domains();
        Stub first = real(40, 40);
        probe.read(first, 1);
        Stub second = real(40, 40);
        probe.read(second, 99);
        assertEquals(first.seen.size(), second.seen.size());
        for (int i = 0; i < first.seen.size(); i++) {
            org.junit.jupiter.api.Assertions.assertArrayEquals(first.seen.get(i), second.seen.get(i));
        }
        List<String> known = new ArrayList<>();
        for (int i = 0; i < packed.validation().count(); i++) {
            if (packed.validation().label(i) == 0) {
                known.add(java.util.Arrays.toString(Pixels.toTensor(packed.validation().read(i), 1, SIDE, SIDE, 3)
                        .toFloats()));
            }
        }
        // The first call is of A to B, and the images lie one after the other.
        float[] some = first.seen.get(0);
        int each = 3 * SIDE * SIDE;
        for (int i = 0; i < some.length / each; i++) {
            assertTrue(known.contains(java.util.Arrays.toString(java.util.Arrays.copyOfRange(some, i * each, (i + 1) * each))));
        }
    }

    @Test
    void ofPairsOnlyTheTargetsChannelsAreComparedAndOnlyTheSourcesAreTranslated() {
        TranslationProbe pairs = TranslationProbe.ofPairs(packed.training(), packed.validation(), 1, 40, 3);
        HeldOutImages test = packed.heldOut(Part.TEST);
        List<Reading> readings = pairs.read(new Stub((images, way, first) -> {
            assertEquals(1, images.size(1));
            assertEquals(Direction.A_TO_B, way);
            int n = (int) images.size(0);
            byte[] all = new byte[n * test.imageBytes()];
            for (int i = 0; i < n; i++) {
                test.read(first + i, all, i * test.imageBytes());
            }
            return Pixels.toTensor(all, n, SIDE, SIDE, 3).narrow(1, 1, 2);
        }), 1);
        assertEquals(List.of("all", "all", "all"), readings.stream().map(Reading::group).toList());
        for (Reading r : readings) {
            assertEquals(r.real(), r.value(), 4 * r.error() + 0.25 * r.real(), r.toString());
        }
    }

    @Test
    void tooFewImagesAreNamedAndAModelOfNoiseIsRefused() {
        PackedImages few = PackedFixture.packed(root.resolve("few"), 30, SIDE, 3, 2, 1);
        TranslationProbe none = TranslationProbe.ofDomains(few.training(), few.validation(), 40, 3);
        assertFalse(none.watches());
        assertEquals(List.of("class0 to class1", "class1 to class0"), none.notWatched());
        Trainable noise = (Trainable) java.lang.reflect.Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {Trainable.class}, (proxy, method, arguments) -> "noise");
        assertThrows(IllegalArgumentException.class, () -> domains().read(noise, 1));
    }

    @Test
    void aTranslatorThatCollapsesRaisesTheAlarmOfItsDirectionAndAHealthyOneDoesNot() {
        TranslationProbe probe = domains();
        CollapseWatch healthy = new CollapseWatch(CollapseWatch.Rule.DEFAULT);
        CollapseWatch failing = new CollapseWatch(CollapseWatch.Rule.DEFAULT);
        for (int i = 1; i <= 20; i++) {
            // Comes up over the first readings, and swings.
            int modes = Math.min(40, 4 * i) - (i % 3) * 2;
            healthy.add(1000L * i, probe.read(real(modes, modes), i));
            failing.add(1000L * i, probe.read(real(i > 12 ? 2 : modes, modes), i));
        }
        assertEquals(Optional.empty(), healthy.alarm());
        assertEquals(16_000, failing.alarm().orElseThrow().images());
        assertEquals("class0 to class1", failing.alarm().orElseThrow().group());
        assertTrue(failing.alarm().orElseThrow().reason().contains("'class0 to class1' have lost their variety"));
    }
}
