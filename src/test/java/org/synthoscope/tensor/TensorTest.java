package org.synthoscope.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TensorTest {

    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void valuesGoInAndComeOut() {
        Tensor t = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        assertArrayEquals(new long[] {2, 3}, t.shape());
        assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, t.transpose(0, 1).toFloats());
        assertEquals(21, t.sum().item());
        assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6}, t.to(DType.UINT8).toBytes());
        assertEquals("FLOAT32[2, 3]", t.toString());
    }

    @Test
    void aWrongNumberOfValuesIsRefused() {
        assertThrows(TensorException.class, () -> Tensor.of(new float[5], 2, 3));
    }

    @Test
    void theSecondDerivativeOfACubeIsSixX() {
        Tensor x = Tensor.of(new double[] {2, -3}, 2).requiresGrad_(true);
        Tensor first = Autograd.gradOfGraph(x.pow(3).sum(), List.of(x)).get(0);
        assertArrayEquals(new double[] {12, 27}, first.toDoubles(), 1e-12);
        Tensor second = Autograd.grad(first.sum(), List.of(x)).get(0);
        assertArrayEquals(new double[] {12, -18}, second.toDoubles(), 1e-12);
    }

    @Test
    void aTensorThatTakesNoPartHasNoGradient() {
        Tensor x = Tensor.ones(2).requiresGrad_(true);
        Tensor y = Tensor.ones(2).requiresGrad_(true);
        assertThrows(TensorException.class, () -> Autograd.grad(x.sum(), List.of(y)));
    }

    @Test
    void noGradStopsRecordingAndEndsWithItsGuard() {
        Tensor x = Tensor.ones(2).requiresGrad_(true);
        try (Autograd.Guard off = Autograd.noGrad()) {
            assertFalse(x.mul(2).requiresGrad());
        }
        assertTrue(x.mul(2).requiresGrad());
    }

    @Test
    void aRestoredStreamGoesOnExactly() {
        try (RandomStream stream = RandomStream.seeded(7)) {
            stream.normal(13);
            byte[] state = stream.state();
            float[] expected = stream.normal(1001).toFloats();
            stream.uniform(0, 1, 5);
            stream.restore(state);
            assertArrayEquals(expected, stream.normal(1001).toFloats());
        }
    }

    @Test
    void streamsDoNotDisturbEachOther() {
        try (RandomStream a = RandomStream.seeded(1); RandomStream b = RandomStream.seeded(1)) {
            float[] first = a.normal(50).toFloats();
            a.normal(50);
            assertArrayEquals(first, b.normal(50).toFloats());
        }
    }

    @Test
    void aForeignStateIsRefused() {
        try (RandomStream stream = RandomStream.seeded(1)) {
            assertThrows(TensorException.class, () -> stream.restore(new byte[17]));
        }
    }

    @Test
    void channelsLastKeepsTheValues() {
        try (RandomStream r = RandomStream.seeded(3)) {
            Tensor x = r.normal(2, 3, 4, 5);
            assertArrayEquals(x.toFloats(), x.channelsLast().toFloats());
        }
    }

    @Test
    void transposedConvolutionIsTheAdjointOfConvolution() {
        try (RandomStream r = RandomStream.seeded(5)) {
            Tensor w = r.normal(4, 3, 4, 4).to(DType.FLOAT64);
            Tensor x = r.normal(2, 3, 8, 8).to(DType.FLOAT64);
            Tensor y = r.normal(2, 4, 4, 4).to(DType.FLOAT64);
            double left = Ops.conv2d(x, w, Optional.empty(), 2, 1, 1).mul(y).sum().item();
            double right = Ops.convTranspose2d(y, w, Optional.empty(), 2, 1, 1).mul(x).sum().item();
            assertEquals(left, right, 1e-9 * Math.abs(left) + 1e-9);
        }
    }

    @Test
    void autocastComputesInBf16WithTheWeightsOfTheMoment() {
        try (RandomStream r = RandomStream.seeded(5); Autograd.Guard off = Autograd.noGrad()) {
            Tensor w = r.normal(4, 8).keep();
            Tensor x = r.normal(2, 8);
            float[] before;
            try (Autocast cast = Autocast.bf16()) {
                Tensor y = Ops.linear(x, w, Optional.empty());
                assertEquals(DType.BFLOAT16, y.dtype());
                before = y.toFloats();
                assertThrows(TensorException.class, Autocast::bf16);
            }
            w.mul_(-1);
            try (Autocast cast = Autocast.bf16()) {
                float[] after = Ops.linear(x, w, Optional.empty()).toFloats();
                assertNotEquals(before[0], after[0]);
                assertEquals(-before[0], after[0], 1e-6);
            }
            assertEquals(DType.FLOAT32, Ops.linear(x, w, Optional.empty()).dtype());
            w.close();
        }
    }

    @Test
    void whatIsKeptOutlivesItsScope() {
        Tensor kept;
        try (Scope inner = Scope.open()) {
            kept = Tensor.full(3, 10).keep();
        }
        assertEquals(30, kept.sum().item());
        kept.close();
    }

    @Test
    void eigenvaluesOfAKnownMatrix() {
        Tensor m = Tensor.of(new double[] {2, 1, 1, 2}, 2, 2);
        assertArrayEquals(new double[] {1, 3}, Linalg.eigenvalues(m).toDoubles(), 1e-12);
        assertArrayEquals(new double[] {1, 3}, Linalg.eigen(m).values().toDoubles(), 1e-12);
    }

    @Test
    void adamsFirstStepsWithBetaOneZeroMatchTheFormula() {
        // With beta1 = 0 the step is lr * g / (sqrt(vHat) + eps): a swapped pair of betas shows at once.
        double lr = 0.1;
        double beta2 = 0.9;
        Tensor p = Tensor.of(new float[] {1, 1}, 2);
        Tensor m = Tensor.zeros(2);
        Tensor v = Tensor.zeros(2);
        Tensor steps = Tensor.zeros(1).reshape();
        double[] g1 = {0.5, -2};
        double[] g2 = {1, 1};
        double[] w = {1, 1};
        double[] vv = {0, 0};
        for (int t = 1; t <= 2; t++) {
            double[] g = t == 1 ? g1 : g2;
            for (int i = 0; i < 2; i++) {
                vv[i] = beta2 * vv[i] + (1 - beta2) * g[i] * g[i];
                w[i] -= lr * g[i] / (Math.sqrt(vv[i] / (1 - Math.pow(beta2, t))) + 1e-8);
            }
            Fused.adam(List.of(p), List.of(Tensor.of(new float[] {(float) g[0], (float) g[1]}, 2)), List.of(m),
                    List.of(v), List.of(steps), List.of(p), lr, 0, beta2, 0, 1e-8);
        }
        assertArrayEquals(w, p.toDoubles(), 1e-6);
        assertEquals(2, steps.item());
    }

    @Test
    void adamDoesNotMindHowAGradientLiesInMemory() {
        try (RandomStream r = RandomStream.seeded(11)) {
            Tensor weight = r.normal(4, 3, 2, 2);
            Tensor gradient = r.normal(4, 3, 2, 2);
            float[] expected = afterOneStep(weight.copy(), gradient);
            assertArrayEquals(expected, afterOneStep(weight.channelsLast().copy(), gradient));
            assertArrayEquals(expected, afterOneStep(weight.copy(), gradient.channelsLast()));
        }
    }

    private static float[] afterOneStep(Tensor weight, Tensor gradient) {
        Tensor m = weight.copy().fill_(0);
        Tensor v = weight.copy().fill_(0);
        Tensor steps = Tensor.zeros();
        for (int i = 0; i < 3; i++) {
            Fused.adam(List.of(weight), List.of(gradient), List.of(m), List.of(v), List.of(steps), List.of(weight),
                    0.1, 0.5, 0.9, 0, 1e-8);
        }
        return weight.toFloats();
    }

    /** 540,672 numbers make two parts and a bit; laid as masters, as gradients of products and otherwise. */
    @Test
    void adamInPartsTakesTheSameStepAndRenewsTheCopy() {
        try (Scope s = Scope.open(); RandomStream r = RandomStream.seeded(12)) {
            Tensor first = r.normal(512, 66, 4, 4);
            Tensor gradient = r.normal(512, 66, 4, 4).to(DType.BFLOAT16);
            float[] expected = afterOneStep(first.copy(), gradient.to(DType.FLOAT32));
            for (Tensor weight : List.of(first.copy(), first.channelsLast().copy())) {
                for (Tensor slope : List.of(gradient, gradient.channelsLast())) {
                    Tensor w = weight.copy();
                    Tensor m = weight.copy().fill_(0);
                    Tensor v = weight.copy().fill_(0);
                    Tensor steps = Tensor.zeros();
                    Tensor copy = weight.to(DType.BFLOAT16);
                    for (int i = 0; i < 3; i++) {
                        Fused.adam(List.of(w), List.of(slope), List.of(m), List.of(v), List.of(steps), List.of(copy),
                                0.1, 0.5, 0.9, 0, 1e-8);
                    }
                    assertArrayEquals(expected, w.toFloats());
                    assertArrayEquals(w.to(DType.BFLOAT16).toFloats(), copy.toFloats());
                    assertEquals(3, steps.item());
                }
            }
        }
    }
}
