package org.synthoscope.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.BatchMoments;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

/** The layers of image-to-image networks, for one image and several, however images and gradients lie in memory. */
class ImageNormalisationTest {

    private static final int CHANNELS = 3;
    private static final int SIDE = 4;

    private static Tensor laid(Tensor t, boolean channelsLast) {
        return channelsLast ? t.channelsLast() : t.contiguous();
    }

    private static double worst(UnaryOperator<Tensor> layer, int n, boolean inputLast, boolean gradientLast) {
        try (Scope s = Scope.open(); RandomStream stream = RandomStream.seeded(1)) {
            Tensor x = laid(stream.normal(n, CHANNELS, SIDE, SIDE).to(DType.FLOAT64), inputLast);
            Tensor leaf = x.copy().requiresGrad_(true);
            Tensor y = layer.apply(leaf);
            Tensor towards = laid(stream.normal(y.shape()).to(DType.FLOAT64), gradientLast);
            double[] gradient = Autograd.grad(List.of(y), List.of(leaf), List.of(towards), false, false).get(0).toDoubles();
            double[] values = x.toDoubles();
            double worst = 0;
            for (int i = 0; i < values.length; i++) {
                double slope = (moved(layer, values, i, 1e-5, x, inputLast, towards)
                        - moved(layer, values, i, -1e-5, x, inputLast, towards)) / 2e-5;
                worst = Math.max(worst, Math.abs(slope - gradient[i]));
            }
            return worst;
        }
    }

    private static double moved(UnaryOperator<Tensor> layer, double[] values, int at, double by, Tensor like, boolean last,
                                Tensor towards) {
        double[] other = values.clone();
        other[at] += by;
        return layer.apply(laid(Tensor.of(other, like.shape()), last)).mul(towards).sum().item();
    }

    private static void assertGradients(UnaryOperator<Tensor> layer) {
        for (int n = 1; n <= 2; n++) {
            for (boolean inputLast : new boolean[] {false, true}) {
                for (boolean gradientLast : new boolean[] {false, true}) {
                    assertEquals(0, worst(layer, n, inputLast, gradientLast), 1e-7,
                            n + " images, channels last: input " + inputLast + ", gradient " + gradientLast);
                }
            }
        }
    }

    @Test
    void instanceNormHasItsGradient() {
        assertGradients(new InstanceNorm2d()::forward);
    }

    @Test
    void batchNormByTheMomentsAtHandHasItsGradient() {
        try (Scope s = Scope.open()) {
            Tensor gain = Tensor.of(new double[] {1, 2, -1}, CHANNELS).keep();
            Tensor bias = Tensor.of(new double[] {0, 1, 3}, CHANNELS).keep();
            assertGradients(x -> BatchMoments.norm(x, gain, bias, 1e-5));
            gain.close();
            bias.close();
        }
    }

    @Test
    void mirroredBordersHaveTheirGradient() {
        assertGradients(new ReflectionPad2d(2)::forward);
    }

    @Test
    void momentsAreTakenOverTheBatchInUseAsInTraining() {
        try (Scope s = Scope.open(); BatchMomentNorm2d norm = new BatchMomentNorm2d(1, Initialiser.constant(2));
             RandomStream init = RandomStream.seeded(1)) {
            norm.materialise(Device.CPU, init, Precision.FP32);
            norm.setTraining(false);
            Tensor x = Tensor.of(new float[] {1, 3, 5, 7}, 2, 1, 1, 2);
            // Mean 4, variance 5.
            float[] expected = {(float) (-6 / Math.sqrt(5)), (float) (-2 / Math.sqrt(5)), (float) (2 / Math.sqrt(5)),
                (float) (6 / Math.sqrt(5))};
            assertArrayEquals(expected, norm.forward(x).toFloats(), 1e-4f);
            assertEquals(2, norm.parameterCount());
        }
    }

    @Test
    void bordersAreMirroredWithoutRepeatingThem() {
        try (Scope s = Scope.open()) {
            Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 1, 3, 3);
            float[] padded = new ReflectionPad2d(1).forward(x).toFloats();
            assertArrayEquals(new float[] {5, 4, 5, 6, 5}, java.util.Arrays.copyOf(padded, 5));
        }
    }

    /** Weight decay adds λw to the gradient before the moments: with no gradient the first step is −lr · sign(w). */
    @Test
    void weightDecayIsPartOfTheGradient() {
        try (Scope s = Scope.open(); Linear layer = new Linear(2, 1, false, Initialiser.constant(0.5));
             RandomStream init = RandomStream.seeded(1)) {
            layer.materialise(Device.CPU, init, Precision.FP32);
            try (Adam adam = new Adam(layer, .5, .999, 1e-8, 1e-2)) {
                adam.step(List.of(Tensor.zeros(1, 2)), 0.1);
                assertArrayEquals(new float[] {.4f, .4f}, layer.masters().get(0).toFloats(), 1e-5f);
                assertArrayEquals(new float[] {.0025f, .0025f}, adam.state().get("m.0").toFloats(), 1e-7f);
            }
            try (Adam plain = new Adam(layer, .5, .999, 1e-8)) {
                plain.step(List.of(Tensor.zeros(1, 2)), 0.1);
                assertArrayEquals(new float[] {.4f, .4f}, layer.masters().get(0).toFloats(), 1e-5f);
            }
        }
    }

    @Test
    void instanceNormLooksAtEachImageAlone() {
        try (Scope s = Scope.open(); RandomStream stream = RandomStream.seeded(3)) {
            Tensor x = stream.normal(3, 2, 5, 5);
            Tensor together = Ops.instanceNorm(x, 1e-5);
            for (int i = 0; i < 3; i++) {
                assertArrayEquals(Ops.instanceNorm(x.narrow(0, i, 1), 1e-5).toFloats(), together.narrow(0, i, 1).toFloats(), 1e-5f);
            }
        }
    }
}
