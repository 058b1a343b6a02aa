package org.synthoscope.gan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.ChildJvm;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

class ArchitecturesTest {

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

    /** Prints the parameter counts of the models' defaults in a JVM that has no engine. */
    public static final class Counter {
        public static void main(String[] args) {
            for (NoiseArchitecture a : noise()) {
                GanSpec spec = spec(a, 0);
                System.out.println(a.name() + " " + a.generator(spec).parameterCount() + " "
                        + a.discriminator(spec).parameterCount());
            }
        }
    }

    private static List<NoiseArchitecture> noise() {
        return Architectures.all().stream().filter(NoiseArchitecture.class::isInstance).map(NoiseArchitecture.class::cast)
                .toList();
    }

    private static GanSpec spec(NoiseArchitecture a, int classes) {
        return new GanSpec(a.name(), a.defaultResolution(), classes, 3, a.defaultWidth(), a.defaultLatent());
    }

    @Test
    void countsAreThePublishedOnesAndNeedNoEngine(@TempDir Path folder) throws IOException, InterruptedException {
        ChildJvm.Ended ended = new ChildJvm(folder).withoutEngine(Files.createDirectory(folder.resolve("cache")))
                .run(Counter.class);
        List<String> lines = ended.output().lines().toList();
        assertTrue(lines.contains("gan 1466115 522497"), ended.output());
        assertTrue(lines.contains("dcgan 3576704 2765568"), ended.output());
    }

    @Test
    void aConditionalModelIsLargerByItsLabelColumnsAndEmbedding() {
        NoiseArchitecture dcgan = Architectures.fromNoise("dcgan");
        // Two more inputs of the projection to 512 x 4 x 4; an embedding of 2 x 512.
        assertEquals(3_576_704 + 2 * 8192, dcgan.generator(spec(dcgan, 2)).parameterCount());
        assertEquals(2_765_568 + 2 * 512, dcgan.discriminator(spec(dcgan, 2)).parameterCount());
        NoiseArchitecture gan = Architectures.fromNoise("gan");
        assertEquals(1_466_115 + 3 * 4096, gan.generator(spec(gan, 3)).parameterCount());
        assertEquals(522_497 + 3 * 256, gan.discriminator(spec(gan, 3)).parameterCount());
    }

    private static <M extends org.synthoscope.nn.Module> M made(M network, RandomStream random) {
        network.materialise(Device.CPU, random, Precision.FP32);
        return network;
    }

    @Test
    void imagesHaveTheResolutionAndChannelsAskedFor() {
        for (NoiseArchitecture a : List.of(Architectures.fromNoise("gan"), Architectures.fromNoise("dcgan"))) {
            for (int resolution : a.resolutions()) {
                for (int channels : new int[] {1, 3}) {
                    GanSpec spec = new GanSpec(a.name(), resolution, 0, channels, 4, 8);
                    a.check(spec);
                    try (Scope s = Scope.open(); Generator g = made(a.generator(spec), random);
                         Discriminator d = made(a.discriminator(spec), random); Autograd.Guard off = Autograd.noGrad()) {
                        d.drawFrom(random);
                        Tensor images = g.generate(random.normal(2, 8), random.integers(0, 1, 2));
                        assertArrayEquals(new long[] {2, channels, resolution, resolution}, images.shape());
                        for (float v : images.toFloats()) {
                            assertTrue(v > -1 && v < 1);
                        }
                        assertArrayEquals(new long[] {2}, d.judge(images, random.integers(0, 1, 2)).shape());
                        assertTrue(a.activationsPerImage(spec) > 0);
                    }
                }
            }
        }
    }

    @Test
    void dcganExistsFrom32To128() {
        assertEquals(List.of(32, 64, 128), Architectures.fromNoise("dcgan").resolutions());
    }

    // ---- first weights

    private static double mean(float[] x) {
        double sum = 0;
        for (float v : x) {
            sum += v;
        }
        return sum / x.length;
    }

    private static double deviation(float[] x) {
        double mean = mean(x);
        double sum = 0;
        for (float v : x) {
            sum += (v - mean) * (v - mean);
        }
        return Math.sqrt(sum / x.length);
    }

    private static void assertNormal(String name, Tensor t, double mean, double deviation) {
        float[] x = t.toFloats();
        double error = deviation / Math.sqrt(x.length);
        assertEquals(mean, mean(x), 5 * error, name + " mean");
        assertEquals(deviation, deviation(x), 5 * error, name + " deviation");
    }

    @Test
    void dcganBeginsAsItsPaperSaysLayerByLayer() {
        NoiseArchitecture a = Architectures.fromNoise("dcgan");
        GanSpec spec = new GanSpec("dcgan", 64, 0, 3, 32, 100);
        try (Generator g = made(a.generator(spec), random); Discriminator d = made(a.discriminator(spec), random)) {
            assertEquals(List.of("project.weight [100, 256, 4, 4]",
                    "body.norm4.gain [256]", "body.norm4.bias [256]",
                    "body.up8.weight [256, 128, 4, 4]", "body.norm8.gain [128]", "body.norm8.bias [128]",
                    "body.up16.weight [128, 64, 4, 4]", "body.norm16.gain [64]", "body.norm16.bias [64]",
                    "body.up32.weight [64, 32, 4, 4]", "body.norm32.gain [32]", "body.norm32.bias [32]",
                    "body.image.weight [32, 3, 4, 4]"), parameters(g));
            assertEquals(List.of("body.down32.weight [32, 3, 4, 4]",
                    "body.down16.weight [64, 32, 4, 4]", "body.norm16.gain [64]", "body.norm16.bias [64]",
                    "body.down8.weight [128, 64, 4, 4]", "body.norm8.gain [128]", "body.norm8.bias [128]",
                    "body.down4.weight [256, 128, 4, 4]", "body.norm4.gain [256]", "body.norm4.bias [256]",
                    "logit.weight [1, 256, 4, 4]"), parameters(d));
            for (Map<String, Tensor> state : List.of(g.state(), d.state())) {
                state.forEach((name, t) -> {
                    if (name.endsWith("weight")) {
                        assertNormal(name, t, 0, 0.02);
                    } else if (name.endsWith("gain")) {
                        assertNormal(name, t, 1, 0.02);
                    } else {
                        float first = name.endsWith("variance") ? 1 : 0;
                        for (float v : t.toFloats()) {
                            assertEquals(first, v, name);
                        }
                    }
                });
            }
        }
    }

    private static List<String> parameters(org.synthoscope.nn.Module network) {
        return network.state().entrySet().stream().filter(e -> !e.getKey().contains("running"))
                .map(e -> e.getKey() + " " + Arrays.toString(e.getValue().shape())).toList();
    }

    @Test
    void theVanillaGanBeginsWithinGlorotsBoundsAndBiasesAtZero() {
        NoiseArchitecture a = Architectures.fromNoise("gan");
        GanSpec spec = new GanSpec("gan", 32, 0, 3, 16, 100);
        try (Generator g = made(a.generator(spec), random); Discriminator d = made(a.discriminator(spec), random)) {
            assertEquals(List.of("body.dense.weight [1024, 100]", "body.dense.bias [1024]",
                    "body.up1.weight [64, 32, 4, 4]", "body.up1.bias [32]", "body.up2.weight [32, 32, 4, 4]",
                    "body.up2.bias [32]", "body.up3.weight [32, 32, 4, 4]", "body.up3.bias [32]",
                    "body.image.weight [3, 32, 3, 3]", "body.image.bias [3]"), parameters(g));
            assertEquals(List.of("body.conv1.weight [16, 3, 3, 3]", "body.conv1.bias [16]",
                    "body.conv2.weight [32, 16, 3, 3]", "body.conv2.bias [32]", "body.conv3.weight [32, 32, 3, 3]",
                    "body.conv3.bias [32]", "body.conv4.weight [64, 32, 3, 3]", "body.conv4.bias [64]",
                    "dense.weight [1, 1024]", "dense.bias [1]"), parameters(d));
            for (Map<String, Tensor> state : List.of(g.state(), d.state())) {
                state.forEach((name, t) -> {
                    long[] s = t.shape();
                    double receptive = s.length == 4 ? s[2] * s[3] : 1;
                    double bound = name.endsWith("bias") ? 0 : Math.sqrt(6 / ((s[0] + s[1]) * receptive));
                    float[] x = t.toFloats();
                    for (float v : x) {
                        assertTrue(Math.abs(v) <= bound * 1.0001, name);
                    }
                    assertEquals(bound / Math.sqrt(3), deviation(x), 0.15 * bound, name);
                });
            }
        }
    }

    // ---- classes

    @Test
    void theLabelChangesWhatIsGeneratedAndHowItIsJudged() {
        for (String model : List.of("gan", "dcgan")) {
            NoiseArchitecture a = Architectures.fromNoise(model);
            GanSpec spec = new GanSpec(model, 32, 3, 3, 8, 16);
            try (Generator g = made(a.generator(spec), random); Discriminator d = made(a.discriminator(spec), random)) {
                g.setTraining(false);
                d.setTraining(false);
                Tensor latent = random.normal(1, 16).expand(3, 16);
                Tensor labels = Tensor.of(new long[] {0, 1, 2}, 3);
                float[] images = g.generate(latent, labels).toFloats();
                int size = images.length / 3;
                float[] first = Arrays.copyOf(images, size);
                assertFalse(Arrays.equals(first, Arrays.copyOfRange(images, size, 2 * size)), model);
                assertFalse(Arrays.equals(first, Arrays.copyOfRange(images, 2 * size, 3 * size)), model);
                Tensor one = random.uniform(-1, 1, 1, 3, 32, 32).expand(3, 3, 32, 32);
                float[] logits = d.judge(one, labels).toFloats();
                assertTrue(logits[0] != logits[1] && logits[1] != logits[2], model);
            }
        }
    }

    @Test
    void withoutClassesLabelsAreIgnored() {
        NoiseArchitecture a = Architectures.fromNoise("dcgan");
        try (Generator g = made(a.generator(new GanSpec("dcgan", 32, 0, 3, 8, 16)), random)) {
            g.setTraining(false);
            Tensor latent = random.normal(2, 16);
            assertArrayEquals(g.generate(latent, Tensor.of(new long[] {0, 1}, 2)).toFloats(),
                    g.generate(latent, Tensor.of(new long[] {1, 0}, 2)).toFloats());
        }
    }

    @Test
    void theProjectionIsAnInnerProductWithTheClassesVector() {
        Projection projection = new Projection(2, 3);
        projection.materialise(Device.CPU, random, Precision.FP32);
        projection.load(Map.of("embedding.weight", Tensor.of(new float[] {1, 2, 3, -1, 0, 1}, 2, 3)), "a test");
        // Features 1, 10, 100 everywhere, four places: sums 4, 40, 400.
        Tensor features = Tensor.of(new float[] {1, 10, 100}, 1, 3, 1, 1).expand(2, 3, 2, 2);
        Tensor logits = projection.add(Tensor.of(new float[] {0.5f, 0.25f}, 2), features, Tensor.of(new long[] {0, 1}, 2));
        assertArrayEquals(new float[] {0.5f + 4 + 80 + 1200, 0.25f - 4 + 400}, logits.toFloats());
    }

    // ---- losses and names

    @Test
    void lossesHaveTheirKnownAnswers() {
        Tensor real = Tensor.of(new float[] {2, 0.5f, -1}, 3);
        Tensor fake = Tensor.of(new float[] {-2, 0.5f, 1.5f}, 3);
        assertEquals(1.572228, AdversarialLoss.discriminatorOnReal(real)
                .add(AdversarialLoss.discriminatorOnFake(fake)).item(), 1e-6);
        assertEquals(0.934139, AdversarialLoss.generator(fake).item(), 1e-6);
    }

    @Test
    void extremeLogitsGiveFiniteLosses() {
        Tensor logits = Tensor.of(new float[] {1e4f, -1e4f}, 2);
        assertEquals(5000, AdversarialLoss.generator(logits).item(), 1e-3);
        assertEquals(5000, AdversarialLoss.discriminatorOnFake(logits).item(), 1e-3);
    }

    @Test
    void anUnknownModelIsAnsweredWithTheNearest() {
        String message = assertThrows(SynthoscopeException.class, () -> Architectures.named("dcgna")).getMessage();
        assertTrue(message.contains("did you mean 'dcgan'?") && message.contains("Models: "), message);
    }

    @Test
    void sizesThatDoNotExistAreRefused() {
        NoiseArchitecture a = Architectures.fromNoise("dcgan");
        assertRefused(a, new GanSpec("dcgan", 48, 0, 3, 64, 100), "has no resolution 48; it has 32, 64, 128");
        assertRefused(a, new GanSpec("dcgan", 64, 0, 2, 64, 100), "1 or 3 channels, not 2");
        assertRefused(a, new GanSpec("dcgan", 64, -1, 3, 64, 100), "classes can't be negative");
        assertRefused(a, new GanSpec("dcgan", 64, 0, 3, 0, 100), "at least 1");
    }

    private static void assertRefused(NoiseArchitecture a, GanSpec spec, String part) {
        String message = assertThrows(SynthoscopeException.class, () -> a.check(spec)).getMessage();
        assertTrue(message.contains(part), message);
    }
}
