package org.synthoscope.gan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.synthoscope.nn.MinibatchDeviation;
import org.synthoscope.nn.PixelNorm;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

/** Known answers; derivatives, first and second, against central differences in double precision. */
class WassersteinLossTest {

    private static final double STEP = 1e-5;

    private Scope scope;
    private RandomStream random;

    @BeforeEach
    void open() {
        scope = Scope.open();
        random = RandomStream.seeded(6);
    }

    @AfterEach
    void close() {
        random.close();
        scope.close();
    }

    private Tensor draw(long... shape) {
        return random.normal(shape).to(DType.FLOAT64);
    }

    private static void check(Function<List<Tensor>, Tensor> f, double tolerance, Tensor... inputs) {
        List<Tensor> leaves = new ArrayList<>();
        for (Tensor input : inputs) {
            leaves.add(input.copy().requiresGrad_(true));
        }
        List<Tensor> gradients = Autograd.grad(f.apply(leaves), leaves);
        for (int i = 0; i < inputs.length; i++) {
            double[] numeric = new double[(int) inputs[i].numel()];
            for (int j = 0; j < numeric.length; j++) {
                numeric[j] = (moved(f, inputs, i, j, STEP) - moved(f, inputs, i, j, -STEP)) / (2 * STEP);
            }
            assertArrayEquals(numeric, gradients.get(i).toDoubles(), tolerance, "input " + i);
        }
    }

    /** With a graph even here: the penalty takes a derivative of its own. */
    private static double moved(Function<List<Tensor>, Tensor> f, Tensor[] inputs, int i, int j, double by) {
        try (Scope s = Scope.open()) {
            List<Tensor> x = new ArrayList<>(List.of(inputs));
            double[] values = inputs[i].toDoubles();
            values[j] += by;
            x.set(i, Tensor.of(values, inputs[i].shape()));
            return f.apply(x).item();
        }
    }

    // ---- known answers

    @Test
    void lossesOfThreeLogits() {
        Tensor real = Tensor.of(new float[] {2, 0.5f, -1}, 3);
        Tensor fake = Tensor.of(new float[] {-2, 0.5f, 1.5f}, 3);
        assertEquals(-0.5, WassersteinLoss.discriminator(real, fake).item(), 1e-6);
        assertEquals(0, WassersteinLoss.generator(fake).item(), 1e-6);
        assertEquals(0.00175, WassersteinLoss.drift(real).mul(0.001).item(), 1e-8);
    }

    @Test
    void pointsBetweenLieOnTheLine() {
        Tensor real = Tensor.zeros(3, 1, 2, 1);
        Tensor fake = Tensor.full(4, 3, 1, 2, 1).requiresGrad_(true);
        Tensor at = WassersteinLoss.between(real, fake, Tensor.of(new float[] {0, 0.25f, 1}, 3));
        assertArrayEquals(new float[] {0, 0, 1, 1, 4, 4}, at.toFloats());
        assertEquals(false, at.requiresGrad());
    }

    @Test
    void penaltyOfALinearCriticIsThatOfItsWeights() {
        Tensor w = Tensor.of(new double[] {3, 4}, 1, 2);
        Tensor at = draw(5, 1, 2, 1);
        // The slope is 5 everywhere.
        assertEquals(16, WassersteinLoss.gradientPenalty(x -> x.reshape(5, 2).matmul(w.transpose(0, 1)).reshape(5), at).item(),
                1e-9);
        // Of a critic without a slope it is 1, and has a derivative.
        Tensor flat = Tensor.of(new double[] {0, 0}, 1, 2).requiresGrad_(true);
        Tensor penalty = WassersteinLoss.gradientPenalty(x -> x.reshape(5, 2).matmul(flat.transpose(0, 1)).reshape(5), at);
        assertEquals(1, penalty.item(), 1e-5);
        assertArrayEquals(new double[] {0, 0}, Autograd.grad(penalty, List.of(flat)).get(0).toDoubles(), 1e-9);
    }

    // ---- derivatives

    @Test
    void pixelNorm() {
        Tensor probe = draw(2, 3, 2, 2);
        check(x -> PixelNorm.of(x.get(0), 1e-8).mul(probe).sum(), 1e-7, draw(2, 3, 2, 2));
        check(x -> PixelNorm.of(x.get(0), 0.5).mul(probe).sum(), 1e-7, draw(2, 3, 2, 2));
    }

    @Test
    void minibatchDeviation() {
        Tensor probe = draw(8, 1, 2, 2);
        check(x -> MinibatchDeviation.map(x.get(0), 4).mul(probe).sum(), 1e-7, draw(8, 3, 2, 2));
    }

    /** A small critic of all the parts of ProGAN's. */
    private static Tensor critic(Tensor images, List<Tensor> w) {
        Tensor x = Ops.leakyRelu_(Ops.conv2d(images, w.get(0), Optional.of(w.get(1)), 1, 1, 1), 0.2);
        x = Ops.leakyRelu_(Ops.conv2d(x, Ops.averagePool(w.get(2), 2, 1, 1, true).mul(0.7), Optional.empty(), 2, 1, 1), 0.2);
        x = Tensor.cat(List.of(x, MinibatchDeviation.map(x, 4)), 1);
        return x.reshape(x.size(0), x.numel() / x.size(0)).matmul(w.get(3)).reshape(x.size(0));
    }

    @Test
    void gradientPenaltyThroughItsSecondDerivative() {
        Tensor at = draw(4, 2, 4, 4);
        Tensor[] weights = {draw(3, 2, 3, 3), draw(3), draw(4, 3, 3, 3), draw(5 * 4, 1)};
        // Outputs, and so penalties, of some hundreds.
        check(w -> WassersteinLoss.gradientPenalty(x -> critic(x, w), at).mul(1e-2), 2e-6, weights);
    }
}
