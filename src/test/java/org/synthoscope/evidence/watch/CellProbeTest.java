package org.synthoscope.evidence.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.collection.HeldOutImages;
import org.synthoscope.collection.PackedFixture;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Part;
import org.synthoscope.evidence.Points;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;
import org.synthoscope.training.Pixels;
import org.synthoscope.training.Reading;
import org.synthoscope.training.Trainable;

class CellProbeTest {

    private static final int SIDE = 16;

    @TempDir
    Path root;
    private Scope scope;
    private PackedImages packed;
    private CellProbe probe;

    @BeforeEach
    void open() {
        scope = Scope.open();
        packed = PackedFixture.packed(root.resolve("packed"), 900, SIDE, 3, 2, 1);
        probe = new CellProbe(packed.training(), packed.validation(), true, 48, 3);
    }

    @AfterEach
    void close() {
        scope.close();
    }

    /** What makes images without learning anything: real ones that nobody trained on, in some order, or noise. */
    private static final class Stub implements Trainable {

        /** The image for a place among the samples. */
        interface Choice {
            byte[] at(int index, int count);
        }

        private final Choice choice;

        Stub(Choice choice) {
            this.choice = choice;
        }

        @Override
        public Tensor samples(int count, long seed) {
            byte[] all = new byte[count * SIDE * SIDE * 3];
            for (int i = 0; i < count; i++) {
                System.arraycopy(choice.at(i, count), 0, all, i * SIDE * SIDE * 3, SIDE * SIDE * 3);
            }
            return Pixels.toTensor(all, count, SIDE, SIDE, 3);
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

    /** Test images of the class that a place belongs to, {@code modes} different ones of each. */
    private Stub real(int modes) {
        HeldOutImages test = packed.heldOut(Part.TEST);
        return new Stub((i, count) -> {
            int label = 2 * i / count;
            int wanted = i % (count / 2) % modes;
            for (int j = 0; j < test.count(); j++) {
                if (test.label(j) == label && wanted-- == 0) {
                    return test.read(j);
                }
            }
            throw new IllegalStateException("the test part has fewer images of class " + label);
        });
    }

    private static Reading of(List<Reading> readings, String group, String measure) {
        Optional<Reading> found = readings.stream().filter(r -> r.group().equals(group) && r.measure().equals(measure))
                .findFirst();
        return found.orElseThrow();
    }

    @Test
    void realImagesThatNobodySawReadAsRealOnesDo() {
        List<Reading> readings = probe.read(real(48), 1);
        assertEquals(6, readings.size());
        for (Reading r : readings) {
            assertEquals(r.real(), r.value(), 4 * r.error() + 0.25 * r.real(), r.toString());
        }
    }

    @Test
    void fewerModesNeverReadAsMoreAndCountAsAtMostSoMany() {
        double last = Double.POSITIVE_INFINITY;
        double covered = 2;
        for (int modes : new int[] {48, 16, 8, 4, 2, 1}) {
            List<Reading> readings = probe.read(real(modes), 1);
            double different = of(readings, "class0", Reading.DIVERSITY).value();
            double coverage = of(readings, "class0", Reading.COVERAGE).value();
            assertTrue(different <= last && different <= modes + 1e-9, modes + " modes count as " + different);
            assertTrue(coverage <= covered, modes + " modes cover " + coverage);
            last = different;
            covered = coverage;
        }
        assertEquals(1, last, 1e-9);
    }

    @Test
    void noiseCoversNothing() {
        Random random = new Random(4);
        byte[] pixels = new byte[SIDE * SIDE * 3];
        List<Reading> readings = probe.read(new Stub((i, count) -> {
            random.nextBytes(pixels);
            return pixels;
        }), 1);
        assertEquals(0, of(readings, "class1", Reading.COVERAGE).value());
        assertEquals(0, of(readings, "class1", Reading.RECALL).value());
    }

    @Test
    void withoutClassesAllAreOneGroup() {
        CellProbe together = new CellProbe(packed.training(), packed.validation(), false, 48, 3);
        assertEquals(List.of("all", "all", "all"), together.read(real(24), 1).stream().map(Reading::group).toList());
    }

    @Test
    void aGroupWithTooFewRealImagesIsLeftOutByName() {
        PackedImages few = PackedFixture.packed(root.resolve("few"), 30, SIDE, 3, 2, 1);
        CellProbe none = new CellProbe(few.training(), few.validation(), true, 48, 3);
        assertFalse(none.watches());
        assertEquals(List.of("class0", "class1"), none.notWatched());
        assertEquals(List.of(), none.read(real(4), 1));
    }

    @Test
    void theEffectiveNumberIsThatOfModesFarApart() {
        double[][] rows = new double[60][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {1000 * (i % 5), 0};
        }
        // 5 modes of 12: the mean squared similarity of two points drawn is 1/5.
        EffectiveNumber five = EffectiveNumber.of(Points.of(rows), 1);
        assertEquals(5, five.value(), 1e-9);
        assertEquals(0, five.error(), 1e-9);
        // Two points at the distance at which exp(−d²/b²) = ½: mean (1 + ½)/2.
        double d = Math.sqrt(Math.log(2));
        assertEquals(4 / 3.0, EffectiveNumber.of(Points.of(new double[] {0}, new double[] {d}), 1).value(), 1e-6);
        assertEquals(d, EffectiveNumber.bandwidth(Points.of(new double[] {0}, new double[] {d})), 1e-6);
    }
}
