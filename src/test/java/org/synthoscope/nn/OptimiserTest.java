package org.synthoscope.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.tensor.TensorException;

class OptimiserTest {

    private static final int N = 6;

    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    private static Linear network(double value) {
        Linear network = new Linear(3, 2, false, Initialiser.constant(value));
        network.materialise(Device.CPU, RandomStream.seeded(1), Precision.FP32);
        return network;
    }

    private static double[][] gradients() {
        Random random = new Random(3);
        double[][] g = new double[5][N];
        for (double[] step : g) {
            // Of very different sizes, as the fused kernels' epsilon matters for the small ones.
            Arrays.setAll(step, i -> (float) (random.nextGaussian() * Math.pow(10, i - 5)));
        }
        return g;
    }

    private static void step(Optimiser optimiser, double[] gradient, double rate) {
        float[] g = new float[N];
        for (int i = 0; i < N; i++) {
            g[i] = (float) gradient[i];
        }
        optimiser.step(List.of(Tensor.of(g, 2, 3)), rate);
    }

    @Test
    void adamDoesWhatItsPaperSays() {
        double beta1 = 0.5;
        double beta2 = 0.99;
        double rate = 0.01;
        Linear network = network(0.3);
        double[] w = new double[N];
        Arrays.fill(w, 0.3f);
        double[] m = new double[N];
        double[] v = new double[N];
        try (Adam adam = new Adam(network, beta1, beta2, 1e-4)) {
            double[][] gradients = gradients();
            for (int t = 1; t <= gradients.length; t++) {
                double[] g = gradients[t - 1];
                for (int i = 0; i < N; i++) {
                    m[i] = beta1 * m[i] + (1 - beta1) * g[i];
                    v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
                    double mHat = m[i] / (1 - Math.pow(beta1, t));
                    double vHat = v[i] / (1 - Math.pow(beta2, t));
                    w[i] -= rate * mHat / (Math.sqrt(vHat) + 1e-4);
                }
                step(adam, g, rate);
                assertArrayEquals(w, network.masters().get(0).toDoubles(), 1e-6, "step " + t);
            }
            assertEquals(5, adam.state().get("step.0").item());
        }
    }

    @Test
    void rmsPropDoesWhatItsLectureSays() {
        double rate = 0.01;
        Linear network = network(0.3);
        double[] w = new double[N];
        Arrays.fill(w, 0.3f);
        double[] v = new double[N];
        try (RmsProp rms = new RmsProp(network, 0.9, 1e-4)) {
            for (double[] g : gradients()) {
                for (int i = 0; i < N; i++) {
                    v[i] = 0.9 * v[i] + 0.1 * g[i] * g[i];
                    w[i] -= rate * g[i] / (Math.sqrt(v[i]) + 1e-4);
                }
                step(rms, g, rate);
                assertArrayEquals(w, network.masters().get(0).toDoubles(), 1e-6);
            }
        }
    }

    @Test
    void aRestoredOptimiserGoesOnExactly() {
        for (boolean adam : new boolean[] {true, false}) {
            Linear straight = network(1);
            Linear resumed = network(1);
            double[][] g = gradients();
            try (Optimiser a = optimiser(straight, adam); Optimiser b = optimiser(resumed, adam)) {
                for (int i = 0; i < 3; i++) {
                    step(a, g[i], 0.1);
                }
                resumed.load(straight.state(), "a test");
                b.load(a.state());
                for (int i = 3; i < 5; i++) {
                    step(a, g[i], 0.1);
                    step(b, g[i], 0.1);
                }
            }
            assertArrayEquals(straight.masters().get(0).toRaw(), resumed.masters().get(0).toRaw());
        }
    }

    private static Optimiser optimiser(Module network, boolean adam) {
        return adam ? new Adam(network, 0.5, 0.9, 1e-8) : new RmsProp(network, 0.9, 1e-7);
    }

    @Test
    void theStateOfAnotherOptimiserIsRefused() {
        try (Optimiser adam = optimiser(network(1), true); Optimiser rms = optimiser(network(1), false)) {
            assertThrows(TensorException.class, () -> adam.load(rms.state()));
            Map<String, Tensor> misshapen = new HashMap<>(rms.state());
            misshapen.put("v.0", Tensor.ones(1, 3));
            assertTrue(assertThrows(TensorException.class, () -> rms.load(misshapen)).getMessage().contains("v.0"));
        }
    }

    @Test
    void theAverageFollowsItsFormula() {
        Linear source = network(1);
        Linear average = network(9);
        WeightAverage ema = new WeightAverage(source, average);
        double expected = 1;
        assertEquals(1, average.masters().get(0).toDoubles()[0]);
        for (double value : new double[] {2, -3, 4}) {
            source.masters().get(0).requiresGrad_(false).fill_(value);
            ema.move(0.75);
            expected = 0.75 * expected + 0.25 * value;
            assertEquals(expected, average.masters().get(0).toDoubles()[5], 1e-6);
        }
        ema.move(0);
        assertArrayEquals(source.masters().get(0).toRaw(), average.masters().get(0).toRaw());
    }

    @Test
    void theAverageTakesBuffersAsTheyAre() {
        BatchNorm2d source = new BatchNorm2d(2, Initialiser.constant(1));
        BatchNorm2d average = new BatchNorm2d(2, Initialiser.constant(1));
        for (Module m : List.of(source, average)) {
            m.materialise(Device.CPU, RandomStream.seeded(1), Precision.FP32);
        }
        WeightAverage ema = new WeightAverage(source, average);
        source.bufferTensors().get(0).fill_(5);
        ema.move(0.9);
        assertArrayEquals(new float[] {5, 5}, average.bufferTensors().get(0).toFloats());
    }

    @Property(tries = 100, seed = "20260101")
    void afterItsHalfLifeHalfOfThePastIsForgotten(@ForAll @IntRange(min = 1, max = 256) int batch,
                                                  @ForAll @DoubleRange(min = 1, max = 1e6) double halfLife) {
        double decay = WeightAverage.decay(batch, halfLife);
        assertTrue(decay >= 0 && decay < 1);
        assertEquals(0.5, Math.pow(decay, halfLife / batch), 1e-9);
    }

    @Test
    void withoutAHalfLifeNothingIsAveraged() {
        assertEquals(0, WeightAverage.decay(64, 0));
    }
}
