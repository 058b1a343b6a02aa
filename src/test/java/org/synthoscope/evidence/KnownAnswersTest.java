package org.synthoscope.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values published by, or computed with, the reference implementations of the measures. */
class KnownAnswersTest {

    static Points uniform(int count, int dimension, long seed, double scale, double shift) {
        Random random = new Random(seed);
        double[] values = new double[count * dimension];
        for (int i = 0; i < values.length; i++) {
            values[i] = scale * random.nextDouble() + shift;
        }
        return new Points(count, dimension, values);
    }

    static double[] diagonal(double... values) {
        double[] out = new double[values.length * values.length];
        for (int i = 0; i < values.length; i++) {
            out[i * values.length + i] = values[i];
        }
        return out;
    }

    @Test
    void theSharedInputIsTheOneTheAnswersBelongTo() {
        double sum = 0;
        for (double v : uniform(200, 16, 1, 1, 0).values()) {
            sum += v;
        }
        assertEquals(1612.408634090646, sum, 1e-9);
    }

    @ParameterizedTest
    @CsvSource({
        "0.8,  0.15, 0.148149950108, 0.01621312030567, 1,    .545, 2.308, .99",
        "1.1, -0.05, 0.097960090339, 0.00145283359136, .835, .995, .576,  .89",
        "1.5, -0.25, 0.455466373796, 0.00328614737918, .155, 1,    .053,  .21"})
    void twoUniformSetsGiveWhatTheReferenceToolsGive(double scale, double shift, double fd, double kid,
                                                     double precision, double recall, double density,
                                                     double coverage) {
        Points real = uniform(200, 16, 1, 1, 0);
        Points fake = uniform(200, 16, 2, scale, shift);
        assertEquals(fd, FrechetDistance.of(real, fake), 1e-10);
        assertEquals(kid, KernelDistance.unbiased(real, fake), 1e-12);
        assertEquals(kid, KernelDistance.subsets(real, fake, 1, 200, 7).mean(), 1e-12);
        assertEquals(kid, KernelDistance.between(real, Groups.singles(200), fake, Groups.singles(200), 1).value(),
                1e-12);
        Prdc.Result prdc = Prdc.of(real, fake);
        assertEquals(precision, prdc.precision(), 1e-12);
        assertEquals(recall, prdc.recall(), 1e-12);
        assertEquals(density, prdc.density(), 1e-12);
        assertEquals(coverage, prdc.coverage(), 1e-12);
    }

    @Test
    void frechetDistanceOfNormalDistributions() {
        assertEquals(12, FrechetDistance.ofMoments(new double[3], diagonal(1, 1, 1), new double[] {1, 2, 2},
                diagonal(4, 4, 4)), 1e-12);
        assertEquals(3, FrechetDistance.ofMoments(new double[3], diagonal(1, 4, 9), new double[3],
                diagonal(4, 1, 16)), 1e-12);
        assertEquals(5.516685226452, FrechetDistance.ofMoments(new double[] {1, 0}, new double[] {2, 1, 1, 2},
                new double[] {0, 2}, diagonal(3, 1)), 1e-12);
    }

    @Test
    void frechetDistanceOfInceptionsSize() {
        double[] ones = new double[2048];
        java.util.Arrays.fill(ones, 1);
        assertEquals(2048, FrechetDistance.ofMoments(new double[2048], diagonal(ones), ones, diagonal(ones)), 1e-6);
    }

    @Test
    void frechetDistanceOfSingularCovariances() {
        assertEquals(6.2008308, FrechetDistance.of(uniform(20, 64, 3, 1, 0), uniform(20, 64, 4, .9, 0)), 1e-6);
    }

    @Test
    void frechetDistanceOfCompareGansVector() {
        // 50 points at (2, 1) and 50 at (1, 1), against 50 at (9, 9) and 50 at (2, 9): 89.0909…
        double[][] real = new double[100][];
        double[][] fake = new double[100][];
        for (int i = 0; i < 100; i++) {
            real[i] = new double[] {i < 50 ? 2 : 1, 1};
            fake[i] = new double[] {i < 50 ? 9 : 2, 9};
        }
        assertEquals(89.0909090909, FrechetDistance.of(Points.of(real), Points.of(fake)), 1e-9);
    }

    @Test
    void kernelDistanceByHand() {
        Points x = Points.of(new double[] {1, 0}, new double[] {0, 1}, new double[] {1, 1});
        Points y = Points.of(new double[] {2, 0}, new double[] {0, 2}, new double[] {1, 1});
        assertEquals(-2.58333333, KernelDistance.unbiased(x, y), 1e-8);
        assertEquals(3.19444444, KernelDistance.biased(x, y), 1e-8);
        Points z = Points.of(new double[] {0, 0}, new double[] {1, 0}, new double[] {0, 1});
        Points w = Points.of(new double[] {1, 1}, new double[] {2, 0}, new double[] {0, 2});
        assertEquals(0.5, KernelDistance.unbiased(z, w), 1e-12);
    }

    @Test
    void expectedCoverageOfEqualSets() {
        assertEquals(0.968773, Prdc.expectedCoverage(10_000, 10_000, 5), 1e-6);
        assertEquals(.9689, Prdc.expectedCoverage(1_554, 1_554, 5), 5e-5);
        assertEquals(.99989, Prdc.expectedCoverage(1_554, 8_000, 5), 5e-6);
    }
}
