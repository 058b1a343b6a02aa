package org.synthoscope.gan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.collection.PackedFixture;
import org.synthoscope.nn.Adam;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;
import org.synthoscope.training.NonFiniteLossException;
import org.synthoscope.training.RunFolder;
import org.synthoscope.training.StopSignal;
import org.synthoscope.training.Trainer;
import org.synthoscope.training.TrainingSettings;

class NoiseGanTest {

    private static final GanSettings SETTINGS = new GanSettings(8, 1e-3, 0.5, 0.999, 0, Set.of());

    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    private static List<Batch> batches(int size, int parts, int side, int channels, int classes) {
        try (RandomStream r = RandomStream.seeded(21)) {
            Tensor images = r.uniform(-1, 1, size, channels, side, side);
            Tensor labels = r.integers(0, Math.max(1, classes), size);
            List<Batch> out = new ArrayList<>();
            int each = size / parts;
            for (int p = 0; p < parts; p++) {
                out.add(new Batch(images.narrow(0, (long) p * each, each).channelsLast(),
                        labels.narrow(0, (long) p * each, each).copy()));
            }
            return out;
        }
    }

    private static NoiseGan dcgan(int classes, GanSettings settings, Precision precision) {
        return new NoiseGan(Architectures.fromNoise("dcgan"), new GanSpec("dcgan", 32, classes, 3, 4, 16), settings, precision, 5,
                Device.CPU);
    }

    private static Map<String, Tensor> copies(NoiseGan gan) {
        Map<String, Tensor> copies = new java.util.LinkedHashMap<>();
        gan.state().forEach((name, t) -> copies.put(name, t.copy()));
        return copies;
    }

    // ---- a step

    @Test
    void eachNetworkMovesInItsOwnHalfOfTheStepOnly() {
        TinyGan architecture = new TinyGan();
        try (NoiseGan gan = new NoiseGan(architecture, TinyGan.SPEC, SETTINGS, Precision.FP32, 1, Device.CPU)) {
            gan.step(batches(8, 1, 8, 3, 0), 0);
            // On real and on generated images in the discriminator's half, on generated ones in the generator's.
            assertEquals(3, architecture.judged.size());
            TinyGan.Moment before = architecture.judged.get(0);
            TinyGan.Moment still = architecture.judged.get(1);
            TinyGan.Moment between = architecture.judged.get(2);
            architecture.judged.clear();
            gan.step(batches(8, 1, 8, 3, 0), 8);
            TinyGan.Moment after = architecture.judged.get(0);
            assertArrayEquals(before.discriminator(), still.discriminator());
            assertArrayEquals(before.generator(), between.generator());
            assertFalse(Arrays.equals(before.discriminator(), between.discriminator()));
            assertArrayEquals(between.discriminator(), after.discriminator());
            assertFalse(Arrays.equals(between.generator(), after.generator()));
        }
    }

    private static Map<String, Tensor> afterTwoSteps(NoiseArchitecture architecture, GanSpec spec, int parts,
                                                     Map<String, Double> losses) {
        try (NoiseGan gan = new NoiseGan(architecture, spec, SETTINGS, Precision.FP32, 1, Device.CPU)) {
            losses.putAll(gan.step(batches(8, parts, spec.resolution(), 3, 0), 0));
            gan.step(batches(8, parts, spec.resolution(), 3, 0), 8);
            return copies(gan);
        }
    }

    @Test
    void microBatchesGiveTheUpdateOfTheWholeBatch() {
        Map<String, Double> losses = new java.util.LinkedHashMap<>();
        Map<String, Tensor> whole = afterTwoSteps(new TinyGan(), TinyGan.SPEC, 1, losses);
        for (int parts : new int[] {2, 4, 8}) {
            Map<String, Double> divided = new java.util.LinkedHashMap<>();
            Map<String, Tensor> sum = afterTwoSteps(new TinyGan(), TinyGan.SPEC, parts, divided);
            assertEquals(losses.keySet(), divided.keySet());
            losses.forEach((name, loss) -> assertEquals(loss, divided.get(name), 1e-5, name));
            whole.forEach((name, t) -> {
                if (t.dtype().isFloating()) {
                    assertArrayEquals(t.toFloats(), sum.get(name).toFloats(), 1e-5f, parts + " " + name);
                }
            });
        }
    }

    @Test
    void batchNormTakesItsMomentsFromMicroBatches() {
        // So with batch norm a divided batch is another, equally valid, training step: near, but not the same.
        GanSpec spec = new GanSpec("dcgan", 32, 0, 3, 4, 16);
        Map<String, Double> losses = new java.util.LinkedHashMap<>();
        Map<String, Double> divided = new java.util.LinkedHashMap<>();
        Map<String, Tensor> whole = afterTwoSteps(Architectures.fromNoise("dcgan"), spec, 1, losses);
        Map<String, Tensor> sum = afterTwoSteps(Architectures.fromNoise("dcgan"), spec, 2, divided);
        double difference = Math.abs(losses.get("discriminator") - divided.get("discriminator"));
        assertTrue(difference > 1e-6 && difference < 0.1, "difference " + difference);
        // And a generator that runs twice a step, first without a gradient, moves its running moments twice as often:
        // after n passes over moments m, (1 − .9ⁿ) m is in them; 2 passes for the whole batch, 8 for the divided.
        String name = "generator.body.norm4.running_variance";
        double once = 1 - whole.get(name).toDoubles()[0];
        double often = 1 - sum.get(name).toDoubles()[0];
        assertEquals((1 - Math.pow(0.9, 8)) / (1 - Math.pow(0.9, 2)), often / once, 0.1);
    }

    @Test
    void stepsReportLossesAndScoresInOrder() {
        try (NoiseGan gan = dcgan(0, SETTINGS, Precision.FP32)) {
            Map<String, Double> losses = gan.step(batches(8, 1, 32, 3, 0), 0);
            assertEquals(List.of("discriminator", "score_real", "score_fake", "generator"), List.copyOf(losses.keySet()));
            // Untrained logits are near zero: 2 log 2 and log 2.
            assertEquals(2 * Math.log(2), losses.get("discriminator"), 0.2);
            assertEquals(0.5, losses.get("score_real"), 0.1);
            assertEquals(0.5, losses.get("score_fake"), 0.1);
        }
    }

    @Test
    void aDiscriminatorLearnsOneBatchByHeart() {
        for (String model : List.of("gan", "dcgan")) {
            GanSpec spec = new GanSpec(model, 32, 0, 3, 4, 16);
            Discriminator d = Architectures.fromNoise(model).discriminator(spec);
            try (RandomStream r = RandomStream.seeded(2); d; Adam adam = materialised(d, r)) {
                d.drawFrom(r);
                Tensor real = r.uniform(-1, 1, 8, 3, 32, 32);
                Tensor fake = r.uniform(-1, 1, 8, 3, 32, 32);
                Tensor labels = r.integers(0, 1, 8);
                double first = 0;
                double last = 0;
                for (int i = 0; i < 40; i++) {
                    try (Scope step = Scope.open()) {
                        Tensor loss = AdversarialLoss.discriminatorOnReal(d.judge(real, labels))
                                .add(AdversarialLoss.discriminatorOnFake(d.judge(fake, labels)));
                        adam.step(Autograd.grad(loss, d.values()), 2e-3);
                        first = i == 0 ? loss.item() : first;
                        last = loss.item();
                    }
                }
                assertTrue(first > 1 && last < 0.2 * first, model + ": " + first + " to " + last);
            }
        }
    }

    private static Adam materialised(Discriminator d, RandomStream r) {
        d.materialise(Device.CPU, r, Precision.FP32);
        return new Adam(d, 0.5, 0.999, 1e-8);
    }

    @Test
    void withoutAHalfLifeTheAverageHasTheGeneratorsWeights() {
        try (NoiseGan gan = dcgan(0, SETTINGS, Precision.FP32)) {
            gan.step(batches(8, 1, 32, 3, 0), 0);
            Map<String, Tensor> state = gan.state();
            gan.generatorState().forEach((name, t) -> {
                if (!name.contains("running")) {
                    assertArrayEquals(state.get("generator." + name).toRaw(), t.toRaw(), name);
                }
            });
        }
    }

    @Test
    void theAverageHasTheStatisticsOfItsOwnWeightsAfterEveryStepAndLoad() {
        // A long half-life: the average stays where the generator began, so its statistics must as well.
        GanSettings slow = new GanSettings(8, 0.05, 0.5, 0.999, 1_000_000_000, Set.of());
        String name = "body.norm4.running_variance";
        try (NoiseGan gan = dcgan(2, slow, Precision.FP32)) {
            Map<String, Tensor> fresh = copies(gan);
            float[] first = gan.generatorState().get(name).toFloats();
            for (int i = 0; i < 3; i++) {
                gan.step(batches(8, 1, 32, 3, 2), 8L * i);
            }
            assertArrayEquals(first, gan.generatorState().get(name).toFloats(), 1e-4f);
            float other = gan.state().get("generator." + name).toFloats()[0];
            assertTrue(Math.abs(other - first[0]) > 0.1, "the generator's own: " + other);
            gan.load(fresh, "a test");
            assertArrayEquals(first, gan.generatorState().get(name).toFloats());
        }
    }

    @Test
    void theAverageTrailsTheGeneratorByItsHalfLife() {
        GanSettings averaged = new GanSettings(8, 1e-3, 0.5, 0.999, 8, Set.of());
        try (NoiseGan gan = dcgan(0, averaged, Precision.FP32)) {
            float[] before = gan.state().get("generator.project.weight").toFloats();
            gan.step(batches(8, 1, 32, 3, 0), 0);
            float[] after = gan.state().get("generator.project.weight").toFloats();
            float[] average = gan.generatorState().get("project.weight").toFloats();
            for (int i = 0; i < before.length; i++) {
                // A step of 8 images and a half-life of 8: half of the way.
                assertEquals((before[i] + after[i]) / 2, average[i], 1e-6);
            }
        }
    }

    // ---- state

    @Test
    void aRestoredGanGoesOnExactlyInBothPrecisions() {
        GanSettings all = new GanSettings(8, 1e-3, 0.5, 0.999, 100, EnumSet.allOf(DiffAugment.Kind.class));
        for (Precision precision : Precision.values()) {
            try (NoiseGan one = dcgan(2, all, precision); NoiseGan other = dcgan(2, all, precision)) {
                one.step(batches(8, 1, 32, 3, 2), 0);
                other.load(copies(one), "a test");
                one.step(batches(8, 1, 32, 3, 2), 8);
                other.step(batches(8, 1, 32, 3, 2), 8);
                Map<String, Tensor> expected = one.state();
                Map<String, Tensor> actual = other.state();
                expected.forEach((name, t) -> assertArrayEquals(t.toRaw(), actual.get(name).toRaw(), name));
            }
        }
    }

    @Test
    void samplingAnswersTheSameAndDisturbsNothing() {
        try (NoiseGan gan = dcgan(2, SETTINGS, Precision.BF16)) {
            gan.step(batches(8, 1, 32, 3, 2), 0);
            gan.generatorState();
            Map<String, Tensor> before = copies(gan);
            Tensor samples = gan.samples(6, 9);
            assertArrayEquals(new long[] {6, 3, 32, 32}, samples.shape());
            assertEquals(DType.FLOAT32, samples.dtype());
            assertFalse(samples.requiresGrad());
            assertArrayEquals(samples.toFloats(), gan.samples(6, 9).toFloats());
            assertFalse(Arrays.equals(samples.toFloats(), gan.samples(6, 10).toFloats()));
            gan.state().forEach((name, t) -> assertArrayEquals(before.get(name).toRaw(), t.toRaw(), name));
        }
    }

    /** What the collapse watch looks at comes from the weights in training, and leaves them and their statistics alone. */
    @Test
    void draftsComeFromTheWeightsInTrainingAndDisturbNothing() {
        for (Precision precision : Precision.values()) {
            try (NoiseGan gan = dcgan(2, new GanSettings(8, 1e-3, 0.5, 0.999, 100_000, Set.of()), precision)) {
                gan.step(batches(8, 1, 32, 3, 2), 0);
                Map<String, Tensor> before = copies(gan);
                Tensor first = gan.drafts(40, 3);
                assertArrayEquals(new long[] {40, 3, 32, 32}, first.shape());
                assertArrayEquals(first.toFloats(), gan.drafts(40, 3).toFloats());
                assertArrayEquals(first.narrow(0, 0, 20).toFloats(), gan.drafts(40, 3).narrow(0, 0, 20).toFloats());
                gan.state().forEach((name, t) -> assertArrayEquals(before.get(name).toRaw(), t.toRaw(), name));
                Map<String, Double> next = gan.step(batches(8, 1, 32, 3, 2), 8);
                try (NoiseGan other = dcgan(2, new GanSettings(8, 1e-3, 0.5, 0.999, 100_000, Set.of()), precision)) {
                    other.step(batches(8, 1, 32, 3, 2), 0);
                    assertEquals(other.step(batches(8, 1, 32, 3, 2), 8), next);
                    // A step moves the drafts, and hardly the average.
                    assertFalse(Arrays.equals(first.toFloats(), other.drafts(40, 3).toFloats()));
                }
            }
        }
    }

    @Test
    void samplingDoesNotChangeWhatIsLearned() {
        GanSettings all = new GanSettings(8, 1e-3, 0.5, 0.999, 100, EnumSet.allOf(DiffAugment.Kind.class));
        try (NoiseGan one = dcgan(2, all, Precision.FP32); NoiseGan other = dcgan(2, all, Precision.FP32)) {
            for (int i = 0; i < 3; i++) {
                one.step(batches(8, 1, 32, 3, 2), 8L * i);
                other.samples(4, i);
                other.step(batches(8, 1, 32, 3, 2), 8L * i);
            }
            Map<String, Tensor> sampled = other.state();
            one.state().forEach((name, t) -> assertArrayEquals(t.toRaw(), sampled.get(name).toRaw(), name));
        }
    }

    @Test
    void fingerprintsTellSettingsApart() {
        Set<String> seen = new java.util.HashSet<>();
        for (GanSettings s : List.of(SETTINGS, new GanSettings(8, 2e-3, 0.5, 0.999, 0, Set.of()),
                new GanSettings(8, 1e-3, 0, 0.999, 0, Set.of()), new GanSettings(8, 1e-3, 0.5, 0.9, 0, Set.of()),
                new GanSettings(8, 1e-3, 0.5, 0.999, 7, Set.of()),
                new GanSettings(8, 1e-3, 0.5, 0.999, 0, Set.of(DiffAugment.Kind.CUTOUT)))) {
            for (Precision precision : Precision.values()) {
                try (NoiseGan gan = dcgan(0, s, precision)) {
                    assertTrue(seen.add(gan.fingerprint()), gan.fingerprint());
                }
            }
        }
    }

    // ---- failures

    @Test
    void arealDivergenceStopsTheRunAndNamesTheNetwork(@TempDir Path root) {
        GanSettings wild = new GanSettings(8, 1e37, 0.5, 0.999, 0, Set.of());
        RunFolder folder = new RunFolder(root.resolve("run"));
        TrainingSettings loop = new TrainingSettings(8, 1, OptionalLong.of(400), Optional.empty(), 1, true,
                Duration.ofHours(1), 8, 400, Device.CPU);
        try (NoiseGan gan = dcgan(0, wild, Precision.FP32)) {
            Trainer trainer = new Trainer(gan, PackedFixture.packed(root.resolve("packed"), 20, 32, 3, 2, 1).training(), loop,
                    folder, List.of());
            NonFiniteLossException e = assertThrows(NonFiniteLossException.class,
                    () -> trainer.run(new StopSignal(), w -> { }));
            assertTrue(List.of("generator", "discriminator").contains(e.network()), e.network());
            assertTrue(e.getMessage().contains("training stopped at step"), e.getMessage());
            assertEquals(List.of(), folder.checkpointsLatestFirst());
        }
    }
}
