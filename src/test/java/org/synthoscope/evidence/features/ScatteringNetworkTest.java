package org.synthoscope.evidence.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

class ScatteringNetworkTest {

    private static final int SIDE = 64;
    private static final int ORDER_1 = 48;
    private static final int ORDER_2 = 144;

    private static MorletBank bank;
    private static ScatteringTransform transform;
    private static ScatteringNetwork network;

    @BeforeAll
    static void open() {
        bank = new MorletBank(4);
        transform = new ScatteringTransform(SIDE, bank);
        network = new ScatteringNetwork();
    }

    @AfterAll
    static void close() {
        transform.close();
        network.close();
    }

    @Test
    void theWaveletsCoverEveryFrequencyAndNowhereAmplify() {
        for (int v = 0; v <= 20; v++) {
            for (int u = -20; u <= 20; u++) {
                double wx = Math.PI * u / 20;
                double wy = Math.PI * v / 20;
                double sum = bank.waveletEnergy(wx, wy);
                assertTrue(sum <= 1.01, "amplifies at " + u + ", " + v + ": " + sum);
                assertTrue(sum >= 0.1 || Math.hypot(u, v) < 1, "blind at " + u + ", " + v + ": " + sum);
            }
        }
        assertEquals(0, bank.waveletEnergy(0, 0), 1e-12);
    }

    @Test
    void aWaveletAnswersFrequenciesAsTheGaussianFormulaSays() {
        // The Fourier transform of a sampled Gabor function: Gaussians around xi, one for each multiple of 2 pi.
        double atCentre = gaussians(0.75 * Math.PI, 0);
        for (double[] w : new double[][] {{2, 0}, {2.8, 0.3}, {2.4, 0.6}, {1.5, -0.4}, {3.1, 0.9}}) {
            assertEquals(gaussians(w[0], w[1]) / atCentre,
                    bank.response(0, 0, w[0], w[1]) / bank.response(0, 0, 0.75 * Math.PI, 0), 0.01);
        }
    }

    private static double gaussians(double wx, double wy) {
        double sigma = 0.8;
        double slant = 0.5;
        double sum = 0;
        double atZero = 0;
        double envelopeAtZero = 0;
        double envelope = 0;
        for (int m = -2; m <= 2; m++) {
            for (int n = -2; n <= 2; n++) {
                double x = wx + 2 * Math.PI * m;
                double y = wy + 2 * Math.PI * n;
                double x0 = 2 * Math.PI * m;
                double y0 = 2 * Math.PI * n;
                double xi = 0.75 * Math.PI;
                sum += gauss(x - xi, y, sigma, slant);
                envelope += gauss(x, y, sigma, slant);
                atZero += gauss(x0 - xi, y0, sigma, slant);
                envelopeAtZero += gauss(x0, y0, sigma, slant);
            }
        }
        return sum - atZero / envelopeAtZero * envelope;
    }

    private static double gauss(double x, double y, double sigma, double slant) {
        return Math.exp(-sigma * sigma / 2 * (x * x + y * y / (slant * slant)));
    }

    @Test
    void aCosineGratingGivesItsAmplitudeTimesTheWaveletsFrequencyResponse() {
        assertGrating(0, Math.PI * 44 / SIDE, 1e-3);
        assertGrating(1, Math.PI * 22 / SIDE, 0.02);
    }

    private static void assertGrating(int octave, double w, double tolerance) {
        double amplitude = 0.4;
        float[] plane = new float[SIDE * SIDE];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = (float) (0.5 + amplitude * Math.cos(w * (i % SIDE + 0.5)));
        }
        double forth = bank.response(octave, 0, w, 0);
        double back = bank.response(octave, 0, -w, 0);
        double expected = 0;
        int n = SIDE >> octave;
        for (int x = 0; x < n; x++) {
            double phase = w * (1 << octave) * (x + 0.5);
            expected += amplitude / 2 * Math.hypot((forth + back) * Math.cos(phase), (forth - back) * Math.sin(phase)) / n;
        }
        assertEquals(expected, first(plane)[octave * 8], expected * tolerance);
    }

    @Test
    void turningAnImageByARightAngleMovesEachOrientationByFourAndLeavesTheSecondOrderAlone() {
        byte[] pixels = MemoryImages.random(7, 1, SIDE, SIDE, 3).pixels();
        byte[] turned = new byte[pixels.length];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                for (int c = 0; c < 3; c++) {
                    turned[(x * SIDE + SIDE - 1 - y) * 3 + c] = pixels[(y * SIDE + x) * 3 + c];
                }
            }
        }
        float[] a = features(new MemoryImages(1, SIDE, SIDE, 3, pixels));
        float[] b = features(new MemoryImages(1, SIDE, SIDE, 3, turned));
        for (int octave = 0; octave < 12; octave++) {
            for (int l = 0; l < 8; l++) {
                assertEquals(a[ORDER_1 + octave * 8 + l], b[ORDER_1 + octave * 8 + (l + 4) % 8], 1e-4);
            }
        }
        for (int i = ORDER_2; i < a.length; i++) {
            assertEquals(a[i], b[i], 1e-4);
        }
    }

    @Test
    void aPlainImageHasNoHigherOrders() {
        float[] f = features(MemoryImages.constant(170, 1, SIDE, SIDE, 3));
        assertEquals(2.5 * 170 / 255 * Math.sqrt(3), f[0], 1e-4);
        for (int i = 16; i < f.length; i++) {
            assertEquals(0, f[i], 1e-3, "feature " + i);
        }
    }

    @Test
    void theFirstOrderCannotEnlargeADifferenceBetweenTwoImages() {
        Random random = new Random(5);
        for (int trial = 0; trial < 20; trial++) {
            float[] a = new float[SIDE * SIDE];
            float[] b = new float[SIDE * SIDE];
            double squares = 0;
            for (int i = 0; i < a.length; i++) {
                a[i] = random.nextFloat();
                b[i] = trial % 2 == 0 ? random.nextFloat() : (float) Math.sin(i * 0.01 * trial);
                squares += (a[i] - b[i]) * (a[i] - b[i]);
            }
            float[] fa = first(a);
            float[] fb = first(b);
            double distance = 0;
            for (int i = 0; i < fa.length; i++) {
                distance += (fa[i] - fb[i]) * (fa[i] - fb[i]);
            }
            assertTrue(Math.sqrt(distance) <= Math.sqrt(squares / a.length), "trial " + trial);
        }
    }

    @Test
    void movingABlobChangesTheHigherOrdersFarLessThanChangingItsTexture() {
        float[] still = features(blob(30, 30, 1.3));
        float[] moved = features(blob(35, 33, 1.3));
        float[] other = features(blob(30, 30, 0.7));
        double byMove = distance(still, moved);
        double byTexture = distance(still, other);
        assertTrue(byMove < 0.1 * byTexture, byMove + " against " + byTexture);
    }

    private static MemoryImages blob(int cx, int cy, double frequency) {
        byte[] pixels = new byte[SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            int x = i % SIDE - cx;
            int y = i / SIDE - cy;
            double texture = 1 + Math.sin(frequency * x) * Math.cos(frequency * y);
            pixels[i] = (byte) Math.round(200 - 60 * Math.exp(-(x * x + y * y) / 100.0) * texture);
        }
        return new MemoryImages(1, SIDE, SIDE, 1, pixels);
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = ORDER_1; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    @Test
    void aGreyImageCountsAsOneWithThreeEqualChannels() {
        MemoryImages grey = MemoryImages.random(2, 2, 40, 50, 1);
        byte[] colour = new byte[grey.pixels().length * 3];
        for (int i = 0; i < colour.length; i++) {
            colour[i] = grey.pixels()[i / 3];
        }
        assertArrayEquals(features(new MemoryImages(2, 40, 50, 3, colour)), features(grey), 1e-5f);
    }

    @Test
    void featuresDontDependOnTheBatchAndTheSameCallGivesTheSameBytes() {
        MemoryImages all = MemoryImages.random(9, 37, SIDE, SIDE, 3);
        float[] whole = features(all);
        assertArrayEquals(whole, features(all));
        float[] one = features(all.part(20, 1));
        float[] some = features(all.part(33, 4));
        for (int i = 0; i < one.length; i++) {
            assertEquals(whole[20 * one.length + i], one[i], 1e-5 * Math.max(1, Math.abs(one[i])));
        }
        for (int i = 0; i < some.length; i++) {
            assertEquals(whole[33 * one.length + i], some[i], 1e-5 * Math.max(1, Math.abs(some[i])));
        }
    }

    @Test
    void theDimensionFollowsFromTheFormulaAndTheNameTellsTheSize() {
        assertEquals(192, network.dimension());
        assertEquals("scattering", network.name());
        try (ScatteringNetwork small = new ScatteringNetwork(32)) {
            assertEquals(48 + 72 + 24, small.dimension());
            assertEquals("scattering32", small.name());
            assertEquals(144, small.extract(MemoryImages.random(1, 1, 16, 100, 3)).dimension());
        }
    }

    @Test
    void anImageBelowSixteenPixelsIsRefused() {
        assertThrows(SynthoscopeException.class, () -> features(MemoryImages.random(1, 1, 15, 64, 3)));
    }

    private static float[] features(MemoryImages images) {
        return network.extract(images).values();
    }

    private static float[] first(float[] plane) {
        try (Scope scope = Scope.open()) {
            return transform.apply(Tensor.of(plane, 1, 1, SIDE, SIDE), false).first().toFloats();
        }
    }
}
