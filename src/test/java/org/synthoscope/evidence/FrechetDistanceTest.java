package org.synthoscope.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FrechetDistanceTest {

    static Points normal(int count, int dimension, long seed, double mean, double deviation) {
        Random random = new Random(seed);
        double[] values = new double[count * dimension];
        for (int i = 0; i < values.length; i++) {
            values[i] = mean + deviation * random.nextGaussian();
        }
        return new Points(count, dimension, values);
    }

    /** Rotates the first two axes. */
    private static Points rotated(Points p, double angle) {
        double[] out = p.values().clone();
        for (int i = 0; i < p.count(); i++) {
            double x = p.values()[i * p.dimension()];
            double y = p.values()[i * p.dimension() + 1];
            out[i * p.dimension()] = Math.cos(angle) * x - Math.sin(angle) * y;
            out[i * p.dimension() + 1] = Math.sin(angle) * x + Math.cos(angle) * y;
        }
        return new Points(p.count(), p.dimension(), out);
    }

    @Property(tries = 60, seed = "1")
    void itIsSymmetricNotNegativeAndBlindToRotationShiftAndOrder(@ForAll @IntRange(min = 3, max = 40) int n,
            @ForAll @IntRange(min = 3, max = 40) int m, @ForAll @IntRange(min = 2, max = 20) int d,
            @ForAll @IntRange(max = 10_000) int seed) {
        Points a = normal(n, d, seed, 0, 1);
        Points b = normal(m, d, seed + 1, .5, 2);
        double distance = FrechetDistance.of(a, b);
        assertTrue(distance >= 0);
        assertEquals(distance, FrechetDistance.of(b, a), 1e-6);
        assertEquals(distance, FrechetDistance.of(rotated(a, 1.1), rotated(b, 1.1)), 1e-6);
        double[] shift = new double[d];
        java.util.Arrays.fill(shift, 7);
        assertEquals(distance, FrechetDistance.of(a.minus(shift), b.minus(shift)), 1e-6);
        int[] order = Groups.permutation(n, new java.util.SplittableRandom(seed));
        assertEquals(distance, FrechetDistance.of(a.rows(order), b), 1e-6);
        assertEquals(0, FrechetDistance.of(a, a.rows(order)), 1e-6);
        assertEquals(distance, FrechetDistance.estimate(a, Groups.singles(n), b, Groups.singles(m)).value(), 1e-6);
    }

    @Test
    void pointsAndTheirMomentsGiveOneAnswer() {
        Points a = normal(50, 3, 1, 0, 1);
        Points b = normal(70, 3, 2, 1, 2);
        assertEquals(FrechetDistance.ofMoments(a.mean(), covariance(a), b.mean(), covariance(b)),
                FrechetDistance.of(a, b), 1e-9);
    }

    private static double[] covariance(Points p) {
        int d = p.dimension();
        double[] mean = p.mean();
        double[] out = new double[d * d];
        for (int i = 0; i < p.count(); i++) {
            for (int j = 0; j < d; j++) {
                for (int k = 0; k < d; k++) {
                    out[j * d + k] += (p.values()[i * d + j] - mean[j]) * (p.values()[i * d + k] - mean[k])
                            / (p.count() - 1);
                }
            }
        }
        return out;
    }

    @Test
    void theIntervalHasTheWidthThatRepeatedSamplingShows() {
        int repeats = 60;
        double[] values = new double[repeats];
        double width = 0;
        for (int i = 0; i < repeats; i++) {
            Estimate e = FrechetDistance.estimate(normal(200, 8, 2 * i, 0, 1), Groups.singles(200),
                    normal(200, 8, 2 * i + 1, .4, 1.2), Groups.singles(200));
            values[i] = e.value();
            width += (e.high() - e.low()) / (2 * Estimate.Z) / repeats;
        }
        double mean = java.util.Arrays.stream(values).average().orElseThrow();
        double spread = Math.sqrt(java.util.Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum()
                / (repeats - 1));
        assertEquals(1, width / spread, .35);
    }

    @Test
    void imagesOfOnePatientCountAsOne() {
        Points base = normal(100, 4, 1, 0, 1);
        Points other = normal(400, 4, 2, 1, 1);
        int[] fourTimes = new int[400];
        java.util.Arrays.setAll(fourTimes, i -> i / 4);
        Points repeated = base.rows(fourTimes);
        Estimate naive = FrechetDistance.estimate(repeated, Groups.singles(400), other, Groups.singles(400));
        Estimate honest = FrechetDistance.estimate(repeated, fourTimes, other, Groups.singles(400));
        assertEquals(naive.value(), honest.value(), 1e-12);
        assertTrue(honest.high() - honest.low() > 1.3 * (naive.high() - naive.low()));
    }

    @Test
    void pointsOfDifferentDimensionsAndSinglePointsAreRefused() {
        assertThrows(IllegalArgumentException.class,
                () -> FrechetDistance.of(normal(5, 2, 1, 0, 1), normal(5, 3, 1, 0, 1)));
        assertThrows(IllegalArgumentException.class,
                () -> FrechetDistance.of(normal(1, 2, 1, 0, 1), normal(5, 2, 1, 0, 1)));
    }

    @Test
    void setsWithoutAnySpreadAreOnlyTheirMeansApart() {
        Points a = Points.of(new double[] {1, 2}, new double[] {1, 2}, new double[] {1, 2});
        Points b = Points.of(new double[] {4, 6}, new double[] {4, 6});
        assertEquals(25, FrechetDistance.of(a, b), 1e-12);
        assertEquals(25, FrechetDistance.estimate(a, Groups.singles(3), b, Groups.singles(2)).value(), 1e-12);
    }
}
