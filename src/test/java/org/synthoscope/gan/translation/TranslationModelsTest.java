package org.synthoscope.gan.translation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.gan.Architecture;
import org.synthoscope.gan.Architectures;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.ModelSize;
import org.synthoscope.gan.Recipe;
import org.synthoscope.image.Image;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;
import org.synthoscope.training.Trainable;

/** The three architectures as the rest of the program meets them. */
class TranslationModelsTest {

    private static final int WIDTH = 4;

    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    private static GanSpec spec(String model) {
        Architecture a = Architectures.named(model);
        return new GanSpec(model, 64, 0, 3, WIDTH, a.defaultLatent(), a.kind() == Architecture.Kind.PAIRED ? 1 : 0);
    }

    private static GanSettings settings(String model) {
        GanSettings s = Architectures.named(model).defaults();
        return model.startsWith("disco") ? s.withBatch(4) : s.withBatch(2);
    }

    private static Trainable trainable(String model, GanSettings settings, Precision precision) {
        return Architectures.named(model).trainable(spec(model), settings, precision, 5, Device.CPU);
    }

    /** Smooth images, so that something can be learned; domains take turns. */
    private static List<Batch> batches(String model, int size, int parts, long seed) {
        int channels = spec(model).channels() + spec(model).sourceChannels();
        List<Batch> out = new ArrayList<>();
        try (RandomStream r = RandomStream.seeded(seed)) {
            Tensor images = org.synthoscope.tensor.Ops.resizeBilinear(r.uniform(-1, 1, size, channels, 4, 4), 64, 64, false)
                    .channelsLast();
            long[] labels = new long[size];
            for (int i = 0; i < size; i++) {
                labels[i] = i % 2;
            }
            for (int p = 0; p < parts; p++) {
                int each = size / parts;
                out.add(new Batch(images.narrow(0, p * each, each),
                        Tensor.of(java.util.Arrays.copyOfRange(labels, p * each, (p + 1) * each), each)));
            }
        }
        return out;
    }

    private static Map<String, byte[]> bytes(Trainable model) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        model.state().forEach((name, t) -> all.put(name, t.toRaw()));
        return all;
    }

    private static void assertSame(Map<String, byte[]> expected, Map<String, byte[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, b) -> assertArrayEquals(b, actual.get(name), name));
    }

    // ---- sizes

    @ParameterizedTest
    @CsvSource({"pix2pix, 256, 3, 3, 54413955, 2768705", "pix2pix, 128, 3, 3, 41828995, 2768705",
        "pix2pix, 256, 1, 1, 54407809, 2764609", "pix2pix, 64, 1, 1, 29237889, 2764609",
        "cyclegan, 256, 0, 3, 11378179, 2764737", "cyclegan, 128, 0, 3, 7837699, 2764737",
        "cyclegan, 64, 0, 3, 7837699, 2764737", "discogan, 64, 0, 3, 5513856, 2765568",
        "discogan-extra, 64, 0, 3, 7153480, 2765568"})
    void parametersAreCountedAsInTheReferences(String model, int resolution, int sourceChannels, int channels, long generator,
                                               long discriminator) {
        Architecture a = Architectures.named(model);
        ModelSize size = ModelSize.of(a, new GanSpec(model, resolution, 0, channels, 64, a.defaultLatent(), sourceChannels));
        assertEquals(generator, size.generator());
        assertEquals(discriminator, size.discriminator());
        assertEquals(model.equals("pix2pix") ? 2 : 4, size.networks().size());
    }

    @Test
    void sizesThatDoNotExistAreRefused() {
        for (String model : List.of("pix2pix", "cyclegan", "discogan")) {
            Architecture a = Architectures.named(model);
            String said = assertThrows(SynthoscopeException.class,
                    () -> a.check(new GanSpec(model, 96, 0, 3, 8, a.defaultLatent()))).getMessage();
            assertTrue(said.contains("96") && said.contains("64"), said);
        }
        assertThrows(SynthoscopeException.class, () -> Architectures.named("discogan").check(
                new GanSpec("discogan", 64, 0, 3, 8, 100)));
        assertThrows(SynthoscopeException.class, () -> Architectures.named("discogan-extra").check(
                new GanSpec("discogan-extra", 64, 0, 3, 8, 0)));
        assertTrue(assertThrows(SynthoscopeException.class, () -> Architectures.named("pix2pix").trainable(
                new GanSpec("pix2pix", 64, 0, 3, 8, 0), settings("pix2pix"), Precision.FP32, 1, Device.CPU))
                .getMessage().contains("data.masks"));
        assertThrows(SynthoscopeException.class, () -> TranslationArchitecture.named("dcgan"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pix2pix", "cyclegan", "discogan", "discogan-extra"})
    void everyRecipeMakesSense(String model) {
        Architecture a = Architectures.named(model);
        for (Recipe recipe : Recipe.values()) {
            a.preset(recipe).settings().checkedFor(a);
            assertEquals(a.kind() == Architecture.Kind.UNPAIRED, a.preset(recipe).balanced());
            assertEquals(a.kind() == Architecture.Kind.UNPAIRED, a.preset(recipe).settings().batch() % 2 == 0);
        }
    }

    // ---- state

    @ParameterizedTest
    @CsvSource({"pix2pix, FP32", "cyclegan, FP32", "discogan, FP32", "discogan-extra, FP32", "pix2pix, BF16", "cyclegan, BF16",
        "discogan, BF16", "discogan-extra, BF16"})
    void aRestoredModelGoesOnExactly(String model, Precision precision) {
        GanSettings settings = settings(model).withEmaHalfLife(10);
        int batch = settings.batch();
        Map<String, byte[]> uninterrupted;
        try (Trainable first = trainable(model, settings, precision); Trainable second = trainable(model, settings, precision)) {
            for (int i = 0; i < 2; i++) {
                first.step(batches(model, batch, 1, i), (long) i * batch);
            }
            Map<String, Tensor> saved = new LinkedHashMap<>();
            first.state().forEach((name, t) -> saved.put(name, t.copy()));
            assertSame(bytes(first), bytes(first));
            first.step(batches(model, batch, 1, 2), 2L * batch);
            uninterrupted = bytes(first);
            second.load(saved, "here");
            second.step(batches(model, batch, 1, 2), 2L * batch);
            assertSame(uninterrupted, bytes(second));
            assertEquals(first.fingerprint(), second.fingerprint());
        }
        if (model.equals("cyclegan")) {
            assertEquals(3, uninterrupted.keySet().stream().filter(n -> n.startsWith("pool.a.")).count());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pix2pix", "cyclegan", "discogan"})
    void lookingAtSamplesChangesNothing(String model) {
        try (Trainable m = trainable(model, settings(model), Precision.FP32)) {
            ((TranslationModel) m).show(batches(model, 4, 1, 3).get(0).images());
            Map<String, byte[]> before = bytes(m);
            float[] grid = m.samples(12, 1).toFloats();
            assertArrayEquals(grid, m.samples(12, 2).toFloats());
            before.keySet().removeIf(n -> n.startsWith("average."));
            Map<String, byte[]> after = bytes(m);
            after.keySet().removeIf(n -> n.startsWith("average."));
            assertSame(before, after);
            assertArrayEquals(new long[] {4, 3, 64, 192}, m.samples(12, 1).shape());
            assertArrayEquals(new long[] {2, 3, 64, 192}, m.samples(2, 1).shape());
        }
    }

    @ParameterizedTest
    @CsvSource({"pix2pix, FP32", "pix2pix, BF16", "cyclegan, FP32", "discogan, BF16", "discogan-extra, FP32"})
    void draftsComeFromTheWeightsInTrainingAndDisturbNothing(String model, Precision precision) {
        GanSettings usual = settings(model);
        // So fast that the average lags visibly behind.
        GanSettings settings = new GanSettings(usual.batch(), 0.02, 0.02, .5, .999, 1e-8, 1_000_000, java.util.Set.of(), 0,
                usual.options());
        int batch = settings.batch();
        try (Trainable looked = trainable(model, settings, precision); Trainable alone = trainable(model, settings, precision)) {
            for (Trainable m : List.of(looked, alone)) {
                // Enough for running moments to come near those at hand, where there are any.
                for (int i = 0; i < 12; i++) {
                    m.step(batches(model, batch, 1, 1), (long) i * batch);
                }
            }
            Drafting drafting = (Drafting) looked;
            assertEquals(!model.equals("pix2pix"), drafting.has(Direction.B_TO_A));
            Tensor sources = batches(model, 4, 1, 3).get(0).images().narrow(1, 0, model.equals("pix2pix") ? 1 : 3);
            float[] all = drafting.draft(sources, Direction.A_TO_B).toFloats();
            assertArrayEquals(all, drafting.draft(sources, Direction.A_TO_B).toFloats());
            float[] last = drafting.draft(sources.narrow(0, 3, 1), Direction.A_TO_B).toFloats();
            for (int i = 0; i < last.length; i++) {
                assertEquals(all[3 * last.length + i], last[i], precision == Precision.FP32 ? 1e-5 : 0.05);
            }
            try (ImageTranslator average = ImageTranslator.of(looked.generatorState(), looked.generatorDescription(), "here")) {
                float[] behind = average.translate(sources, Direction.A_TO_B).toFloats();
                double difference = 0;
                for (int i = 0; i < behind.length; i++) {
                    difference = Math.max(difference, Math.abs(behind[i] - all[i]));
                }
                assertTrue(difference > 1e-3, "difference " + difference);
            }
            assertSame(bytes(alone), bytes(looked));
            looked.step(batches(model, batch, 1, 2), 12L * batch);
            alone.step(batches(model, batch, 1, 2), 12L * batch);
            assertSame(bytes(alone), bytes(looked));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pix2pix", "cyclegan", "discogan"})
    void savedTranslatorsTranslateAsTheModelDoes(String model) {
        try (Trainable m = trainable(model, settings(model), Precision.FP32)) {
            Batch b = batches(model, 2, 1, 3).get(0);
            m.step(List.of(batches(model, settings(model).batch(), 1, 8).get(0)), 0);
            TranslationModel t = (TranslationModel) m;
            t.show(b.images());
            float[] shown = t.samples(1, 0).narrow(3, 64, 64).toFloats();
            try (ImageTranslator saved = ImageTranslator.of(m.generatorState(), m.generatorDescription(), "here")) {
                Tensor source = b.images().narrow(0, 0, 1).narrow(1, 0, saved.sourceChannels());
                assertArrayEquals(shown, saved.translate(source, Direction.A_TO_B).toFloats());
                assertEquals(!model.equals("pix2pix"), saved.has(Direction.B_TO_A));
            }
        }
    }

    // ---- learning

    @ParameterizedTest
    @CsvSource({"pix2pix, FP32, l1, 0.6, 60", "pix2pix, BF16, l1, 0.6, 60", "cyclegan, FP32, cycle, 0.75, 40",
        "cyclegan, BF16, cycle, 0.75, 40", "discogan, FP32, cycle, 0.6, 60", "discogan, BF16, cycle, 0.6, 60",
        "discogan-extra, FP32, cycle, 0.6, 160", "discogan-extra, BF16, cycle, 0.6, 160"})
    void oneBatchIsLearned(String model, Precision precision, String loss, double part, int steps) {
        GanSettings settings = settings(model);
        Architecture a = Architectures.named(model);
        if (a.options().stream().anyMatch(o -> o.name().equals("jitter"))) {
            settings = settings.with("jitter", 0);
        }
        if (model.startsWith("discogan")) {
            settings = settings.with("curriculum", 0).with("late_cycle", 1);
        }
        settings = new GanSettings(settings.batch(), 2e-3, 2e-3, .5, .999, 1e-8, 0, java.util.Set.of(), 0, settings.options());
        try (Trainable m = trainable(model, settings, precision)) {
            double first = 0;
            double last = 0;
            for (int i = 0; i < steps; i++) {
                try (Scope s = Scope.open()) {
                    last = m.step(batches(model, settings.batch(), 1, 3), (long) i * settings.batch()).get(loss);
                    first = i == 0 ? last : first;
                }
            }
            assertTrue(last < part * first, model + ": " + first + " to " + last);
        }
    }

    /** Instance norm looks at each image alone, so a divided batch moves the weights as the whole one does. */
    @Test
    void aDividedBatchMovesCycleGanAsTheWholeOne() {
        GanSettings settings = settings("cyclegan").withBatch(4).with("jitter", 0).with("pool", 0);
        try (Trainable whole = trainable("cyclegan", settings, Precision.FP32);
             Trainable divided = trainable("cyclegan", settings, Precision.FP32)) {
            Map<String, Double> a = whole.step(batches("cyclegan", 4, 1, 1), 0);
            Map<String, Double> b = divided.step(batches("cyclegan", 4, 2, 1), 0);
            a.forEach((name, value) -> assertEquals(value, b.get(name), 1e-4 * (1 + Math.abs(value)), name));
            Map<String, Tensor> moments = divided.state();
            whole.state().forEach((name, t) -> {
                if (name.startsWith("generator_adam.m.")) {
                    float[] x = t.toFloats();
                    float[] y = moments.get(name).toFloats();
                    for (int i = 0; i < x.length; i++) {
                        assertEquals(x[i], y[i], 1e-5 + 1e-3 * Math.abs(x[i]), name);
                    }
                }
            });
        }
    }

    @Test
    void everyThirdStepOfDiscoGanMovesTheDiscriminators() {
        try (Trainable m = trainable("discogan", settings("discogan"), Precision.FP32)) {
            for (int i = 0; i < 4; i++) {
                Map<String, byte[]> before = bytes(m);
                m.step(batches("discogan", 4, 1, i), 4L * i);
                Map<String, byte[]> after = bytes(m);
                boolean judges = i % 3 == 0;
                assertEquals(!judges, java.util.Arrays.equals(before.get("discriminator.a.logit.weight"),
                        after.get("discriminator.a.logit.weight")));
                assertEquals(judges, java.util.Arrays.equals(before.get("generator.a_to_b.body.up0.weight"),
                        after.get("generator.a_to_b.body.up0.weight")));
            }
        }
    }

    @Test
    void theAverageFollowsTheTranslators() {
        GanSettings settings = settings("pix2pix").withEmaHalfLife(2);
        try (Trainable m = trainable("pix2pix", settings, Precision.FP32)) {
            float[] start = m.state().get("generator.a_to_b.up0.conv.weight").toFloats();
            m.step(batches("pix2pix", 2, 1, 0), 0);
            float[] now = m.state().get("generator.a_to_b.up0.conv.weight").toFloats();
            float[] average = m.state().get("average.a_to_b.up0.conv.weight").toFloats();
            for (int i = 0; i < now.length; i++) {
                assertEquals((start[i] + now[i]) / 2, average[i], 1e-7);
            }
        }
    }

    // ---- images of any size

    @Test
    void imagesOfAnySizeKeepTheirs() {
        try (Trainable m = trainable("cyclegan", settings("cyclegan"), Precision.FP32);
             ImageTranslator t = ImageTranslator.of(m.generatorState(), m.generatorDescription(), "here")) {
            for (int[] size : new int[][] {{64, 64}, {30, 50}, {100, 64}, {129, 200}}) {
                byte[] pixels = new byte[size[0] * size[1] * 3];
                for (int i = 0; i < pixels.length; i++) {
                    pixels[i] = (byte) (i * 31 % 251);
                }
                Image image = new Image(size[0], size[1], 3, pixels);
                for (Mosaic.Fit fit : Mosaic.Fit.values()) {
                    Image out = new Mosaic(t, Direction.B_TO_A, fit).translate(image);
                    assertEquals(size[0], out.height());
                    assertEquals(size[1], out.width());
                    assertEquals(out, new Mosaic(t, Direction.B_TO_A, fit).translate(image), "the same at every call");
                }
            }
            Image grey = new Image(64, 64, 1, new byte[64 * 64]);
            assertEquals(3, new Mosaic(t, Direction.A_TO_B, Mosaic.Fit.WHOLE).translate(grey).channels());
        }
    }

    @Test
    void aTileThatFitsIsTranslatedAsItIs() {
        try (Trainable m = trainable("cyclegan", settings("cyclegan"), Precision.FP32);
             ImageTranslator t = ImageTranslator.of(m.generatorState(), m.generatorDescription(), "here")) {
            byte[] pixels = new byte[64 * 64 * 3];
            new java.util.Random(3).nextBytes(pixels);
            Image out = new Mosaic(t, Direction.A_TO_B, Mosaic.Fit.TILES).translate(new Image(64, 64, 3, pixels));
            byte[] direct = org.synthoscope.training.Pixels.toBytes(t.translate(
                    org.synthoscope.training.Pixels.toTensor(pixels, 1, 64, 64, 3), Direction.A_TO_B));
            assertArrayEquals(direct, out.pixels());
            assertFalse(java.util.Arrays.equals(pixels, direct));
        }
    }
}
