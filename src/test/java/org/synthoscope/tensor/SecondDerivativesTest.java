package org.synthoscope.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecondDerivativesTest {

    /** By the weight, of the squared length of the gradient by the image. */
    private static Tensor twice(Tensor images, Tensor weight, DType type) {
        Tensor x = images.to(type).channelsLast().detach().requiresGrad_(true);
        Tensor w = weight.to(type).channelsLast().detach().requiresGrad_(true);
        Tensor y;
        try (SecondDerivatives expected = SecondDerivatives.expected()) {
            y = Ops.leakyRelu(Ops.conv2d(x, w, Optional.empty(), 1, 1, 1), 0.2);
        }
        assertEquals(images.size(0), y.size(0));
        Tensor slope = Autograd.gradOfGraph(y.to(DType.FLOAT32).square().sum(), List.of(x)).get(0).to(DType.FLOAT32);
        return Autograd.grad(slope.square().sum(), List.of(w)).get(0).to(DType.FLOAT32);
    }

    @ParameterizedTest
    @CsvSource({"1, 16", "2, 8", "4, 16", "6, 32", "8, 8", "8, 16", "12, 8", "15, 16", "16, 32", "20, 8"})
    void inBf16TheyPointWhereTheyDoInFp32ForAnyBatch(int batch, int side) {
        try (Scope scope = Scope.open(); RandomStream random = RandomStream.seeded(3)) {
            // Rounded first, so that only the arithmetic differs.
            Tensor images = random.normal(batch, 32, side, side).to(DType.BFLOAT16);
            Tensor weight = random.normal(24, 32, 3, 3).mul(0.06).to(DType.BFLOAT16);
            Tensor a = twice(images, weight, DType.FLOAT32);
            Tensor b = twice(images, weight, DType.BFLOAT16);
            double cosine = a.mul(b).sum().item() / Math.sqrt(a.square().sum().item() * b.square().sum().item());
            assertTrue(cosine > 0.99, batch + " images of " + side + " x " + side + ": " + cosine);
        }
    }
}
