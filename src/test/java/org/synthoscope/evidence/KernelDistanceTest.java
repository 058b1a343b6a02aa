package org.synthoscope.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class KernelDistanceTest {

    /** The definition, written out. */
    private static double direct(Points x, Points y) {
        return mean(x, x, true) + mean(y, y, true) - 2 * mean(x, y, false);
    }

    private static double mean(Points x, Points y, boolean distinct) {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < x.count(); i++) {
            for (int j = 0; j < y.count(); j++) {
                if (!distinct || i != j) {
                    double dot = 0;
                    for (int k = 0; k < x.dimension(); k++) {
                        dot += x.values()[i * x.dimension() + k] * y.values()[j * x.dimension() + k];
                    }
                    sum += Math.pow(dot / x.dimension() + 1, 3);
                    pairs++;
                }
            }
        }
        return sum / pairs;
    }

    @Property(tries = 40, seed = "1")
    void itIsTheMeanKernelOfDistinctPairs(@ForAll @IntRange(min = 2, max = 30) int n,
            @ForAll @IntRange(min = 2, max = 30) int m, @ForAll @IntRange(min = 1, max = 9) int d,
            @ForAll @IntRange(max = 10_000) int seed) {
        Points x = FrechetDistanceTest.normal(n, d, seed, 0, 1);
        Points y = FrechetDistanceTest.normal(m, d, seed + 1, 1, 1);
        double expected = direct(x, y);
        assertEquals(expected, KernelDistance.unbiased(x, y), 1e-9 * (1 + Math.abs(expected)));
        assertEquals(expected, KernelDistance.unbiased(y, x), 1e-9 * (1 + Math.abs(expected)));
        int[] patients = new int[n];
        Arrays.setAll(patients, i -> i / 3);
        assertEquals(expected, KernelDistance.between(x, patients, y, Groups.singles(m), 1).value(),
                1e-9 * (1 + Math.abs(expected)));
        assertTrue(KernelDistance.biased(x, y) >= -1e-9);
    }

    @Test
    void mergedBlocksKeepTheValue() {
        Points x = FrechetDistanceTest.normal(1300, 4, 1, 0, 1);
        Points y = FrechetDistanceTest.normal(1200, 4, 2, .3, 1);
        assertEquals(KernelDistance.unbiased(x, y),
                KernelDistance.between(x, Groups.singles(1300), y, Groups.singles(1200), 1).value(), 1e-10);
    }

    @Test
    void theIntervalCoversTheTrueDistanceAboutNineteenTimesInTwenty() {
        // Zero-mean normals: only the square term of the kernel differs, 3/d²·‖Σ₁ − Σ₂‖² = 3(1.2² − 1)²/d.
        int d = 4;
        double truth = 3 * Math.pow(1.2 * 1.2 - 1, 2) / d;
        int covered = 0;
        int repeats = 200;
        for (int i = 0; i < repeats; i++) {
            Points x = FrechetDistanceTest.normal(120, d, 2 * i, 0, 1);
            Points y = FrechetDistanceTest.normal(120, d, 2 * i + 1, 0, 1.2);
            Estimate e = KernelDistance.between(x, Groups.singles(120), y, Groups.singles(120), i).estimate(200, i);
            covered += e.low() <= truth && truth <= e.high() ? 1 : 0;
        }
        assertTrue(covered >= 176 && covered <= 200, covered + " of " + repeats);
    }

    @Test
    void theIntervalWidensWhenImagesComeFromFewPatients() {
        int[] fourTimes = new int[400];
        Arrays.setAll(fourTimes, i -> i / 4);
        Points x = FrechetDistanceTest.normal(100, 4, 1, 0, 1).rows(fourTimes);
        Points y = FrechetDistanceTest.normal(400, 4, 2, .5, 1);
        Estimate naive = KernelDistance.between(x, Groups.singles(400), y, Groups.singles(400), 1).estimate(400, 1);
        Estimate honest = KernelDistance.between(x, fourTimes, y, Groups.singles(400), 1).estimate(400, 1);
        assertTrue(honest.high() - honest.low() > 1.2 * (naive.high() - naive.low()), naive + " " + honest);
    }

    @Test
    void realAgainstRealIsAboutZero() {
        Points x = FrechetDistanceTest.normal(300, 4, 1, 0, 1);
        double[] splits = KernelDistance.between(x, Groups.singles(300), x, Groups.singles(300), 1)
                .realAgainstReal(40, 3);
        assertEquals(0, Estimate.median(splits), .05);
        double[] again = KernelDistance.between(x, Groups.singles(300), x, Groups.singles(300), 1)
                .realAgainstReal(40, 3);
        assertEquals(Arrays.toString(splits), Arrays.toString(again));
    }

    @Test
    void subsetsAverageToAboutTheFullEstimate() {
        Points x = FrechetDistanceTest.normal(300, 4, 1, 0, 1);
        Points y = FrechetDistanceTest.normal(300, 4, 2, 1, 1);
        KernelDistance.Subsets s = KernelDistance.subsets(x, y, 50, 100, 1);
        assertEquals(KernelDistance.unbiased(x, y), s.mean(), 3 * s.spread() / Math.sqrt(50) + .1);
        assertTrue(s.spread() > 0);
        assertThrows(IllegalArgumentException.class, () -> KernelDistance.subsets(x, y, 1, 301, 1));
    }
}
