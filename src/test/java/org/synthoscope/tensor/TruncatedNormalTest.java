package org.synthoscope.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TruncatedNormalTest {

    private static double density(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    /** ∫ density from 0 to x by Simpson's rule. */
    private static double half(double x) {
        int n = 2000;
        double sum = density(0) + density(x);
        for (int i = 1; i < n; i++) {
            sum += (i % 2 == 0 ? 2 : 4) * density(x * i / n);
        }
        return sum * x / n / 3;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.04, 0.5, 1, 2})
    void numbersHaveTheDistributionBetweenTheThresholds(double t) {
        try (Scope s = Scope.open(); RandomStream random = RandomStream.seeded(7)) {
            int n = 40_000;
            float[] x = random.truncatedNormal(t, 200, n / 200).toFloats();
            double mean = 0;
            double squares = 0;
            double inner = 0;
            for (float v : x) {
                assertTrue(Math.abs(v) <= t);
                mean += v / n;
                squares += v * v / n;
                inner += Math.abs(v) < t / 2 ? 1.0 / n : 0;
            }
            double inside = 2 * half(t);
            double variance = 1 - 2 * t * density(t) / inside;
            double share = 2 * half(t / 2) / inside;
            assertEquals(0, mean, 4 * Math.sqrt(variance / n));
            assertEquals(variance, squares, 4 * variance * Math.sqrt(2.0 / n));
            assertEquals(share, inner, 4 * Math.sqrt(share * (1 - share) / n));
        }
    }

    @Test
    void beyondAllDrawsNothingIsDrawnAgain() {
        try (Scope s = Scope.open(); RandomStream a = RandomStream.seeded(7); RandomStream b = RandomStream.seeded(7)) {
            assertArrayEquals(a.normal(50).toFloats(), b.truncatedNormal(9, 50).toFloats());
            assertArrayEquals(a.state(), b.state());
        }
    }

    @Test
    void thresholdsThatWouldTakeForEverAreRefused() {
        try (Scope s = Scope.open(); RandomStream a = RandomStream.seeded(7)) {
            assertThrows(TensorException.class, () -> a.truncatedNormal(0, 3));
            assertThrows(TensorException.class, () -> a.truncatedNormal(Double.NaN, 3));
        }
    }
}
