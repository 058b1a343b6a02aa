package org.synthoscope.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.tensor.TensorException;

/** Derivatives of the operations that layers are made of, against central differences in double precision. */
class GradientTest {

    private static final double STEP = 1e-5;

    private Scope scope;
    private RandomStream random;

    @BeforeEach
    void open() {
        scope = Scope.open();
        random = RandomStream.seeded(9);
    }

    @AfterEach
    void close() {
        random.close();
        scope.close();
    }

    private Tensor draw(long... shape) {
        return random.normal(shape).to(DType.FLOAT64);
    }

    /** Checks the derivative of ⟨f(inputs), random⟩ by every input. */
    private void check(Function<List<Tensor>, Tensor> f, Tensor... inputs) {
        Tensor probe = random.normal(f.apply(List.of(inputs)).shape()).to(DType.FLOAT64);
        Function<List<Tensor>, Tensor> scalar = x -> f.apply(x).mul(probe).sum();
        List<Tensor> leaves = new ArrayList<>();
        for (Tensor input : inputs) {
            leaves.add(input.copy().requiresGrad_(true));
        }
        List<Tensor> gradients = Autograd.grad(scalar.apply(leaves), leaves);
        for (int i = 0; i < inputs.length; i++) {
            double[] values = inputs[i].toDoubles();
            double[] numeric = new double[values.length];
            for (int j = 0; j < values.length; j++) {
                numeric[j] = (moved(scalar, inputs, i, j, STEP) - moved(scalar, inputs, i, j, -STEP)) / (2 * STEP);
            }
            assertArrayEquals(numeric, gradients.get(i).toDoubles(), 1e-7, "input " + i);
        }
    }

    private static double moved(Function<List<Tensor>, Tensor> f, Tensor[] inputs, int i, int j, double by) {
        try (Scope s = Scope.open(); Autograd.Guard off = Autograd.noGrad()) {
            List<Tensor> x = new ArrayList<>(List.of(inputs));
            double[] values = inputs[i].toDoubles();
            values[j] += by;
            x.set(i, Tensor.of(values, inputs[i].shape()));
            return f.apply(x).item();
        }
    }

    @Test
    void linear() {
        check(x -> Ops.linear(x.get(0), x.get(1), Optional.of(x.get(2))), draw(3, 4), draw(2, 4), draw(2));
    }

    @Test
    void convolution() {
        check(x -> Ops.conv2d(x.get(0), x.get(1), Optional.of(x.get(2)), 2, 1, 1), draw(2, 2, 6, 6), draw(3, 2, 4, 4),
                draw(3));
    }

    @Test
    void transposedConvolution() {
        check(x -> Ops.convTranspose2d(x.get(0), x.get(1), Optional.of(x.get(2)), 2, 1, 1), draw(2, 3, 3, 3),
                draw(3, 2, 4, 4), draw(2));
    }

    @Test
    void batchNormInTraining() {
        check(x -> Ops.batchNorm(x.get(0), x.get(1), x.get(2), draw(3).fill_(0), draw(3).fill_(1), true, 0.1, 1e-5),
                draw(4, 3, 2, 2), draw(3), draw(3));
    }

    @Test
    void batchNormInUse() {
        Tensor mean = draw(3);
        Tensor variance = draw(3).square().add(0.5);
        check(x -> Ops.batchNorm(x.get(0), x.get(1), x.get(2), mean, variance, false, 0.1, 1e-5), draw(4, 3, 2, 2),
                draw(3), draw(3));
    }

    @Test
    void activations() {
        // Away from the kink of the piecewise ones.
        Tensor x = Tensor.of(new double[] {-2, -0.7, -0.01, 0.02, 0.5, 3}, 2, 3);
        check(v -> Ops.leakyRelu(v.get(0), 0.2), x);
        check(v -> Ops.relu(v.get(0)), x);
        check(v -> Ops.tanh(v.get(0)), x);
        check(v -> Ops.sigmoid(v.get(0)), x);
        check(v -> Ops.softplus(v.get(0)), x);
    }

    @Test
    void maximumPooling() {
        check(x -> Ops.maxPool(x.get(0), 2, 2, 0), draw(2, 3, 5, 4));
    }

    @Test
    void crossEntropyOfWeightedClasses() {
        Tensor labels = Tensor.of(new long[] {2, 0, 1, 2}, 4);
        Tensor weights = Tensor.of(new double[] {1, 0.5, 3}, 3);
        check(x -> Ops.crossEntropy(x.get(0), labels, weights), draw(4, 3));
    }

    @Test
    void crossEntropyIsMinusTheLogarithmOfTheSoftmaxTimesTheWeightOverN() {
        Tensor logits = draw(3, 2);
        double[] p = Ops.softmax(logits).toDoubles();
        assertEquals(1, p[2] + p[3], 1e-12);
        double expected = -(5 * Math.log(p[0]) + 2 * Math.log(p[3]) + 2 * Math.log(p[5])) / 3;
        assertEquals(expected, Ops.crossEntropy(logits, Tensor.of(new long[] {0, 1, 1}, 3),
                Tensor.of(new double[] {5, 2}, 2)).item(), 1e-12);
    }

    @Test
    void dropoutByBytesKeepsItsShareAndItsMeanInEveryLayout() {
        for (double probability : new double[] {0, 0.25, 0.5}) {
            Tensor x = Tensor.ones(4, 8, 33, 31);
            for (Tensor layout : List.of(x, x.channelsLast(), Tensor.ones(4, 1001))) {
                byte[] state = random.state();
                float[] y = Ops.dropoutByBytes(layout, probability, random).toFloats();
                int kept = 0;
                for (float v : y) {
                    assertEquals(v == 0 ? 0 : 1 / (1 - probability), v, 1e-6);
                    kept += v == 0 ? 0 : 1;
                }
                double error = Math.sqrt(probability * (1 - probability) / y.length);
                assertEquals(1 - probability, kept / (double) y.length, 4 * error + 1e-12);
                random.restore(state);
                assertArrayEquals(y, Ops.dropoutByBytes(layout, probability, random).toFloats());
            }
        }
        assertThrows(TensorException.class, () -> Ops.dropoutByBytes(Tensor.ones(4), 0.3, random));
    }

    @Test
    void bytesOfAStreamAreUniform() {
        int[] counts = new int[256];
        for (byte b : random.bytes(256_003).toBytes()) {
            counts[b & 255]++;
        }
        double chi = 0;
        for (int c : counts) {
            chi += (c - 1000.01) * (c - 1000.01) / 1000.01;
        }
        // 255 degrees of freedom: mean 255, standard deviation 22.6.
        assertEquals(255, chi, 4 * 22.6);
    }

    @Test
    void theActivationsInPlaceGiveWhatThoseThatCopyGive() {
        Tensor w = draw(4, 3).requiresGrad_(true);
        Tensor x = draw(5, 3);
        for (boolean leaky : new boolean[] {true, false}) {
            Tensor copied = leaky ? Ops.leakyRelu(Ops.linear(x, w, Optional.empty()), 0.2)
                    : Ops.relu(Ops.linear(x, w, Optional.empty()));
            Tensor inPlace = (leaky ? Activation.leakyRelu(0.2) : Activation.relu())
                    .forward(Ops.linear(x, w, Optional.empty()));
            assertArrayEquals(copied.toDoubles(), inPlace.toDoubles());
            assertArrayEquals(Autograd.grad(copied.square().sum(), List.of(w)).get(0).toDoubles(),
                    Autograd.grad(inPlace.square().sum(), List.of(w)).get(0).toDoubles());
        }
    }

    @Test
    void batchNormMovesItsRunningMomentsByATenth() {
        Tensor x = draw(5, 2, 3, 3);
        Tensor mean = draw(2).fill_(2);
        Tensor variance = draw(2).fill_(3);
        Ops.batchNorm(x, draw(2), draw(2), mean, variance, true, 0.1, 1e-5);
        double[] values = x.toDoubles();
        for (int c = 0; c < 2; c++) {
            double sum = 0;
            double squares = 0;
            for (int n = 0; n < 5; n++) {
                for (int p = 0; p < 9; p++) {
                    double v = values[(n * 2 + c) * 9 + p];
                    sum += v;
                    squares += v * v;
                }
            }
            double m = sum / 45;
            // The running variance is the unbiased one.
            double v = (squares - 45 * m * m) / 44;
            assertEquals(0.9 * 2 + 0.1 * m, mean.toDoubles()[c], 1e-12);
            assertEquals(0.9 * 3 + 0.1 * v, variance.toDoubles()[c], 1e-12);
        }
    }
}
