package org.synthoscope.gan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.PackedFixture;
import org.synthoscope.collection.TrainingImages;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Safetensors;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;
import org.synthoscope.training.Progress;
import org.synthoscope.training.RunFolder;
import org.synthoscope.training.StopSignal;
import org.synthoscope.training.Trainer;
import org.synthoscope.training.TrainingListener;
import org.synthoscope.training.TrainingSettings;
import org.synthoscope.training.dp.NoiseKey;
import org.synthoscope.training.dp.PrivateTraining;

class PrivateGanTest {

    private static final int BATCH = 4;
    private static final NoiseKey KEY = NoiseKey.of(new byte[32]);
    private static final GanSettings SETTINGS = new GanSettings(BATCH, 1e-3, 0.5, 0.999, 50, EnumSet.allOf(DiffAugment.Kind.class));

    @TempDir
    Path folder;
    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    private static PrivateGan of(NoiseArchitecture architecture, GanSpec spec, GanSettings settings, double noise, double clip) {
        return new PrivateGan(architecture, spec, settings, Precision.FP32, 5, Device.CPU,
                new PrivateTraining(noise, clip, 1e-5, settings.batch(), 100), KEY);
    }

    private static PrivateGan named(String model, int classes) {
        return of(Architectures.fromNoise(model), new GanSpec(model, 32, classes, 3, 4, 16), SETTINGS, 1, 1);
    }

    private static Batch batch(int size, int side, long seed) {
        try (RandomStream r = RandomStream.seeded(seed)) {
            return new Batch(r.uniform(-1, 1, size, 3, side, side), r.integers(0, 2, size));
        }
    }

    private static Map<String, byte[]> bytes(Map<String, Tensor> state) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        state.forEach((name, t) -> all.put(name, t.toRaw()));
        return all;
    }

    private static void assertSame(Map<String, byte[]> one, Map<String, byte[]> other) {
        assertEquals(one.keySet(), other.keySet());
        one.forEach((name, b) -> assertArrayEquals(b, other.get(name), name));
    }

    @Test
    void bothArchitecturesTrainToldApartOrNot() {
        for (String model : List.of("gan", "dcgan")) {
            for (int classes : new int[] {0, 2}) {
                try (PrivateGan gan = named(model, classes)) {
                    float[] before = gan.samples(2, 1).toFloats();
                    Map<String, Double> said = gan.step(List.of(batch(3, 32, 1)), 0);
                    gan.step(List.of(batch(5, 32, 2)), BATCH);
                    assertEquals(Set.of("generator", "score_fake"), said.keySet(), "the log says nothing of real images");
                    assertFalse(java.util.Arrays.equals(before, gan.samples(2, 1).toFloats()), model);
                    String promise = gan.generatorDescription().get("private");
                    assertTrue(promise.startsWith("epsilon ") && promise.contains("after 2 steps"), promise);
                }
            }
        }
    }

    /** No image, one image, or any number: the step is one all the same. */
    @Test
    void anEmptyBatchIsAStepToo() {
        try (PrivateGan gan = named("gan", 0)) {
            gan.step(List.of(new Batch(Tensor.zeros(0, 3, 32, 32), Tensor.of(new long[0], 0))), 0);
            assertEquals(1, gan.state().get("private_steps").toLongs()[0]);
        }
    }

    /**
     * With hardly any noise and a clipping norm that shortens nothing, the discriminator moves as by the mean gradient over
     * the batch: as in a training that isn't private. Adam divides the size away, so the moments are compared.
     */
    @Test
    void withoutClippingAndNoiseItIsTheUsualGradient() {
        Batch real = batch(8, 8, 3);
        GanSettings plain = new GanSettings(8, 1e-3, 0.5, 0.999, 0, Set.of());
        try (PrivateGan mine = of(new TinyGan(), TinyGan.SPEC, plain, 1e-12, 1e6);
             NoiseGan usual = new NoiseGan(new TinyGan(), TinyGan.SPEC, plain, Precision.FP32, 5, Device.CPU)) {
            mine.step(List.of(real), 0);
            usual.step(List.of(real), 0);
            Map<String, Tensor> expected = usual.state();
            int compared = 0;
            for (Map.Entry<String, Tensor> e : mine.state().entrySet()) {
                if (e.getKey().startsWith("discriminator_adam.m")) {
                    assertArrayEquals(expected.get(e.getKey()).toFloats(), e.getValue().toFloats(), 2e-5f, e.getKey());
                    compared++;
                }
            }
            assertEquals(4, compared);
        }
    }

    /** Two batches that differ by one image, with the same noise: the gradients differ by at most C over the expected batch. */
    @Test
    void oneImageMovesTheStepByAtMostItsShare() {
        GanSettings plain = new GanSettings(8, 1e-3, 0, 0.999, 0, Set.of());
        double clip = 0.01;
        Batch with = batch(5, 8, 9);
        Batch without = new Batch(with.images().narrow(0, 0, 4), with.labels().narrow(0, 0, 4));
        List<Map<String, float[]>> moments = new ArrayList<>();
        for (Batch b : List.of(with, without)) {
            try (PrivateGan gan = of(new TinyGan(), TinyGan.SPEC, plain, 1, clip)) {
                gan.step(List.of(b), 0);
                Map<String, float[]> m = new LinkedHashMap<>();
                gan.state().forEach((name, t) -> {
                    if (name.startsWith("discriminator_adam.m")) {
                        m.put(name, t.toFloats());
                    }
                });
                moments.add(m);
            }
        }
        double squares = 0;
        for (String name : moments.get(0).keySet()) {
            for (int i = 0; i < moments.get(0).get(name).length; i++) {
                double d = moments.get(0).get(name)[i] - moments.get(1).get(name)[i];
                squares += d * d;
            }
        }
        // With a first decay of 0 the first moment is the gradient itself.
        assertEquals(clip / 8, Math.sqrt(squares), clip / 8 * 1e-3, "the image's gradient is longer than the norm, so it is all used");
    }

    @Test
    void itGoesOnExactlyWhereItWasSaved() {
        try (PrivateGan gan = named("gan", 2); PrivateGan other = named("gan", 2)) {
            gan.step(List.of(batch(3, 32, 1)), 0);
            Map<String, Tensor> saved = new LinkedHashMap<>();
            gan.state().forEach((name, t) -> saved.put(name, t.copy()));
            other.load(saved, "a test");
            gan.step(List.of(batch(6, 32, 2)), BATCH);
            other.step(List.of(batch(6, 32, 2)), BATCH);
            assertSame(bytes(gan.state()), bytes(other.state()));
        }
    }

    /** Through the loop, batches drawn: stopped after every few steps and taken up again, to the same bytes. */
    @Test
    void aRunThatIsStoppedAgainAndAgainEndsInTheSameWeights() {
        TrainingImages data = PackedFixture.packed(folder.resolve("packed"), 60, 32, 3, 2, 1).training();
        Map<String, byte[]> whole = trained(data, folder.resolve("whole"), Integer.MAX_VALUE);
        Map<String, byte[]> pieces = Map.of();
        for (int i = 0; i < 4; i++) {
            pieces = trained(data, folder.resolve("pieces"), 3);
        }
        assertSame(whole, pieces);
        Map<String, String> published = Safetensors.metadata(new RunFolder(folder.resolve("whole")).generator());
        assertTrue(published.get("private").contains("after 10 steps"), published.toString());
        assertFalse(published.toString().contains(data.digest()), "a digest tells whoever guesses the images that they are right");
    }

    private static Map<String, byte[]> trained(TrainingImages data, Path run, int stepsAtATime) {
        StopSignal stop = new StopSignal();
        TrainingListener counter = new TrainingListener() {
            private int steps;

            @Override
            public void stepped(Progress progress) {
                if (++steps == stepsAtATime) {
                    stop.request();
                }
            }
        };
        PrivateTraining promise = new PrivateTraining(1, 1, 1e-5, BATCH, data.count());
        try (PrivateGan gan = new PrivateGan(Architectures.fromNoise("gan"), new GanSpec("gan", 32, 2, 3, 4, 16), SETTINGS,
                Precision.FP32, 5, Device.CPU, promise, KEY)) {
            TrainingSettings loop = new TrainingSettings(BATCH, 1, OptionalLong.of(40), Optional.empty(), 5, true,
                    Duration.ofHours(1), 1000, 1000, Device.CPU);
            new Trainer(gan, data, loop, new RunFolder(run), List.of(counter)).drawnBy(KEY.forUse("batches"))
                    .run(stop, warning -> assertEquals("", warning));
            return bytes(gan.state());
        }
    }

    @Test
    void theNoiseIsTheKeysAndNotTheSeeds() {
        byte[] other = new byte[32];
        other[5] = 1;
        Batch real = batch(3, 32, 1);
        try (PrivateGan one = named("gan", 0);
             PrivateGan two = new PrivateGan(Architectures.fromNoise("gan"), new GanSpec("gan", 32, 0, 3, 4, 16), SETTINGS,
                     Precision.FP32, 5, Device.CPU, new PrivateTraining(1, 1, 1e-5, BATCH, 100), NoiseKey.of(other))) {
            one.step(List.of(real), 0);
            two.step(List.of(real), 0);
            assertFalse(java.util.Arrays.equals(one.state().get("discriminator.dense.weight").toRaw(),
                    two.state().get("discriminator.dense.weight").toRaw()));
            assertFalse(one.fingerprint().equals(two.fingerprint()), "a run doesn't go on with another key");
        }
    }

    @Test
    void whatWouldLookAtRealImagesTwiceIsRefused() {
        NoiseArchitecture mixing = new TinyGan() {
            @Override
            public Discriminator privateDiscriminator(GanSpec spec) {
                return Architectures.fromNoise("dcgan").discriminator(new GanSpec("dcgan", 32, 0, 3, 4, 16));
            }
        };
        assertRefused(() -> of(mixing, TinyGan.SPEC, SETTINGS, 1, 1), "batch norm");
        NoiseArchitecture penalising = new TinyGan() {
            @Override
            public Game game(GanSpec spec, GanSettings settings) {
                Game usual = super.game(spec, settings);
                return new Game() {
                    @Override
                    public Rates rates(long images) {
                        return usual.rates(images);
                    }

                    @Override
                    public Tensor discriminatorLoss(Round round) {
                        return usual.discriminatorLoss(round);
                    }

                    @Override
                    public Tensor generatorLoss(Round round) {
                        return usual.generatorLoss(round);
                    }
                };
            }
        };
        assertRefused(() -> of(penalising, TinyGan.SPEC, SETTINGS, 1, 1), "losses");
        assertRefused(() -> of(new TinyGan(), TinyGan.SPEC, SETTINGS.withAugmentations(Set.of(), 0.6), 1, 1), "adaTarget");
        assertRefused(() -> new PrivateGan(new TinyGan(), TinyGan.SPEC, SETTINGS, Precision.BF16, 5, Device.CPU,
                new PrivateTraining(1, 1, 1e-5, BATCH, 100), KEY), "fp32");
        TrainingImages data = PackedFixture.packed(folder.resolve("packed"), 60, 32, 3, 2, 1).training();
        TrainingSettings balanced = new TrainingSettings(BATCH, 1, OptionalLong.of(40), Optional.empty(), 5, true, true,
                Duration.ofHours(1), 1000, 1000, Device.CPU);
        try (PrivateGan gan = named("gan", 2)) {
            assertRefused(() -> new Trainer(gan, data, balanced, new RunFolder(folder), List.of()).drawnBy(1), "same chance");
        }
    }

    private static void assertRefused(org.junit.jupiter.api.function.Executable made, String why) {
        String said = assertThrows(SynthoscopeException.class, made).getMessage();
        assertTrue(said.contains(why), said);
    }
}
