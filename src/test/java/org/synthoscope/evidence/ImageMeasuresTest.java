package org.synthoscope.evidence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageMeasuresTest {

    private static double[] image(int size, long seed) {
        return new Random(seed).doubles((long) size * size, 0, 255).toArray();
    }

    /** Structural similarity of one scale with the window written out as a square of weights. */
    private static double[] direct(double[] a, double[] b, int size) {
        int k = Math.min(11, size);
        double[][] w = new double[k][k];
        double total = 0;
        for (int y = 0; y < k; y++) {
            for (int x = 0; x < k; x++) {
                double dy = y - (k - 1) / 2.0;
                double dx = x - (k - 1) / 2.0;
                w[y][x] = Math.exp(-(dx * dx + dy * dy) / (2 * 1.5 * 1.5));
                total += w[y][x];
            }
        }
        double structure = 0;
        double both = 0;
        int places = size - k + 1;
        for (int top = 0; top < places; top++) {
            for (int left = 0; left < places; left++) {
                double ma = 0;
                double mb = 0;
                for (int y = 0; y < k; y++) {
                    for (int x = 0; x < k; x++) {
                        ma += w[y][x] / total * a[(top + y) * size + left + x];
                        mb += w[y][x] / total * b[(top + y) * size + left + x];
                    }
                }
                double va = 0;
                double vb = 0;
                double cov = 0;
                for (int y = 0; y < k; y++) {
                    for (int x = 0; x < k; x++) {
                        double da = a[(top + y) * size + left + x] - ma;
                        double db = b[(top + y) * size + left + x] - mb;
                        va += w[y][x] / total * da * da;
                        vb += w[y][x] / total * db * db;
                        cov += w[y][x] / total * da * db;
                    }
                }
                double c1 = 2.55 * 2.55;
                double c2 = 7.65 * 7.65;
                double cs = (2 * cov + c2) / (va + vb + c2);
                structure += cs;
                both += cs * (2 * ma * mb + c1) / (ma * ma + mb * mb + c1);
            }
        }
        return new double[] {structure / (places * places), both / (places * places)};
    }

    @Test
    void msSsimAgreesWithItsDefinition() {
        int size = 48;
        double[] a = image(size, 1);
        double[] b = a.clone();
        Random random = new Random(2);
        for (int i = 0; i < b.length; i++) {
            b[i] = Math.max(0, Math.min(255, b[i] + 20 * random.nextGaussian()));
        }
        double got = MsSsim.of(a, b, size, size, 1);
        double expected = 1;
        double[] weights = {.0448, .2856, .3001, .2363, .1333};
        int side = size;
        for (int s = 0; s < 5; s++) {
            double[] terms = direct(a, b, side);
            expected *= Math.pow(Math.max(0, s == 4 ? terms[1] : terms[0]), weights[s]);
            a = half(a, side);
            b = half(b, side);
            side /= 2;
        }
        assertEquals(expected, got, 1e-10);
    }

    private static double[] half(double[] a, int size) {
        int h = size / 2;
        double[] out = new double[h * h];
        for (int i = 0; i < out.length; i++) {
            int at = i / h * 2 * size + i % h * 2;
            out[i] = (a[at] + a[at + 1] + a[at + size] + a[at + size + 1]) / 4;
        }
        return out;
    }

    @Test
    void flatImagesGiveCompareGansAnswer() {
        double[] one = new double[64 * 64];
        double[] part = new double[64 * 64];
        double[] zero = new double[64 * 64];
        Arrays.fill(one, 1);
        Arrays.fill(part, .7);
        assertEquals(0.989989, (MsSsim.of(one, part, 64, 64, 1) + MsSsim.of(one, zero, 64, 64, 1)
                + MsSsim.of(part, zero, 64, 64, 1)) / 3, 1e-6);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 33, 50})
    void msSsimIsOneForCopiesSymmetricAndFallsWithNoise(int size) {
        double[] a = image(size, 3);
        assertEquals(1, MsSsim.of(a, a, size, size, 1), 1e-12);
        double last = 1;
        for (double noise : new double[] {10, 40, 120}) {
            double[] b = a.clone();
            Random random = new Random(4);
            for (int i = 0; i < b.length; i++) {
                b[i] = Math.max(0, Math.min(255, b[i] + noise * random.nextGaussian()));
            }
            double s = MsSsim.of(a, b, size, size, 1);
            assertTrue(s < last && s >= 0, s + " after " + last);
            assertEquals(s, MsSsim.of(b, a, size, size, 1), 1e-12);
            last = s;
        }
    }

    @ParameterizedTest
    @CsvSource({"64, 64", "50, 37", "17, 33"})
    void aPyramidAddsUpToItsImage(int height, int width) {
        float[] values = new float[height * width];
        Random random = new Random(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = 255 * random.nextFloat();
        }
        List<LaplacianPyramid.Plane> levels = LaplacianPyramid.of(
                new LaplacianPyramid.Plane(height, width, values), 3);
        assertArrayEquals(values, LaplacianPyramid.image(levels).values(), 1e-3f);
    }

    @Test
    void theDifferencesOfAFlatImageAreZero() {
        float[] values = new float[32 * 32];
        Arrays.fill(values, 9);
        List<LaplacianPyramid.Plane> levels = LaplacianPyramid.of(new LaplacianPyramid.Plane(32, 32, values), 2);
        assertArrayEquals(new float[32 * 32], levels.get(0).values(), 1e-4f);
        float[] coarse = new float[16 * 16];
        Arrays.fill(coarse, 9);
        assertArrayEquals(coarse, levels.get(1).values(), 1e-4f);
    }

    @Test
    void pyramidsStopAtSixteenPixels() {
        assertEquals(3, SlicedWasserstein.levels(64, 64));
        assertEquals(1, SlicedWasserstein.levels(28, 28));
        assertEquals(5, SlicedWasserstein.levels(256, 300));
    }

    @Test
    void slicedWassersteinSeesTextureAtTheFineLevelAndColourAtTheCoarse() {
        int[] all = Groups.singles(80);
        ArrayImages real = ArrayImages.blobs(80, 32, 1, 6);
        SlicedWasserstein.Result same = SlicedWasserstein.compare(real, all, ArrayImages.blobs(80, 32, 2, 6), all, 40,
                3, 1);
        SlicedWasserstein.Result noisy = SlicedWasserstein.compare(real, all, ArrayImages.blobs(80, 32, 2, 25), all,
                40, 3, 1);
        assertEquals(2, same.levels().length);
        assertEquals(40, same.images());
        assertTrue(same.mean().value() < 2 * same.floor(), same.toString());
        assertTrue(noisy.levels()[0] > 2 * same.levels()[0] || noisy.mean().value() > same.mean().value(),
                Arrays.toString(noisy.levels()) + Arrays.toString(same.levels()));
        assertEquals(same.mean(), SlicedWasserstein.compare(real, all, ArrayImages.blobs(80, 32, 2, 6), all, 40, 3, 1)
                .mean());
        assertThrows(IllegalArgumentException.class, () -> SlicedWasserstein.compare(real, Groups.singles(20), real,
                all, 40, 3, 1));
    }

    @Test
    void theSlicedWassersteinIntervalHasTheWidthThatRepeatedSamplingShows() {
        int repeats = 24;
        double[] values = new double[repeats];
        double width = 0;
        for (int i = 0; i < repeats; i++) {
            SlicedWasserstein.Result r = SlicedWasserstein.compare(ArrayImages.blobs(60, 16, 2 * i, 6),
                    Groups.singles(60), ArrayImages.blobs(30, 16, 2 * i + 1, 40), Groups.singles(30), 30, 1, 5);
            values[i] = r.mean().value();
            width += (r.mean().high() - r.mean().low()) / (2 * Estimate.Z) / repeats;
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        double spread = Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (repeats - 1));
        assertTrue(width > .6 * spread && width < 2.5 * spread, width + " against " + spread);
    }

    @Test
    void vendiCountsDifferentPoints() {
        double[] eye = new double[36];
        for (int i = 0; i < 6; i++) {
            eye[i * 6 + i] = 1 + i;
        }
        Points six = new Points(6, 6, eye);
        assertEquals(6, VendiScore.of(six), 1e-9);
        assertEquals(6, VendiScore.of(six.rows(new int[] {0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5})), 1e-9);
        assertEquals(1, VendiScore.of(six.rows(new int[9])), 1e-9);
        assertEquals(2, VendiScore.of(six.rows(new int[] {0, 0, 3, 3})), 1e-9);
    }
}
