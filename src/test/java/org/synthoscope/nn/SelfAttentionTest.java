package org.synthoscope.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

class SelfAttentionTest {

    private Scope scope;
    private RandomStream random;

    @BeforeEach
    void open() {
        scope = Scope.open();
        random = RandomStream.seeded(3);
    }

    @AfterEach
    void close() {
        random.close();
        scope.close();
    }

    private Tensor draw(long... shape) {
        return random.normal(shape).to(DType.FLOAT64);
    }

    @Test
    void itIsTheWeightedMeanWrittenOut() {
        Tensor q = draw(2, 3, 2, 4);
        Tensor k = draw(2, 3, 1, 2);
        Tensor v = draw(2, 5, 1, 2);
        double[] found = SelfAttention.attend(q, k, v).toDoubles();
        double[] qs = q.toDoubles();
        double[] ks = k.toDoubles();
        double[] vs = v.toDoubles();
        for (int n = 0; n < 2; n++) {
            for (int p = 0; p < 8; p++) {
                double[] weight = new double[2];
                double sum = 0;
                for (int j = 0; j < 2; j++) {
                    double product = 0;
                    for (int c = 0; c < 3; c++) {
                        product += qs[(n * 3 + c) * 8 + p] * ks[(n * 3 + c) * 2 + j];
                    }
                    weight[j] = Math.exp(product);
                    sum += weight[j];
                }
                for (int c = 0; c < 5; c++) {
                    double mean = (weight[0] * vs[(n * 5 + c) * 2] + weight[1] * vs[(n * 5 + c) * 2 + 1]) / sum;
                    assertEquals(mean, found[(n * 5 + c) * 8 + p], 1e-12);
                }
            }
        }
    }

    @Test
    void itsDerivativesAreThoseOfCentralDifferences() {
        List<Tensor> inputs = List.of(draw(2, 2, 2, 4), draw(2, 2, 1, 2), draw(2, 3, 1, 2));
        Tensor probe = draw(2, 3, 2, 4);
        List<Tensor> leaves = inputs.stream().map(t -> t.copy().requiresGrad_(true)).toList();
        List<Tensor> gradients = Autograd.grad(
                SelfAttention.attend(leaves.get(0), leaves.get(1), leaves.get(2)).mul(probe).sum(), leaves);
        for (int i = 0; i < 3; i++) {
            double[] values = inputs.get(i).toDoubles();
            double[] numeric = new double[values.length];
            for (int j = 0; j < values.length; j++) {
                numeric[j] = (moved(inputs, probe, i, j, 1e-5) - moved(inputs, probe, i, j, -1e-5)) / 2e-5;
            }
            assertArrayEquals(numeric, gradients.get(i).toDoubles(), 1e-8, "input " + i);
        }
    }

    private static double moved(List<Tensor> inputs, Tensor probe, int i, int j, double by) {
        List<Tensor> x = new ArrayList<>(inputs);
        double[] values = inputs.get(i).toDoubles();
        values[j] += by;
        x.set(i, Tensor.of(values, inputs.get(i).shape()));
        return SelfAttention.attend(x.get(0), x.get(1), x.get(2)).mul(probe).sum().item();
    }

    @Test
    void aLayerBeginsAsTheIdentityAndLearnsItsShare() {
        SelfAttention layer = new SelfAttention(16, Initialiser.orthogonal());
        layer.materialise(Device.CPU, random, Precision.FP32);
        Tensor x = random.normal(2, 16, 4, 4).channelsLast();
        assertArrayEquals(x.toFloats(), layer.forward(x).toFloats());
        List<Tensor> gradients = Autograd.grad(layer.forward(x).square().sum(), layer.values());
        // γ is declared first, and it alone moves at first.
        assertEquals(true, Math.abs(gradients.get(0).item()) > 0);
        layer.close();
    }

    @Test
    void tooFewChannelsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new SelfAttention(7, Initialiser.orthogonal()));
    }
}
