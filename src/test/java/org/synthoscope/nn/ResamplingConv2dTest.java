package org.synthoscope.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

/** One strided convolution against resampling and convolution one after the other, borders and derivatives included. */
class ResamplingConv2dTest {

    private static void assertSame(BiFunction<Tensor, Tensor, Tensor> apart, BiFunction<Tensor, Tensor, Tensor> together) {
        try (Scope scope = Scope.open(); RandomStream random = RandomStream.seeded(4)) {
            Tensor x = random.normal(2, 3, 6, 4).to(DType.FLOAT64).requiresGrad_(true);
            Tensor w = random.normal(5, 3, 3, 3).to(DType.FLOAT64).requiresGrad_(true);
            Tensor expected = apart.apply(x, w);
            Tensor found = together.apply(x, w);
            assertArrayEquals(expected.shape(), found.shape());
            assertArrayEquals(expected.detach().toDoubles(), found.detach().toDoubles(), 1e-12);
            List<Tensor> a = Autograd.grad(expected.square().sum(), List.of(x, w));
            List<Tensor> b = Autograd.grad(found.square().sum(), List.of(x, w));
            assertArrayEquals(a.get(0).toDoubles(), b.get(0).toDoubles(), 1e-10);
            assertArrayEquals(a.get(1).toDoubles(), b.get(1).toDoubles(), 1e-10);
        }
    }

    @Test
    void doublingThenConvolving() {
        assertSame((x, w) -> Ops.conv2d(Ops.upsampleNearest(x, 2), w, Optional.empty(), 1, 1, 1),
                (x, w) -> Ops.convTranspose2d(x, ResamplingConv2d.doublingKernel(w), Optional.empty(), 2, 1, 1));
    }

    @Test
    void convolvingThenHalving() {
        assertSame((x, w) -> Ops.averagePool(Ops.conv2d(x, w, Optional.empty(), 1, 1, 1), 2, 2, 0, true),
                (x, w) -> Ops.conv2d(x, ResamplingConv2d.halvingKernel(w), Optional.empty(), 2, 1, 1));
    }
}
