package org.synthoscope.gan.biggan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.gan.Architectures;
import org.synthoscope.gan.Discriminator;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.Generator;
import org.synthoscope.gan.GradientSum;
import org.synthoscope.gan.ModelSize;
import org.synthoscope.gan.NoiseGan;
import org.synthoscope.gan.Preset;
import org.synthoscope.gan.Recipe;
import org.synthoscope.nn.Adam;
import org.synthoscope.nn.Module;
import org.synthoscope.nn.Precision;
import org.synthoscope.nn.Recomputable;
import org.synthoscope.nn.WeightAverage;
import org.synthoscope.nn.WeightGradients;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;

class BigGanTest {

    private static final BigGan BIGGAN = new BigGan();
    private static final GanSpec SMALL = new GanSpec("biggan", 64, 2, 3, 8, 100);
    private static final GanSpec TINY = new GanSpec("biggan", 32, 2, 3, 4, 16);

    private Scope scope;
    private RandomStream random;

    @BeforeEach
    void open() {
        scope = Scope.open();
        random = RandomStream.seeded(13);
    }

    @AfterEach
    void close() {
        random.close();
        scope.close();
    }

    // ---- sizes

    @ParameterizedTest
    @CsvSource({
        "128, 1000, 96, 70433988, 87982370",
        "128,    2, 96, 70306244, 86449442",
        "128,    7, 96, 70306884, 86457122",
        "128,    8, 96, 70307012, 86458658",
        "128,    2, 64, 31850884, 38426306",
        "128,    7, 64, 31851524, 38431426",
        "128,    8, 64, 31851652, 38432450",
        "128,    7, 32,  8416196,  9612386",
        "32,    10, 64,  4304387,  4207361"})
    void countsAreThoseKnown(int resolution, int classes, int width, long generator, long discriminator) {
        ModelSize size = ModelSize.of(BIGGAN, new GanSpec("biggan", resolution, classes, 3, width,
                BIGGAN.latentAt(resolution)));
        assertEquals(generator, size.generator());
        assertEquals(discriminator, size.discriminator());
    }

    @Test
    void itIsFoundByNameAtFourResolutionsWithLatentsThatDivide() {
        assertEquals("biggan", Architectures.named("biggan").name());
        assertEquals(List.of(32, 64, 128, 256), BIGGAN.resolutions());
        assertEquals(List.of(128, 100, 120, 140), BIGGAN.resolutions().stream().map(BIGGAN::latentAt).toList());
        for (int resolution : BIGGAN.resolutions()) {
            for (Recipe recipe : Recipe.values()) {
                Preset p = BIGGAN.preset(recipe, resolution);
                BIGGAN.check(new GanSpec("biggan", resolution, 2, 3, p.width(), p.latent()));
                assertTrue(p.conditional());
            }
        }
    }

    private static <M extends Module> M made(M network, RandomStream random) {
        network.materialise(Device.CPU, random, Precision.FP32);
        return network;
    }

    @Test
    void imagesHaveTheirResolutionAndChannelsWithAndWithoutClasses() {
        for (int resolution : BIGGAN.resolutions()) {
            for (int classes : new int[] {0, 3}) {
                int channels = classes == 0 ? 1 : 3;
                int latent = BIGGAN.latentAt(resolution);
                GanSpec spec = new GanSpec("biggan", resolution, classes, channels, 8, latent);
                try (Scope s = Scope.open(); Generator g = made(BIGGAN.generator(spec), random);
                     Discriminator d = made(BIGGAN.discriminator(spec), random); Autograd.Guard off = Autograd.noGrad()) {
                    Tensor labels = random.integers(0, Math.max(1, classes), 2);
                    Tensor images = g.generate(random.normal(2, latent), labels);
                    assertArrayEquals(new long[] {2, channels, resolution, resolution}, images.shape());
                    for (float v : images.toFloats()) {
                        assertTrue(v > -1 && v < 1);
                    }
                    assertArrayEquals(new long[] {2}, d.judge(images, labels).shape());
                }
            }
        }
    }

    @Test
    void theClassChangesImageAndVerdictAndEveryChunkOfTheLatentCounts() {
        for (GanSpec spec : List.of(SMALL, TINY)) {
            try (Generator g = made(BIGGAN.generator(spec), random); Discriminator d = made(BIGGAN.discriminator(spec), random);
                 Autograd.Guard off = Autograd.noGrad()) {
                g.setTraining(false);
                Tensor z = random.normal(1, spec.latent());
                float[] of0 = g.generate(z, Tensor.of(new long[] {0}, 1)).toFloats();
                assertFalse(Arrays.equals(of0, g.generate(z, Tensor.of(new long[] {1}, 1)).toFloats()));
                int chunk = Plan.of(spec.resolution()).chunk(spec);
                for (int c = 0; c < spec.latent() / chunk; c++) {
                    float[] moved = z.toFloats();
                    moved[c * chunk] += 1;
                    assertFalse(Arrays.equals(of0, g.generate(Tensor.of(moved, 1, spec.latent()),
                            Tensor.of(new long[] {0}, 1)).toFloats()), "chunk " + c);
                }
                Tensor image = random.uniform(-1, 1, 1, 3, spec.resolution(), spec.resolution()).expand(2, 3,
                        spec.resolution(), spec.resolution());
                float[] logits = d.judge(image, Tensor.of(new long[] {0, 1}, 2)).toFloats();
                assertTrue(logits[0] != logits[1]);
            }
        }
    }

    @Test
    void sizesThatDoNotExistAreRefused() {
        assertRefused(new GanSpec("biggan", 64, 2, 3, 16, 120 + 1), "divided into 5 equal parts");
        assertRefused(new GanSpec("biggan", 64, 2, 3, 7, 100), "width of at least 8");
        assertRefused(new GanSpec("biggan", 48, 2, 3, 16, 100), "has no resolution 48");
    }

    private static void assertRefused(GanSpec spec, String part) {
        String message = assertThrows(SynthoscopeException.class, () -> BIGGAN.check(spec)).getMessage();
        assertTrue(message.contains(part), message);
    }

    // ---- rules

    @Test
    void hingeLossesHaveTheirKnownAnswers() {
        Tensor real = Tensor.of(new float[] {2, 0.5f, -1}, 3);
        Tensor fake = Tensor.of(new float[] {-2, 0.5f, 1.5f}, 3);
        assertEquals(2.166667, HingeLoss.discriminator(real, fake).item(), 1e-6);
        assertEquals(0, HingeLoss.generator(fake).item(), 1e-7);
        // Beyond the margin there is nothing to learn.
        assertEquals(0, HingeLoss.discriminator(Tensor.full(1, 4), Tensor.full(-1, 4)).item());
    }

    @Test
    void theAverageFollowsUntilItsStart() {
        GanSettings late = BIGGAN.defaults().with("ema_start_kimg", 2).checkedFor(BIGGAN);
        HingeGame game = new HingeGame(late);
        assertFalse(game.averages(1999));
        assertTrue(game.averages(2000));
        try (NoiseGan gan = gan(TINY, late.withEmaHalfLife(1_000_000).withBatch(4), Precision.FP32)) {
            gan.step(batches(TINY, 4, 1), 0);
            Map<String, Tensor> s = gan.state();
            assertArrayEquals(s.get("generator.linear.weight").toFloats(), s.get("average.linear.weight").toFloats());
            gan.step(batches(TINY, 4, 1), 2000);
            s = gan.state();
            assertFalse(Arrays.equals(s.get("generator.linear.weight").toFloats(), s.get("average.linear.weight").toFloats()));
        }
    }

    @Test
    void recipesAreThePapersAndTheHospitalStudys() {
        GanSettings paper = BIGGAN.defaults().checkedFor(BIGGAN);
        assertEquals(List.of(1e-4, 4e-4, 0.0, 0.999, 1e-6), List.of(paper.learningRate(), paper.discriminatorLearningRate(),
                paper.beta1(), paper.beta2(), paper.epsilon()));
        assertEquals(1e-4, paper.option("orthogonal"));
        // The average: .9999 a step.
        assertEquals(0.9999, WeightAverage.decay(256, paper.emaHalfLife()), 1e-7);
        Preset study = BIGGAN.preset(Recipe.STUDY, 128);
        assertEquals(List.of(16, 64, 120), List.of(study.settings().batch(), study.width(), study.latent()));
        assertEquals(0.9, study.settings().beta2());
        assertEquals(0.9999, WeightAverage.decay(16, study.settings().emaHalfLife()), 1e-7);
        assertEquals(320, study.settings().option("ema_start_kimg"));
    }

    @Test
    void optionsOutOfBoundsAndUnknownOnesAreRefused() {
        assertThrows(SynthoscopeException.class, () -> BIGGAN.defaults().with("orthogonal", -1).checkedFor(BIGGAN));
        assertThrows(SynthoscopeException.class, () -> BIGGAN.defaults().with("ortogonal", 1).checkedFor(BIGGAN));
    }

    // ---- steps

    private static NoiseGan gan(GanSpec spec, GanSettings settings, Precision precision) {
        return new NoiseGan(BIGGAN, spec, settings, precision, 5, Device.CPU);
    }

    private static GanSettings settings(double recompute) {
        return BIGGAN.preset(Recipe.SMALL_MACHINE, 64).settings().withBatch(8).with("recompute", recompute);
    }

    private static List<Batch> batches(GanSpec spec, int size, int parts) {
        try (RandomStream r = RandomStream.seeded(21)) {
            Tensor images = r.uniform(-1, 1, size, 3, spec.resolution(), spec.resolution());
            Tensor labels = r.integers(0, 2, size);
            List<Batch> out = new ArrayList<>();
            int each = size / parts;
            for (int p = 0; p < parts; p++) {
                out.add(new Batch(images.narrow(0, (long) p * each, each).channelsLast(),
                        labels.narrow(0, (long) p * each, each).copy()));
            }
            return out;
        }
    }

    private static Map<String, Tensor> after(GanSpec spec, GanSettings settings, int parts, Map<String, Double> losses) {
        try (NoiseGan gan = gan(spec, settings, Precision.FP32)) {
            losses.putAll(gan.step(batches(spec, 8, parts), 0));
            Map<String, Tensor> copies = new LinkedHashMap<>();
            gan.state().forEach((name, t) -> copies.put(name, t.copy()));
            return copies;
        }
    }

    @Test
    void blocksComputedAgainGiveTheStepOfBlocksThatWereKept() {
        for (int parts : new int[] {1, 2}) {
            Map<String, Double> kept = new LinkedHashMap<>();
            Map<String, Double> again = new LinkedHashMap<>();
            Map<String, Tensor> a = after(SMALL, settings(0), parts, kept);
            Map<String, Tensor> b = after(SMALL, settings(1), parts, again);
            kept.forEach((name, loss) -> assertEquals(loss, again.get(name), 1e-4, name));
            a.forEach((name, t) -> {
                if (name.contains("adam.m")) {
                    // First moments are the gradients times 1 − β₁.
                    assertArrayEquals(t.toFloats(), b.get(name).toFloats(), 1e-5f, name);
                } else if (name.contains("running") || name.contains("stream")) {
                    assertArrayEquals(t.toRaw(), b.get(name).toRaw(), name);
                }
            });
        }
    }

    @Test
    void aDividedBatchGivesTheDiscriminatorsGradientOfTheWholeAndMovesTheNormsAlike() {
        // The discriminator judges each image on its own; its spectral norms move once a step, whatever the parts.
        for (boolean again : new boolean[] {false, true}) {
            Discriminator d = made(BIGGAN.discriminator(SMALL), RandomStream.seeded(3));
            Recomputable.switchAll(d, again);
            List<List<Tensor>> found = new ArrayList<>();
            for (int parts : new int[] {1, 4}) {
                GradientSum sum = new GradientSum(parts);
                for (Batch b : batches(SMALL, 8, parts)) {
                    sum.add(() -> {
                        try (WeightGradients recording = WeightGradients.record(d)) {
                            Tensor logits = d.judge(b.images(), b.labels());
                            return recording.of(HingeLoss.discriminator(logits, logits.mul(0.5)));
                        }
                    });
                }
                found.add(sum.mean());
            }
            for (int i = 0; i < found.get(0).size(); i++) {
                float[] whole = found.get(0).get(i).toFloats();
                float[] divided = found.get(1).get(i).toFloats();
                for (int j = 0; j < whole.length; j++) {
                    assertEquals(whole[j], divided[j], 1e-4 * (1 + Math.abs(whole[j])), "parameter " + i);
                }
            }
            d.close();
        }
    }

    @Test
    void batchNormMakesADividedGeneratorStepAnotherOneNearby() {
        Map<String, Double> losses = new LinkedHashMap<>();
        Map<String, Double> divided = new LinkedHashMap<>();
        Map<String, Tensor> whole = after(SMALL, settings(0), 1, losses);
        Map<String, Tensor> parts = after(SMALL, settings(0), 2, divided);
        double difference = Math.abs(losses.get("discriminator") - divided.get("discriminator"));
        assertTrue(difference > 1e-7 && difference < 0.5, "difference " + difference);
        // The norms went one iteration in both, from weights that differ by at most two of Adam's first steps.
        for (String name : List.of("discriminator.block1.conv1.weight_u", "generator.linear.weight_u")) {
            assertArrayEquals(whole.get(name).toFloats(), parts.get(name).toFloats(), 0.05f, name);
        }
    }

    @Test
    void aResumedRunGoesOnToTheByte() {
        for (Precision precision : Precision.values()) {
            GanSettings s = settings(0).withEmaHalfLife(50);
            try (NoiseGan straight = gan(TINY, s, precision); NoiseGan resumed = gan(TINY, s, precision)) {
                straight.step(batches(TINY, 8, 1), 0);
                straight.step(batches(TINY, 8, 1), 8);
                Map<String, Tensor> saved = new LinkedHashMap<>();
                straight.state().forEach((name, t) -> saved.put(name, t.copy()));
                resumed.load(saved, "a test");
                assertEquals(straight.step(batches(TINY, 8, 1), 16), resumed.step(batches(TINY, 8, 1), 16));
                Map<String, Tensor> state = resumed.state();
                straight.state().forEach((name, t) -> assertArrayEquals(t.toRaw(), state.get(name).toRaw(), name));
                Map<String, Tensor> images = resumed.generatorState();
                straight.generatorState().forEach((name, t) -> assertArrayEquals(t.toRaw(), images.get(name).toRaw(), name));
                assertArrayEquals(straight.samples(4, 9).toFloats(), resumed.samples(4, 9).toFloats());
            }
        }
    }

    @Test
    void aDiscriminatorLearnsOneBatchByHeart() {
        Discriminator d = made(BIGGAN.discriminator(TINY), random);
        try (Adam adam = new Adam(d, 0, 0.99, 1e-6)) {
            Tensor real = random.uniform(-1, 1, 8, 3, 32, 32);
            Tensor fake = random.uniform(-1, 1, 8, 3, 32, 32);
            Tensor labels = random.integers(0, 2, 8);
            double first = 0;
            double last = 0;
            for (int i = 0; i < 150; i++) {
                try (Scope step = Scope.open()) {
                    Tensor loss = HingeLoss.discriminator(d.judge(real, labels), d.judge(fake, labels));
                    adam.step(Autograd.grad(loss, d.values()), 1e-3);
                    first = i == 0 ? loss.item() : first;
                    last = loss.item();
                }
            }
            assertTrue(first > 1 && last < 0.2 * first, first + " to " + last);
        }
        d.close();
    }

    @Test
    void aGeneratorLearnsWhatAFrozenDiscriminatorWants() {
        Generator g = made(BIGGAN.generator(TINY), random);
        Discriminator d = made(BIGGAN.discriminator(TINY), random);
        try (Adam adam = new Adam(g, 0, 0.99, 1e-6)) {
            Tensor z = random.normal(8, TINY.latent());
            Tensor labels = random.integers(0, 2, 8);
            double first = 0;
            double last = 0;
            for (int i = 0; i < 40; i++) {
                try (Scope step = Scope.open(); WeightGradients recording = WeightGradients.record(g)) {
                    Tensor loss = HingeLoss.generator(d.judge(g.generate(z, labels), labels));
                    adam.step(recording.of(loss), 5e-3);
                    first = i == 0 ? loss.item() : first;
                    last = loss.item();
                }
            }
            assertTrue(last < first - 1, first + " to " + last);
        }
        g.close();
        d.close();
    }

    @Test
    void everySpectralWeightHasItsEstimateAndNothingElseHas() {
        Generator g = BIGGAN.generator(SMALL);
        made(g, random);
        Map<String, Tensor> state = g.state();
        // All products; not the shared embedding and not the last norm.
        assertTrue(state.containsKey("block8.norm1.gain.weight_u") && state.containsKey("linear.weight_v")
                && state.containsKey("image.weight_u"));
        assertFalse(state.containsKey("shared.weight_u"));
        Discriminator d = made(BIGGAN.discriminator(SMALL), random);
        assertTrue(d.state().containsKey("embedding.weight_u") && d.state().containsKey("logit.weight_u"));
        g.close();
        d.close();
    }
}
