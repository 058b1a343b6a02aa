package org.synthoscope.evidence.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

class ResamplingTest {

    @Test
    void bilinearAgreesWithTheEngine() {
        float[] values = new float[3 * 20 * 31];
        Random random = new Random(4);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.of(values, 1, 3, 20, 31);
            for (int side : new int[] {7, 20, 64, 299}) {
                assertArrayEquals(Ops.resizeBilinear(x, side, side, false).toFloats(),
                        Resampling.apply(Resampling.bilinear(20, side), Resampling.bilinear(31, side), x).toFloats(), 1e-4f);
            }
        }
    }

    @Test
    void tensorFlow1ReadsFromTheLeft() {
        assertArrayEquals(new float[] {1, 0, 0.5f, 0.5f, 0, 1, 0, 1}, matrix(Resampling.tensorFlow1(2, 4)), 1e-6f);
    }

    @Test
    void aTriangleHalvesByWeightsOneThreeThreeOne() {
        float[] m = matrix(Resampling.triangle(8, 4));
        assertArrayEquals(new float[] {0, 1 / 8f, 3 / 8f, 3 / 8f, 1 / 8f, 0, 0, 0},
                java.util.Arrays.copyOfRange(m, 8, 16), 1e-6f);
    }

    @Test
    void bicubicHasTheKeysWeightsHalfwayBetweenPixels() {
        // Output 6 lies at 2.75 of the input; the cubic with a = -1/2 at distances 1.75, .75, .25 and 1.25, by hand
        float[] m = matrix(Resampling.bicubic(8, 16));
        assertArrayEquals(new float[] {-0.0234375f, 0.2265625f, 0.8671875f, -0.0703125f},
                java.util.Arrays.copyOfRange(m, 6 * 8 + 1, 6 * 8 + 5), 1e-6f);
    }

    @Test
    void everyRuleKeepsAPlainImagePlain() {
        for (Resampling r : new Resampling[] {Resampling.bilinear(9, 5), Resampling.tensorFlow1(9, 30),
                Resampling.triangle(33, 8), Resampling.bicubic(50, 7), Resampling.halving(16, new MorletBank(1).halvingTaps())}) {
            float[] m = matrix(r);
            try (Scope scope = Scope.open()) {
                for (float sum : r.matrix().sum(false, 1).toFloats()) {
                    assertEquals(1, sum, 1e-5, m.length + " weights");
                }
            }
        }
    }

    private static float[] matrix(Resampling r) {
        try (Scope scope = Scope.open()) {
            return r.matrix().toFloats();
        }
    }
}
