package org.synthoscope.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.tensor.TensorException;

class ModuleTest {

    private static final Initialiser INIT = Initialiser.normal(0, 0.3);

    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    private static Sequential network() {
        return new Sequential()
                .add("conv", new Conv2d(2, 4, 3, 2, 1, true, INIT))
                .add("norm", new BatchNorm2d(4, Initialiser.normal(1, 0.02)))
                .add("relu", Activation.leakyRelu(0.2))
                .add("up", new ConvTranspose2d(4, 3, 4, 2, 1, false, INIT))
                .add("flat", Activation.reshape(3 * 8 * 8))
                .add("dense", new Linear(3 * 8 * 8, 2, true, INIT));
    }

    private static Sequential made(long seed, Precision precision) {
        Sequential network = network();
        try (RandomStream r = RandomStream.seeded(seed)) {
            network.materialise(Device.CPU, r, precision);
        }
        return network;
    }

    private static Tensor input() {
        try (RandomStream r = RandomStream.seeded(77)) {
            return r.normal(3, 2, 8, 8).channelsLast();
        }
    }

    @Test
    void namesJoinAlongTheTreeParametersBeforeBuffers() {
        assertEquals(List.of("conv.weight", "conv.bias", "norm.gain", "norm.bias", "norm.running_mean",
                "norm.running_variance", "up.weight", "dense.weight", "dense.bias"),
                List.copyOf(made(1, Precision.FP32).state().keySet()));
    }

    @Test
    void buffersAreNoParameters() {
        assertEquals(4 * 2 * 9 + 4 + 4 + 4 + 4 * 3 * 16 + 2 * 192 + 2, network().parameterCount());
    }

    @Test
    void aLoadedStateGivesTheSameOutput() {
        for (Precision precision : Precision.values()) {
            Sequential one = made(1, precision);
            one.forward(input());
            Sequential other = made(2, precision);
            one.setTraining(false);
            other.setTraining(false);
            assertFalse(Arrays.equals(one.forward(input()).toFloats(), other.forward(input()).toFloats()));
            other.load(one.state(), "a test");
            assertArrayEquals(one.forward(input()).toFloats(), other.forward(input()).toFloats());
        }
    }

    @Test
    void theSameSeedMakesTheSameNetwork() {
        Map<String, Tensor> one = made(5, Precision.FP32).state();
        Map<String, Tensor> other = made(5, Precision.FP32).state();
        one.forEach((name, t) -> assertArrayEquals(t.toFloats(), other.get(name).toFloats()));
    }

    @Test
    void aStateOfAnotherNetworkIsRefusedAndChangesNothing() {
        Sequential network = made(1, Precision.FP32);
        float[] before = network.state().get("conv.weight").toFloats();
        Map<String, Tensor> state = new LinkedHashMap<>(made(2, Precision.FP32).state());
        state.remove("norm.gain");
        assertMessage(network, state, "some/file is from another network: 'norm.gain' is missing");
        state.put("norm.gain", Tensor.ones(5));
        assertMessage(network, state, "'norm.gain' is [5], not [4]");
        state.put("head.weight", Tensor.ones(5));
        assertMessage(network, state, "(and 1 more differences)");
        state.put("norm.gain", Tensor.ones(4));
        assertMessage(network, state, "'head.weight' is unknown");
        assertArrayEquals(before, network.state().get("conv.weight").toFloats());
    }

    private static void assertMessage(Module network, Map<String, Tensor> state, String expected) {
        String message = assertThrows(TensorException.class, () -> network.load(state, "some/file")).getMessage();
        assertTrue(message.contains(expected), message);
    }

    @Test
    void aNetworkThatWasNotMaterialisedSaysSo() {
        assertTrue(assertThrows(IllegalStateException.class, () -> network().forward(input())).getMessage()
                .contains("before its network was materialised"));
    }

    @Test
    void twoChildrenOfOneNameAreRefused() {
        Sequential s = new Sequential().add("a", Activation.relu());
        assertThrows(IllegalArgumentException.class, () -> s.add("a", Activation.relu()));
    }

    @Test
    void inBf16ProductsHaveCopiesAndNormalisationStaysInFp32() {
        Sequential network = made(1, Precision.BF16);
        for (Parameter p : network.parameters()) {
            assertEquals(DType.FLOAT32, p.master().dtype());
            boolean normalisation = p.name().equals("gain") || p.name().equals("bias") && p.count() == 4 && !p.hasCopy();
            assertEquals(normalisation ? DType.FLOAT32 : DType.BFLOAT16, p.value().dtype(), p.name());
        }
        assertEquals(DType.BFLOAT16, network.forward(input()).dtype());
    }

    @Test
    void inBf16TheOutputFollowsEveryStepOfTheOptimiser() {
        Sequential network = made(1, Precision.BF16);
        try (Adam adam = new Adam(network, 0.5, 0.9, 1e-8)) {
            float[] before = network.forward(input()).toFloats();
            for (int i = 0; i < 3; i++) {
                Tensor loss = network.forward(input()).to(DType.FLOAT32).square().sum();
                adam.step(Autograd.grad(loss, network.values()), 0.05);
                network.parameters().forEach(p -> assertArrayEquals(p.master().to(p.value().dtype()).toRaw(),
                        p.value().toRaw(), p.name()));
                float[] after = network.forward(input()).toFloats();
                assertFalse(Arrays.equals(before, after), "step " + i);
                before = after;
            }
        }
    }

    @Test
    void bf16ComesCloseToFp32() {
        Sequential exact = made(1, Precision.FP32);
        Sequential rounded = made(1, Precision.BF16);
        float[] a = exact.forward(input()).toFloats();
        float[] b = rounded.forward(input()).toFloats();
        for (int i = 0; i < a.length; i++) {
            // bf16 has 8 bits of mantissa; sums of about 200 terms of order 1.
            assertEquals(a[i], b[i], 0.15);
        }
    }

    @Test
    void dropoutKeepsTheMeanAndDropsTheShareItSays() {
        Dropout dropout = new Dropout(0.4);
        try (RandomStream masks = RandomStream.seeded(1)) {
            dropout.drawFrom(masks);
            float[] y = dropout.forward(Tensor.ones(200, 500)).toFloats();
            int dropped = 0;
            for (float v : y) {
                assertTrue(v == 0 || Math.abs(v - 1 / 0.6) < 1e-6);
                dropped += v == 0 ? 1 : 0;
            }
            // 40,000 expected, standard deviation 155.
            assertEquals(40_000, dropped, 800);
        }
    }

    @Test
    void aRestoredStreamDropsTheSameAndUseDropsNothing() {
        Dropout dropout = new Dropout(0.5);
        assertThrows(IllegalStateException.class, () -> dropout.forward(Tensor.ones(9)));
        try (RandomStream masks = RandomStream.seeded(1)) {
            dropout.drawFrom(masks);
            dropout.forward(Tensor.ones(7));
            byte[] state = masks.state();
            float[] first = dropout.forward(Tensor.ones(100)).toFloats();
            assertNotEquals(Arrays.toString(first), Arrays.toString(dropout.forward(Tensor.ones(100)).toFloats()));
            masks.restore(state);
            assertArrayEquals(first, dropout.forward(Tensor.ones(100)).toFloats());
            dropout.setTraining(false);
            state = masks.state();
            assertArrayEquals(Tensor.ones(100).toFloats(), dropout.forward(Tensor.ones(100)).toFloats());
            assertArrayEquals(state, masks.state());
        }
    }

    @Test
    void standingStatisticsAreTheMeanOverThePasses() {
        BatchNorm2d norm = new BatchNorm2d(1, Initialiser.constant(1));
        norm.materialise(Device.CPU, RandomStream.seeded(1), Precision.FP32);
        Tensor mean = norm.state().get("running_mean");
        Tensor variance = norm.state().get("running_variance");
        for (int round = 0; round < 2; round++) {
            norm.collectStatistics(true);
            // Means 1, 5 and 3; unbiased variances 2, 8 and 0.
            for (float[] x : new float[][] {{0, 2}, {3, 7}, {3, 3}}) {
                norm.forward(Tensor.of(x, 2, 1, 1, 1));
            }
            norm.collectStatistics(false);
            assertEquals(3, mean.item(), 1e-6);
            assertEquals(10 / 3.0, variance.item(), 1e-6);
        }
        norm.forward(Tensor.of(new float[] {13, 13}, 2, 1, 1, 1));
        assertEquals(0.9 * 3 + 0.1 * 13, mean.item(), 1e-6);
        norm.setTraining(false);
        norm.collectStatistics(true);
        norm.forward(Tensor.of(new float[] {50, 70}, 2, 1, 1, 1));
        assertEquals(4, mean.item(), 1e-6);
    }

    @Test
    void anEmbeddingLooksItsRowsUp() {
        Embedding table = new Embedding(3, 2, (stream, shape) -> Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, shape));
        table.materialise(Device.CPU, RandomStream.seeded(1), Precision.BF16);
        Tensor rows = table.forward(Tensor.of(new long[] {2, 0, 2}, 3));
        assertArrayEquals(new float[] {5, 6, 1, 2, 5, 6}, rows.toFloats());
        Tensor gradient = Autograd.grad(rows.sum(), table.values()).get(0);
        assertArrayEquals(new float[] {1, 1, 0, 0, 2, 2}, gradient.toFloats());
    }

    @Test
    void glorotFillsItsBoundsEvenly() {
        try (RandomStream r = RandomStream.seeded(4)) {
            float[] w = Initialiser.glorotUniform().values(r, 30, 20, 3, 3).toFloats();
            double bound = Math.sqrt(6.0 / (50 * 9));
            double squares = 0;
            for (float v : w) {
                assertTrue(Math.abs(v) <= bound);
                squares += v * v;
            }
            assertEquals(bound / Math.sqrt(3), Math.sqrt(squares / w.length), 0.02 * bound);
        }
    }

    @Test
    void precisionHasThreeNames() {
        assertEquals(Precision.FP32, Precision.parse("fp32"));
        assertEquals(Precision.BF16, Precision.parse("bf16"));
        assertTrue(List.of(Precision.values()).contains(Precision.parse("auto")));
        assertTrue(assertThrows(TensorException.class, () -> Precision.parse("fp16")).getMessage()
                .contains("auto, fp32, bf16"));
    }

    @Test
    void layersComputeWhatTheirFormulaSays() {
        Linear linear = new Linear(2, 1, true, (stream, shape) -> Tensor.of(new float[] {2, -3}, shape));
        linear.materialise(Device.CPU, RandomStream.seeded(1), Precision.FP32);
        assertArrayEquals(new float[] {2 * 5 - 3 * 7}, linear.forward(Tensor.of(new float[] {5, 7}, 1, 2)).toFloats());
        assertArrayEquals(new float[] {-0.2f, 3}, Ops.leakyRelu(Tensor.of(new float[] {-1, 3}, 2), 0.2).toFloats(), 1e-7f);
    }
}
