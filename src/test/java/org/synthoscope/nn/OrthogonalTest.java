package org.synthoscope.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

/** Weights that begin orthogonal, and the penalty that keeps them from becoming alike. */
class OrthogonalTest {

    private Scope scope;
    private RandomStream random;

    @BeforeEach
    void open() {
        scope = Scope.open();
        random = RandomStream.seeded(8);
    }

    @AfterEach
    void close() {
        random.close();
        scope.close();
    }

    @Test
    void firstWeightsHaveOrthonormalRowsOrColumnsWhicheverAreFewer() {
        for (long[] shape : new long[][] {{3, 8}, {8, 3}, {5, 5}, {4, 2, 3, 3}, {20, 1, 3, 3}}) {
            Tensor w = Initialiser.orthogonal().values(random, shape);
            assertArrayEquals(shape, w.shape());
            Tensor m = w.reshape(shape[0], w.numel() / shape[0]);
            Tensor few = m.size(0) <= m.size(1) ? m : m.transpose(0, 1);
            float[] products = few.matmul(few.transpose(0, 1)).toFloats();
            assertArrayEquals(Tensor.eye(DType.FLOAT32, few.size(0)).toFloats(), products, 1e-5f);
        }
    }

    @Test
    void theirSignsAreFair() {
        // Without the correction by R's diagonal, Householder's Q has a negative first element almost always.
        int positive = 0;
        for (int i = 0; i < 200; i++) {
            positive += Initialiser.orthogonal().values(random, 2, 2).toFloats()[0] > 0 ? 1 : 0;
        }
        assertEquals(100, positive, 4 * Math.sqrt(50));
    }

    @Test
    void thePenaltyOfMatricesComputedByHand() {
        OrthogonalPenalty penalty = new OrthogonalPenalty(0.5);
        // W Wᵀ = [5 11; 11 25]: off the diagonal 2 · 121. Derivative 4 β [0 11; 11 0] W.
        Tensor w = Tensor.of(new double[] {1, 2, 3, 4}, 2, 2);
        assertEquals(121, penalty.of(w).item(), 1e-12);
        assertArrayEquals(new double[] {66, 88, 22, 44}, penalty.gradient(w).toDoubles(), 1e-12);
        // Orthogonal rows of any length cost nothing.
        Tensor free = Tensor.of(new double[] {3, 0, 0, 0, 7, 0}, 2, 3);
        assertEquals(0, penalty.of(free).item());
        assertArrayEquals(new double[6], penalty.gradient(free).toDoubles());
    }

    /** With fewer rows than columns, and with more, which is computed another way. */
    @ParameterizedTest
    @ValueSource(ints = {3, 8, 13})
    void itsDerivativeIsThatOfCentralDifferences(int rows) {
        OrthogonalPenalty penalty = new OrthogonalPenalty(1e-2);
        Tensor w = random.normal(rows, 2, 2, 2).to(DType.FLOAT64);
        double[] values = w.toDoubles();
        double[] analytic = penalty.gradient(w.channelsLast()).toDoubles();
        for (int i = 0; i < values.length; i++) {
            double[] up = values.clone();
            double[] down = values.clone();
            up[i] += 1e-5;
            down[i] -= 1e-5;
            assertEquals((penalty.of(Tensor.of(up, rows, 2, 2, 2)).item() - penalty.of(Tensor.of(down, rows, 2, 2, 2)).item()) / 2e-5,
                    analytic[i], 1e-7);
        }
    }

    /** A convolution with bias, and an embedding. */
    private static final class Both extends Module {
        private Both() {
            child("conv", new Conv2d(2, 3, 3, 1, 1, true, Initialiser.normal(0, 1)));
            child("embedding", new Embedding(4, 5, Initialiser.normal(0, 1)));
        }
    }

    @Test
    void itSkipsEmbeddingsBiasesAndGains() {
        Both network = new Both();
        network.materialise(Device.CPU, random, Precision.FP32);
        List<Tensor> zeros = network.masters().stream().map(m -> Tensor.zeros(m.shape())).toList();
        List<Tensor> added = new OrthogonalPenalty(1).addedTo(zeros, network.parameters());
        assertArrayEquals(new OrthogonalPenalty(1).gradient(network.masters().get(0).detach()).toFloats(),
                added.get(0).toFloats());
        assertArrayEquals(new float[3], added.get(1).toFloats());
        assertArrayEquals(new float[20], added.get(2).toFloats());
        network.close();
    }

    @Test
    void aNegativeStrengthIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new OrthogonalPenalty(-1));
    }
}
