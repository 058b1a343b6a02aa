package org.synthoscope.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class NormalisationOpsTest {

    @Test
    void anInstanceIsNormalisedByItsOwnChannels() {
        try (Scope s = Scope.open()) {
            Tensor x = Tensor.of(new float[] {1, 3, 10, 30, 5, 5, 0, 8}, 2, 2, 1, 2);
            assertArrayEquals(new float[] {-1, 1, -1, 1, 0, 0, -1, 1}, Ops.instanceNorm(x, 1e-5).toFloats(), 1e-4f);
        }
    }

    @Test
    void aGroupOfChannelsSharesItsMoments() {
        try (Scope s = Scope.open()) {
            Tensor x = Tensor.of(new float[] {1, 1, 3, 3}, 1, 2, 1, 2);
            Tensor gain = Tensor.of(new float[] {2, 3}, 2);
            Tensor shift = Tensor.of(new float[] {0, 1}, 2);
            assertArrayEquals(new float[] {-2, -2, 4, 4}, Ops.groupNorm(x, 1, gain, shift, 1e-9).toFloats(), 1e-5f);
        }
    }

    @Test
    void nearestUpsamplingRepeatsPixels() {
        try (Scope s = Scope.open()) {
            Tensor x = Tensor.of(new float[] {1, 2}, 1, 1, 1, 2);
            assertArrayEquals(new float[] {1, 1, 2, 2, 1, 1, 2, 2}, Ops.upsampleNearest(x, 2).toFloats());
        }
    }

    /** A 3x3 kernel of ones with stride 2, padding 1 and output padding 1 doubles the side; hand-computed. */
    @Test
    void outputPaddingDoublesTheSide() {
        try (Scope s = Scope.open()) {
            Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 1, 1, 2, 2);
            Tensor y = Ops.convTranspose2d(x, Tensor.ones(1, 1, 3, 3), Optional.empty(), 2, 1, 1, 1);
            assertArrayEquals(new float[] {1, 3, 2, 2, 4, 10, 6, 6, 3, 7, 4, 4, 3, 7, 4, 4}, y.toFloats());
        }
    }
}
