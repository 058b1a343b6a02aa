package org.synthoscope.gan.progan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.synthoscope.gan.Architectures;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.ImageGenerator;
import org.synthoscope.gan.NoiseGan;
import org.synthoscope.gan.Recipe;
import org.synthoscope.nn.Module;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;

class ProGanTest {

    private static final ProGan PROGAN = new ProGan();
    private static final GanSpec SMALL = new GanSpec("progan", 32, 2, 3, 8, 16);

    private Scope scope;
    private RandomStream random;

    @BeforeEach
    void open() {
        scope = Scope.open();
        random = RandomStream.seeded(12);
    }

    @AfterEach
    void close() {
        random.close();
        scope.close();
    }

    private <M extends Module> M made(M network, Precision precision) {
        network.materialise(Device.CPU, random, precision);
        return network;
    }

    /** Phases of so many images each. */
    private static GanSettings settings(int batch, long phase) {
        return new GanSettings(batch, 1e-3, 0, 0.99, 0, Set.of()).with("stable_kimg", phase / 1000.0)
                .with("fade_kimg", phase / 1000.0);
    }

    private Batch batch(int n, int side) {
        return new Batch(random.uniform(-1, 1, n, 3, side, side).channelsLast(), random.integers(0, 2, n));
    }

    // ---- sizes

    @ParameterizedTest
    @CsvSource({"64, 22490383, 22498049", "128, 22933394, 22941313", "256, 23044309, 23052353", "1024, 23079115, 23087249"})
    void countsOfThePaper(int resolution, long generator, long discriminator) {
        GanSpec spec = new GanSpec("progan", resolution, 0, 3, 512, 512);
        PROGAN.check(spec);
        Map<String, Module> networks = Architectures.fromNoise("progan").networks(spec);
        assertEquals(generator, networks.get("generator").parameterCount());
        assertEquals(discriminator, networks.get("discriminator").parameterCount());
    }

    @Test
    void classesAddTheirColumnsAndTheirEmbedding() {
        GanSpec spec = new GanSpec("progan", 64, 3, 3, 512, 512);
        assertEquals(22_490_383 + 3 * 8192, PROGAN.generator(spec).parameterCount());
        assertEquals(22_498_049 + 3 * 512, PROGAN.discriminator(spec).parameterCount());
    }

    @Test
    void channelsHalveFromTheWidthOn() {
        GanSpec paper = new GanSpec("progan", 1024, 0, 3, 512, 512);
        GanSpec small = new GanSpec("progan", 1024, 0, 3, 64, 512);
        int[] expected = {512, 512, 512, 512, 256, 128, 64, 32, 16};
        for (int d = 0; d < expected.length; d++) {
            assertEquals(expected[d], ProGan.channels(paper, d));
            assertEquals(expected[d] / 8, ProGan.channels(small, d));
        }
    }

    // ---- growing

    private static Tensor generated(ProGanGenerator g, double detail, Tensor z) {
        try (Autograd.Guard off = Autograd.noGrad()) {
            g.grow(detail);
            return g.generate(z, Tensor.of(new long[(int) z.size(0)], z.size(0)));
        }
    }

    private static Tensor judged(ProGanDiscriminator d, double detail, Tensor images) {
        try (Autograd.Guard off = Autograd.noGrad()) {
            d.grow(detail);
            return d.judge(Level.of(detail).shown(images), Tensor.of(new long[(int) images.size(0)], images.size(0)));
        }
    }

    @Test
    void aNewSizeJoinsAndFadesInWithoutAJump() {
        try (ProGanGenerator g = made(new ProGanGenerator(SMALL), Precision.FP32);
             ProGanDiscriminator d = made(new ProGanDiscriminator(SMALL), Precision.FP32)) {
            Tensor z = random.normal(4, 16);
            Tensor images = random.uniform(-1, 1, 4, 3, 32, 32).channelsLast();
            g.setTraining(false);
            for (int whole = 1; whole <= 3; whole++) {
                double tiny = 1e-6;
                assertArrayEquals(generated(g, whole, z).toFloats(), generated(g, whole - tiny, z).toFloats(), 1e-4f);
                assertArrayEquals(judged(d, whole, images).toFloats(), judged(d, whole - tiny, images).toFloats(), 1e-4f);
                assertArrayEquals(generated(g, whole - 1, z).toFloats(), generated(g, whole - 1 + tiny, z).toFloats(), 1e-4f);
                assertArrayEquals(judged(d, whole - 1, images).toFloats(), judged(d, whole - 1 + tiny, images).toFloats(),
                        1e-4f);
                // In between it is the mean of what both sizes say, for images exactly.
                float[] old = generated(g, whole, z).toFloats();
                float[] half = generated(g, whole - 0.5, z).toFloats();
                float[] fresh = generated(g, whole - 1, z).toFloats();
                for (int i = 0; i < half.length; i++) {
                    assertEquals((old[i] + fresh[i]) / 2, half[i], 1e-4);
                }
            }
        }
    }

    @Test
    void inTrainingImagesHaveTheSideThatTakesPartInUseFullSize() {
        try (ProGanGenerator g = made(new ProGanGenerator(SMALL), Precision.FP32)) {
            Tensor z = random.normal(2, 16);
            for (double detail : new double[] {3, 2.5, 2, 0.1, 0}) {
                int side = Level.of(detail).side(32);
                g.setTraining(true);
                Tensor small = generated(g, detail, z);
                assertArrayEquals(new long[] {2, 3, side, side}, small.shape());
                g.setTraining(false);
                Tensor large = generated(g, detail, z);
                assertArrayEquals(new long[] {2, 3, 32, 32}, large.shape());
                assertArrayEquals(org.synthoscope.tensor.Ops.upsampleNearest(small, 32 / side).toFloats(), large.toFloats());
            }
        }
    }

    @Test
    void realImagesAreAsBlurredAsTheGenerated() {
        Tensor x = Tensor.of(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, 1, 1, 4, 4);
        assertArrayEquals(x.toFloats(), Level.of(0).shown(x).toFloats());
        assertArrayEquals(new float[] {2.5f, 4.5f, 10.5f, 12.5f}, Level.of(1).shown(x).toFloats());
        // A quarter of the way in: three quarters of the mean of 2 x 2.
        assertEquals(0.25f * 0 + 0.75f * 2.5f, Level.of(0.75).shown(x).toFloats()[0], 1e-6);
        assertEquals(0.25f * 15 + 0.75f * 12.5f, Level.of(0.75).shown(x).toFloats()[15], 1e-6);
    }

    private static Map<String, float[]> weights(NoiseGan gan) {
        Map<String, float[]> all = new HashMap<>();
        gan.state().forEach((name, t) -> {
            if (t.dtype() == DType.FLOAT32) {
                all.put(name, t.toFloats());
            }
        });
        return all;
    }

    private static Set<String> movedParts(Map<String, float[]> before, Map<String, float[]> after, String network) {
        Set<String> moved = new java.util.TreeSet<>();
        before.forEach((name, values) -> {
            if (name.startsWith(network + ".") && !java.util.Arrays.equals(values, after.get(name))) {
                moved.add(name.split("\\.")[1]);
            }
        });
        moved.remove("detail");
        return moved;
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void onlySizesThatTakePartMove(Precision precision) {
        try (NoiseGan gan = new NoiseGan(PROGAN, SMALL, settings(8, 80), precision, 3, Device.CPU)) {
            List<List<String>> expected = List.of(
                    List.of("colour4", "start"),
                    List.of("colour4", "colour8", "stage8", "start"),
                    List.of("colour8", "stage8", "start"),
                    List.of("colour8", "colour16", "stage8", "stage16", "start"),
                    List.of("colour16", "stage8", "stage16", "start"),
                    List.of("colour16", "colour32", "stage8", "stage16", "stage32", "start"),
                    List.of("colour32", "stage8", "stage16", "stage32", "start"));
            for (int phase = 0; phase < expected.size(); phase++) {
                Map<String, float[]> before = weights(gan);
                Map<String, Double> losses = gan.step(List.of(batch(8, 32)), phase * 80L + 40);
                assertTrue(losses.values().stream().allMatch(Double::isFinite), losses.toString());
                assertEquals(Set.of("discriminator", "generator", "distance", "penalty", "score_real", "score_fake"),
                        losses.keySet());
                Map<String, float[]> after = weights(gan);
                assertEquals(Set.copyOf(expected.get(phase)), movedParts(before, after, "generator"), "phase " + phase);
                Set<String> ends = new java.util.TreeSet<>(expected.get(phase));
                ends.remove("start");
                ends.add("end");
                assertEquals(ends, movedParts(before, after, "discriminator"), "phase " + phase);
            }
        }
    }

    @Test
    void momentsStartAnewWhenTheLevelCrossesAWholeNumber() {
        try (NoiseGan gan = new NoiseGan(PROGAN, SMALL, settings(8, 80), Precision.FP32, 3, Device.CPU)) {
            List<Double> counts = new ArrayList<>();
            for (int step = 0; step < 22; step++) {
                gan.step(List.of(batch(8, 32)), step * 8L);
                // The first parameter of the start layer takes part from the first step on.
                counts.add(gan.state().get("generator_adam.step.0").item());
            }
            List<Double> expected = new ArrayList<>();
            for (int step = 0; step < 22; step++) {
                // 4 x 4 up to and at 80 images, 8 x 8 fades in from 88 to 152, stands from 160 on.
                expected.add(1.0 + (step <= 10 ? step : step < 20 ? step - 11 : step - 20));
            }
            assertEquals(expected, counts);
        }
    }

    // ---- learning

    @ParameterizedTest
    @EnumSource(Precision.class)
    void learnsOneBatchThroughAllSizes(Precision precision) {
        GanSpec spec = new GanSpec("progan", 32, 2, 3, 16, 16);
        // A light and a dark class: the images' means are what there is to learn.
        Tensor labels = Tensor.of(new long[] {0, 1, 0, 1, 0, 1, 0, 1}, 8);
        Tensor images = random.uniform(-0.1, 0.1, 8, 3, 32, 32).add(labels.to(DType.FLOAT32).mul(1.2).add(-0.6)
                .reshape(8, 1, 1, 1)).channelsLast();
        try (NoiseGan gan = new NoiseGan(PROGAN, spec, settings(8, 160), precision, 3, Device.CPU)) {
            for (int step = 0; step < 180; step++) {
                try (Scope inner = Scope.open()) {
                    gan.step(List.of(new Batch(images, labels)), step * 8L);
                }
            }
            // Half of the samples are of each class, in order.
            Tensor samples = gan.samples(8, 1);
            assertArrayEquals(new long[] {8, 3, 32, 32}, samples.shape());
            assertEquals(-0.6, samples.narrow(0, 0, 4).mean().item(), 0.25);
            assertEquals(0.6, samples.narrow(0, 4, 4).mean().item(), 0.25);
        }
    }

    @Test
    void penaltyInBf16PointsWhereItDoesInFp32() {
        GanSpec spec = new GanSpec("progan", 32, 0, 3, 64, 16);
        try (ProGanDiscriminator full = made(new ProGanDiscriminator(spec), Precision.FP32);
             ProGanDiscriminator low = made(new ProGanDiscriminator(spec), Precision.BF16)) {
            low.load(full.state(), "the other");
            Tensor images = random.uniform(-1, 1, 8, 3, 32, 32).channelsLast();
            List<List<Tensor>> gradients = new ArrayList<>();
            List<Double> penalties = new ArrayList<>();
            for (ProGanDiscriminator d : List.of(full, low)) {
                Tensor none = Tensor.of(new long[8], 8);
                d.grow(0.5);
                Tensor penalty = org.synthoscope.gan.WassersteinLoss.gradientPenalty(x -> d.judge(x, none), images);
                penalties.add(penalty.item());
                List<Tensor> weights = new ArrayList<>();
                for (Tensor value : d.values()) {
                    if (value.dim() > 1) {
                        weights.add(value);
                    }
                }
                gradients.add(Autograd.grad(penalty, weights));
            }
            assertEquals(penalties.get(0), penalties.get(1), 0.02 * penalties.get(0));
            for (int i = 0; i < gradients.get(0).size(); i++) {
                Tensor a = gradients.get(0).get(i).to(DType.FLOAT32);
                Tensor b = gradients.get(1).get(i).to(DType.FLOAT32);
                double cosine = a.mul(b).sum().item() / Math.sqrt(a.square().sum().item() * b.square().sum().item());
                assertTrue(cosine > 0.98, "weight " + i + ": " + cosine);
                assertEquals(1, Math.sqrt(b.square().sum().item() / a.square().sum().item()), 0.05, "weight " + i);
            }
        }
    }

    // ---- use

    @Test
    void anUnfinishedRunGeneratesAtItsLevelEnlarged() {
        try (NoiseGan gan = new NoiseGan(PROGAN, SMALL, settings(8, 80), Precision.FP32, 3, Device.CPU)) {
            for (int step = 0; step < 13; step++) {
                gan.step(List.of(batch(8, 32)), step * 8L);
            }
            // At 96 images 8 x 8 is fading in.
            try (ImageGenerator images = ImageGenerator.of(gan.generatorState(), gan.generatorDescription(), "the run")) {
                List<byte[]> made = new ArrayList<>();
                images.generate(1, new int[] {0, 1, 1}, (index, pixels) -> made.add(pixels));
                assertEquals(3, made.size());
                for (byte[] pixels : made) {
                    assertEquals(32 * 32 * 3, pixels.length);
                    for (int y = 0; y < 32; y++) {
                        for (int x = 0; x < 32; x++) {
                            assertEquals(pixels[(y / 4 * 4 * 32 + x / 4 * 4) * 3], pixels[(y * 32 + x) * 3]);
                        }
                    }
                }
                assertFalse(java.util.Arrays.equals(made.get(0), made.get(1)));
            }
            for (float v : gan.samples(2, 1).narrow(2, 0, 4).narrow(3, 0, 4).reshape(6, 16).variance(false, false, 1)
                    .toFloats()) {
                assertEquals(0, v, 1e-9);
            }
        }
    }

    @Test
    void recipesReachFullSize() {
        for (Recipe recipe : Recipe.values()) {
            GanSettings settings = PROGAN.preset(recipe).settings().checkedFor(PROGAN);
            long phase = Math.round((settings.option("stable_kimg") + settings.option("fade_kimg")) * 1000);
            assertTrue(phase > 0 && phase <= 1_200_000);
        }
        assertEquals(600, PROGAN.preset(Recipe.STUDY).settings().option("stable_kimg"));
        assertEquals(0.999, org.synthoscope.nn.WeightAverage.decay(16, PROGAN.defaults().emaHalfLife()), 1e-6);
    }
}
