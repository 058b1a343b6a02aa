package org.synthoscope.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Linalg;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

class SpectralNormTest {

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

    private static Linear linear(Tensor weight, RandomStream random, Precision precision) {
        long[] s = weight.shape();
        Linear layer = new Linear((int) s[1], (int) s[0], false, (stream, shape) -> weight.copy()).spectral();
        layer.materialise(Device.CPU, random, precision);
        return layer;
    }

    /** W as the layer uses it. */
    private static float[] used(Linear layer) {
        return layer.parameters().get(0).value().detach().to(DType.FLOAT32).toFloats();
    }

    @Test
    void aKnownMatrixIsDividedByItsLargestSingularValue() {
        // Singular values 5 and 1; 3 and 0.5 up to rotation.
        Linear diagonal = linear(Tensor.of(new float[] {5, 0, 0, 1}, 2, 2), random, Precision.FP32);
        Linear rotated = linear(Tensor.of(new float[] {1.8f, -2.4f, 0.4f, 0.3f}, 2, 2), random, Precision.FP32);
        for (int i = 0; i < 20; i++) {
            diagonal.refresh();
            rotated.refresh();
        }
        assertArrayEquals(new float[] {1, 0, 0, 0.2f}, used(diagonal), 1e-6f);
        assertArrayEquals(new float[] {0.6f, -0.8f, 0.4f / 3, 0.1f}, used(rotated), 1e-6f);
    }

    @Test
    void theEstimateComesFromBelowAndNearsTheRootOfTheLargestEigenvalue() {
        Tensor w = draw(6, 9);
        double[] eigenvalues = Linalg.eigenvalues(w.matmul(w.transpose(0, 1))).toDoubles();
        double largest = Math.sqrt(eigenvalues[5]);
        Linear layer = linear(w.to(DType.FLOAT32), random, Precision.FP32);
        double before = 0;
        for (int i = 0; i < 60; i++) {
            Map<String, Tensor> s = layer.state();
            double sigma = SpectralNorm.sigma(s.get("weight"), s.get("weight_u"), s.get("weight_v")).item();
            assertEquals(true, sigma >= before - 1e-5 && sigma <= largest + 1e-4, before + " " + sigma + " " + largest);
            before = sigma;
            layer.refresh();
        }
        assertEquals(largest, before, 1e-3 * largest);
    }

    @Test
    void itsGradientIsThatOfCentralDifferencesInDoublePrecision() {
        for (long[] shape : new long[][] {{4, 5}, {3, 2, 3, 3}}) {
            Tensor w = draw(shape);
            Tensor layout = shape.length == 4 ? w.channelsLast() : w;
            long columns = w.numel() / shape[0];
            Tensor u = unit(draw(shape[0]));
            Tensor v = unit(draw(columns));
            Tensor probe = draw(shape);
            double[] analytic = SpectralNorm.gradient(probe, layout, u, v).toDoubles();
            double[] values = w.toDoubles();
            double[] numeric = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                numeric[i] = (along(values, i, STEP, shape, u, v, probe) - along(values, i, -STEP, shape, u, v, probe))
                        / (2 * STEP);
            }
            assertArrayEquals(numeric, analytic, 1e-6 * (1 + max(numeric)));
        }
    }

    private static double along(double[] values, int i, double by, long[] shape, Tensor u, Tensor v, Tensor probe) {
        double[] moved = values.clone();
        moved[i] += by;
        return SpectralNorm.normalised(Tensor.of(moved, shape), u, v).mul(probe).sum().item();
    }

    private static double max(double[] x) {
        return Arrays.stream(x).map(Math::abs).max().orElseThrow();
    }

    private static Tensor unit(Tensor x) {
        return x.div(x.square().sum().sqrt());
    }

    @Test
    void atTheSingularVectorsItIsTheGradientOfTheTrueNorm() {
        Tensor w = draw(4, 5);
        Linalg.Eigen left = Linalg.eigen(w.matmul(w.transpose(0, 1)));
        Tensor u = left.vectors().narrow(1, 3, 1).reshape(4);
        Tensor v = unit(w.transpose(0, 1).matmul(u));
        Tensor probe = draw(4, 5);
        double[] analytic = SpectralNorm.gradient(probe, w, u, v).toDoubles();
        double[] values = w.toDoubles();
        for (int i = 0; i < values.length; i++) {
            double difference = (byNorm(values, i, STEP, probe) - byNorm(values, i, -STEP, probe)) / (2 * STEP);
            assertEquals(difference, analytic[i], 1e-7);
        }
    }

    private static double byNorm(double[] values, int i, double by, Tensor probe) {
        double[] moved = values.clone();
        moved[i] += by;
        Tensor w = Tensor.of(moved, 4, 5);
        double norm = Math.sqrt(Linalg.eigenvalues(w.matmul(w.transpose(0, 1))).toDoubles()[3]);
        return w.mul(probe).sum().item() / norm;
    }

    @Test
    void theOptimiserMovesTheMasterByTheGradientThroughTheNormalisation() {
        Tensor weight = random.normal(3, 4);
        Tensor x = random.normal(5, 4);
        Linear layer = linear(weight, random, Precision.FP32);
        Map<String, Tensor> s = layer.state();
        Tensor u = s.get("weight_u").copy();
        Tensor v = s.get("weight_v").copy();
        // The engine's own differentiation of the same.
        Tensor leaf = weight.copy().requiresGrad_(true);
        Tensor reference = Autograd.grad(Ops.linear(x, SpectralNorm.normalised(leaf, u, v), Optional.empty()).square().sum(),
                List.of(leaf)).get(0);
        List<Tensor> byValues = Autograd.grad(layer.forward(x).square().sum(), layer.values());
        assertArrayEquals(reference.toFloats(), layer.byMasters(byValues).get(0).toFloats(), 1e-4f);
        try (Adam adam = new Adam(layer, 0, 0.9, 1e-8)) {
            adam.step(byValues, 0.01);
        }
        // Adam's first step goes by the rate against the gradient's sign.
        float[] g = reference.toFloats();
        float[] from = weight.toFloats();
        float[] to = layer.masters().get(0).toFloats();
        for (int i = 0; i < g.length; i++) {
            assertEquals(from[i] - 0.01 * Math.signum(g[i]), to[i], 1e-5);
        }
    }

    @Test
    void onlyAStepMovesTheEstimate() {
        Linear layer = linear(random.normal(4, 6), random, Precision.FP32);
        float[] before = layer.state().get("weight_u").toFloats();
        layer.forward(random.normal(2, 6));
        layer.forward(random.normal(2, 6));
        assertArrayEquals(before, layer.state().get("weight_u").toFloats());
        layer.refresh();
        assertFalse(Arrays.equals(before, layer.state().get("weight_u").toFloats()));
    }

    @Test
    void aLoadedStateGivesTheSameWeightToTheByteInBothPrecisions() {
        for (Precision precision : Precision.values()) {
            Linear layer = linear(random.normal(4, 6), random, precision);
            layer.refresh();
            Map<String, Tensor> saved = new LinkedHashMap<>();
            layer.state().forEach((name, t) -> saved.put(name, t.copy()));
            Linear other = linear(random.normal(4, 6), random, precision);
            other.load(saved, "a test");
            assertArrayEquals(used(layer), used(other));
            layer.refresh();
            other.refresh();
            assertArrayEquals(used(layer), used(other));
        }
    }

    @Test
    void lowPrecisionUsesTheNormalisedWeightRoundedOnce() {
        Tensor weight = random.normal(8, 8).mul(100);
        Linear full = linear(weight, RandomStream.seeded(1), Precision.FP32);
        Linear low = linear(weight, RandomStream.seeded(1), Precision.BF16);
        assertEquals(DType.BFLOAT16, low.parameters().get(0).value().dtype());
        assertArrayEquals(full.parameters().get(0).value().detach().to(DType.BFLOAT16).to(DType.FLOAT32).toFloats(), used(low));
        assertArrayEquals(weight.toFloats(), low.masters().get(0).toFloats());
    }

    @Test
    void convolutionsAndEmbeddingsAreNormalisedAsMatricesOfTheirOutputs() {
        Conv2d conv = new Conv2d(3, 4, 3, 1, 1, true, Initialiser.normal(0, 1)).spectral();
        Embedding table = new Embedding(5, 7, Initialiser.normal(0, 1)).spectral();
        for (Layer layer : List.of(conv, table)) {
            layer.materialise(Device.CPU, random, Precision.FP32);
            for (int i = 0; i < 200; i++) {
                layer.refresh();
            }
            Tensor w = SpectralNorm.matrix(layer.parameters().get(0).value().detach()).to(DType.FLOAT64);
            double[] eigenvalues = Linalg.eigenvalues(w.matmul(w.transpose(0, 1))).toDoubles();
            assertEquals(1, eigenvalues[eigenvalues.length - 1], 1e-3);
        }
        assertArrayEquals(new long[] {27}, conv.state().get("weight_v").shape());
    }
}
