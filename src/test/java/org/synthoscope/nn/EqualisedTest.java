package org.synthoscope.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.synthoscope.nn.EqualisedConv2d.Sides;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

/** Equalised rates, pixel norm and minibatch deviation: known answers, and the same by longer ways. */
class EqualisedTest {

    private Scope scope;
    private RandomStream random;

    @BeforeEach
    void open() {
        scope = Scope.open();
        random = RandomStream.seeded(4);
    }

    @AfterEach
    void close() {
        random.close();
        scope.close();
    }

    private <M extends Module> M made(M module, Precision precision) {
        module.materialise(Device.CPU, random, precision);
        return module;
    }

    private static void biased(Module module) {
        try (Autograd.Guard off = Autograd.noGrad(); RandomStream other = RandomStream.seeded(77)) {
            Tensor bias = module.state().get("bias");
            bias.copy_(other.normal(bias.shape()));
            module.refresh();
        }
    }

    // ---- equalised rates

    @Test
    void theFactorIsHesStandardDeviation() {
        try (EqualisedConv2d conv = new EqualisedConv2d(512, 512, 3, Math.sqrt(2), Sides.KEPT);
             EqualisedLinear first = new EqualisedLinear(512, 8192, Math.sqrt(2) / 4, false);
             EqualisedLinear last = EqualisedLinear.inFullPrecision(512, 1, 1)) {
            assertEquals(0.0208333, conv.scale(), 1e-7);
            assertEquals(0.015625, first.scale(), 1e-12);
            assertEquals(1 / Math.sqrt(512), last.scale(), 1e-12);
            assertEquals(512 * 512 * 9 + 512, conv.parameterCount());
        }
    }

    /** The convolution by the words of the paper: weights times the factor, sides changed by a step of its own. */
    private static Tensor plainly(EqualisedConv2d conv, Sides sides, Tensor x) {
        Tensor w = conv.state().get("weight").mul(conv.scale());
        Tensor bias = conv.state().get("bias");
        return switch (sides) {
            case KEPT -> Ops.conv2d(x, w, Optional.of(bias), 1, 1, 1);
            case DOUBLED -> Ops.conv2d(Ops.upsampleNearest(x, 2), w.flip(2, 3), Optional.of(bias), 1, 1, 1);
            case HALVED -> Ops.averagePool(Ops.conv2d(x, w, Optional.empty(), 1, 1, 1), 2, 2, 0, true)
                    .add(bias.reshape(1, bias.numel(), 1, 1));
        };
    }

    @Test
    void changingSidesAndConvolvingAreOneStep() {
        for (Sides sides : Sides.values()) {
            // With many channels and few places the factor is put on the output, else on the weights.
            for (int side : new int[] {4, 16}) {
                try (EqualisedConv2d conv = made(new EqualisedConv2d(6, 8, 3, Math.sqrt(2), sides), Precision.FP32);
                     Autograd.Guard off = Autograd.noGrad()) {
                    biased(conv);
                    Tensor x = random.normal(2, 6, side, side).channelsLast();
                    float[] expected = plainly(conv, sides, x).toFloats();
                    assertArrayEquals(expected, conv.forward(x).toFloats(), 1e-5f, sides + " " + side);
                    assertArrayEquals(expected, conv.divided(x).mul(conv.scale()).toFloats(), 1e-5f, sides + " " + side);
                }
            }
        }
        assertThrows(IllegalArgumentException.class, () -> new EqualisedConv2d(1, 1, 5, 1, Sides.DOUBLED));
        assertThrows(IllegalArgumentException.class, () -> new EqualisedConv2d(1, 1, 2, 1, Sides.KEPT));
    }

    @Test
    void theNormAbsorbsTheFactor() {
        try (EqualisedConv2d conv = made(new EqualisedConv2d(6, 8, 3, Math.sqrt(2), Sides.KEPT), Precision.FP32);
             Autograd.Guard off = Autograd.noGrad()) {
            biased(conv);
            Tensor x = random.normal(2, 6, 4, 4).channelsLast();
            // An ε that matters, so that its share in the identity is tested too.
            double epsilon = 0.3;
            Tensor plain = PixelNorm.of(Ops.leakyRelu(conv.forward(x), 0.2), epsilon);
            Tensor absorbed = PixelNorm.of(Ops.leakyRelu(conv.divided(x), 0.2), epsilon / (conv.scale() * conv.scale()));
            assertArrayEquals(plain.toFloats(), absorbed.toFloats(), 1e-6f);
        }
    }

    @Test
    void bf16FollowsItsMasterAndAgreesWithFp32() {
        for (Sides sides : Sides.values()) {
            try (EqualisedConv2d low = made(new EqualisedConv2d(32, 32, 3, Math.sqrt(2), sides), Precision.BF16);
                 EqualisedConv2d full = made(new EqualisedConv2d(32, 32, 3, Math.sqrt(2), sides), Precision.FP32);
                 Autograd.Guard off = Autograd.noGrad()) {
                for (double factor : new double[] {1, 2}) {
                    low.masters().get(0).mul_(factor);
                    low.refresh();
                    full.load(low.state(), "the other");
                    Tensor x = random.normal(4, 32, 8, 8).channelsLast();
                    float[] a = full.forward(x).toFloats();
                    float[] b = low.forward(x).to(DType.FLOAT32).toFloats();
                    double apart = 0;
                    double size = 0;
                    for (int i = 0; i < a.length; i++) {
                        apart += (a[i] - b[i]) * (a[i] - b[i]);
                        size += a[i] * a[i];
                    }
                    assertEquals(0, Math.sqrt(apart / size), 0.01, sides.toString());
                    // Unit variance in, gain √2 out: the factor is applied in both.
                    if (sides == Sides.KEPT) {
                        assertEquals(Math.sqrt(2) * factor, Math.sqrt(size / a.length), 0.25 * factor);
                    }
                }
            }
        }
    }

    @Test
    void linearAppliesItsFactor() {
        try (EqualisedLinear linear = made(new EqualisedLinear(3, 2, 1.5, true), Precision.FP32)) {
            biased(linear);
            Tensor x = random.normal(4, 3);
            float[] expected = Ops.linear(x, linear.state().get("weight").mul(1.5 / Math.sqrt(3)),
                    Optional.of(linear.state().get("bias"))).toFloats();
            assertArrayEquals(expected, linear.forward(x).toFloats(), 1e-6f);
        }
        try (EqualisedLinear last = made(EqualisedLinear.inFullPrecision(3, 1, 1), Precision.BF16)) {
            assertEquals(DType.FLOAT32, last.forward(random.normal(4, 3).to(DType.BFLOAT16).to(DType.FLOAT32)).dtype());
        }
    }

    // ---- pixel norm

    @Test
    void pixelNormOfThreeAndFour() {
        assertArrayEquals(new float[] {0.848528f, 1.131371f},
                PixelNorm.of(Tensor.of(new float[] {3, 4}, 1, 2), 1e-8).toFloats(), 1e-6f);
        // Each place by itself: the same vector at one, zeros at the other.
        assertArrayEquals(new float[] {0.848528f, 0, 1.131371f, 0},
                new PixelNorm(PixelNorm.EPSILON).forward(Tensor.of(new float[] {3, 0, 4, 0}, 1, 2, 1, 2)).toFloats(), 1e-6f);
    }

    // ---- minibatch deviation

    @Test
    void deviationOfConstantImages() {
        Tensor x = Tensor.of(new float[] {0, 1, 2, 3}, 4, 1, 1, 1).expand(4, 2, 3, 3);
        Tensor y = new MinibatchDeviation(4).forward(x);
        assertArrayEquals(new long[] {4, 3, 3, 3}, y.shape());
        assertArrayEquals(x.contiguous().toFloats(), y.narrow(1, 0, 2).toFloats());
        for (float v : y.narrow(1, 2, 1).toFloats()) {
            assertEquals(1.118034, v, 1e-6);
        }
    }

    @Test
    void groupsAreEveryMthImageAndTakeTheNextSizeThatDivides() {
        // Eight images, two groups of four: 0, 2, 4, 6 and 1, 3, 5, 7.
        Tensor x = Tensor.of(new float[] {0, 10, 1, 10, 2, 10, 3, 10}, 8, 1, 1, 1);
        float[] map = MinibatchDeviation.map(x, 4).toFloats();
        for (int i = 0; i < 8; i++) {
            assertEquals(i % 2 == 0 ? 1.118034 : 1e-4, map[i], 1e-6);
        }
        // Six: groups of three; a batch of one differs from nothing.
        assertEquals(Math.sqrt(2.0 / 3), MinibatchDeviation.map(Tensor.of(new float[] {0, 5, 1, 5, 2, 5}, 6, 1, 1, 1), 4)
                .toFloats()[0], 1e-6);
        assertEquals(1e-4, MinibatchDeviation.map(Tensor.of(new float[] {7}, 1, 1, 1, 1), 4).toFloats()[0], 1e-6);
    }

    // ---- parts that rest

    @Test
    void optimisersPassOverWhatRests() {
        try (Sequential network = new Sequential().add("a", new Linear(2, 2, true, Initialiser.normal(0, 1)))
                .add("b", new Linear(2, 2, true, Initialiser.normal(0, 1)))) {
            made(network, Precision.BF16);
            Linear resting = new Linear(2, 2, true, Initialiser.normal(0, 1));
            network.add("c", made(resting, Precision.BF16));
            resting.setLearning(false);
            float[] before = resting.state().get("weight").toFloats();
            try (Adam adam = new Adam(network, 0, 0.99, 1e-8)) {
                List<Tensor> values = network.values();
                assertEquals(4, values.size());
                assertEquals(6, network.parameters().size());
                float[] moving = network.state().get("a.weight").toFloats();
                adam.step(values.stream().map(v -> v.copy().fill_(1)).toList(), 0.1);
                assertArrayEquals(before, resting.state().get("weight").toFloats());
                float[] moved = network.state().get("a.weight").toFloats();
                for (int i = 0; i < 4; i++) {
                    assertEquals(moving[i] - 0.1, moved[i], 1e-5);
                }
                // Nothing was counted for what rested: its first step is Adam's first.
                resting.setLearning(true);
                adam.step(network.values().stream().map(v -> v.copy().fill_(1)).toList(), 0.1);
                float[] woken = resting.state().get("weight").toFloats();
                for (int i = 0; i < 4; i++) {
                    assertEquals(before[i] - 0.1, woken[i], 1e-5);
                }
            }
        }
    }
}
