package org.synthoscope.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.ConvolutionGradient;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

/** Weight gradients made as matrix products, against those that the engine's own differentiation gives. */
class WeightGradientsTest {

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

    private Tensor draw(long... shape) {
        return random.normal(shape).to(DType.FLOAT64).channelsLast();
    }

    @ParameterizedTest(name = "{0} images of {1} to {2} channels, {3} pixels, kernel {4}, stride {5}, padding {6}")
    @CsvSource({"3,5,7,8,4,2,1", "2,3,4,9,3,1,1", "1,1,2,6,2,2,0", "2,4,300,8,4,2,1", "4,2,3,5,5,1,2", "2,3,2,4,4,1,0",
        "2,1,3,11,3,3,2"})
    void theProductIsTheDerivativeOfBothKindsOfConvolution(int n, int in, int out, int side, int kernel, int stride,
                                                           int padding) {
        Tensor image = draw(n, in, side, side);
        Tensor weight = draw(out, in, kernel, kernel).requiresGrad_(true);
        Tensor windows = Ops.conv2d(image, weight, Optional.empty(), stride, padding, 1);
        Tensor probe = draw(windows.shape());
        double[] expected = Autograd.grad(windows.mul(probe).sum(), List.of(weight)).get(0).toDoubles();
        Tensor actual = ConvolutionGradient.of(probe, image, kernel, stride, padding);
        assertArrayEquals(weight.shape(), actual.shape());
        assertArrayEquals(expected, actual.toDoubles(), 1e-10);
        assertArrayEquals(doubled(expected), ConvolutionGradient.add(actual, probe, image, kernel, stride, padding)
                .toDoubles(), 1e-10);

        // A transposed convolution of the windows gives something of the image's size where the stride divides it.
        if ((side + 2 * padding - kernel) % stride == 0) {
            Tensor imageProbe = draw(n, in, side, side);
            Tensor up = Ops.convTranspose2d(windows.detach(), weight, Optional.empty(), stride, padding, 1);
            double[] transposed = Autograd.grad(up.mul(imageProbe).sum(), List.of(weight)).get(0).toDoubles();
            assertArrayEquals(transposed,
                    ConvolutionGradient.of(windows.detach(), imageProbe, kernel, stride, padding).toDoubles(), 1e-10);
        }
    }

    private static double[] doubled(double[] values) {
        return java.util.Arrays.stream(values).map(v -> 2 * v).toArray();
    }

    /** Down by a convolution and up by a transposed one, wide enough for the product to be taken. */
    private static Sequential network(boolean asProduct) {
        Conv2d down = new Conv2d(8, 256, 4, 2, 1, false, Initialiser.normal(0, 0.1));
        ConvTranspose2d up = new ConvTranspose2d(256, 8, 4, 2, 1, false, Initialiser.normal(0, 0.1));
        return new Sequential()
                .add("first", new Conv2d(3, 8, 3, 1, 1, true, Initialiser.normal(0, 0.5)))
                .add("down", asProduct ? down.weightGradientAsProduct() : down)
                .add("norm", new BatchNorm2d(256, Initialiser.constant(1)))
                .add("relu", Activation.relu())
                .add("up", asProduct ? up.weightGradientAsProduct() : up);
    }

    private Sequential materialised(boolean asProduct) {
        Sequential network = network(asProduct);
        try (RandomStream same = RandomStream.seeded(11)) {
            network.materialise(Device.CPU, same, Precision.BF16);
        }
        return network;
    }

    @Test
    void aNetworkGetsTheGradientsThatTheGraphGives() {
        Tensor x = random.normal(4, 3, 8, 8).channelsLast();
        Tensor y = random.normal(4, 3, 8, 8).channelsLast();
        try (Sequential one = materialised(true); Sequential other = materialised(false);
             WeightGradients recording = WeightGradients.record(one)) {
            // Two passes of one weight, as a discriminator makes them.
            Tensor loss = one.forward(x).to(DType.FLOAT32).pow(2).mean().add(one.forward(y).to(DType.FLOAT32).mean());
            Tensor plain = other.forward(x).to(DType.FLOAT32).pow(2).mean().add(other.forward(y).to(DType.FLOAT32).mean());
            assertEquals(plain.item(), loss.item(), 0);
            List<Tensor> gradients = recording.of(loss);
            List<Tensor> expected = Autograd.grad(plain, other.values());
            for (int i = 0; i < expected.size(); i++) {
                assertArrayEquals(expected.get(i).shape(), gradients.get(i).shape());
                double[] a = expected.get(i).to(DType.FLOAT64).toDoubles();
                double[] b = gradients.get(i).to(DType.FLOAT64).toDoubles();
                assertTrue(distance(a, b) < 0.01, "parameter " + i + ": " + distance(a, b));
            }
            // The recording goes on: the next loss has gradients of its own, not a sum with those before.
            List<Tensor> again = recording.of(one.forward(x).to(DType.FLOAT32).pow(2).mean()
                    .add(one.forward(y).to(DType.FLOAT32).mean()));
            assertArrayEquals(gradients.get(2).to(DType.FLOAT64).toDoubles(), again.get(2).to(DType.FLOAT64).toDoubles());
        }
    }

    /** ‖a − b‖ / ‖a‖; bf16 keeps 8 bits. */
    private static double distance(double[] a, double[] b) {
        double apart = 0;
        double size = 0;
        for (int i = 0; i < a.length; i++) {
            apart += (a[i] - b[i]) * (a[i] - b[i]);
            size += a[i] * a[i];
        }
        return Math.sqrt(apart / size);
    }

    @Test
    void outsideOfARecordingTheGraphGivesTheGradients() {
        try (Sequential network = materialised(true)) {
            Tensor loss = network.forward(random.normal(2, 3, 8, 8).channelsLast()).to(DType.FLOAT32).mean();
            assertEquals(network.values().size(), Autograd.grad(loss, network.values()).size());
        }
    }

    @Test
    void aLayerThatChangesItsInputInPlaceIsFoundOutInsteadOfLearningWrongly() {
        Sequential network = new Sequential()
                .add("first", new Conv2d(3, 8, 3, 1, 1, false, Initialiser.normal(0, 0.5)))
                .add("down", new Conv2d(8, 256, 4, 2, 1, false, Initialiser.normal(0, 0.1)).weightGradientAsProduct())
                .add("relu", Activation.relu());
        network.materialise(Device.CPU, random, Precision.BF16);
        try (network; WeightGradients recording = WeightGradients.record(network)) {
            Tensor loss = network.forward(random.normal(2, 3, 8, 8).channelsLast()).to(DType.FLOAT32).mean();
            assertThrows(IllegalStateException.class, () -> recording.of(loss));
        }
    }

    @Test
    void aNetworkHasOneRecordingAtATime() {
        try (Sequential network = materialised(true); WeightGradients first = WeightGradients.record(network)) {
            assertThrows(IllegalStateException.class, () -> WeightGradients.record(network));
            assertEquals(network.parameters().size(), first.of(network.forward(random.normal(2, 3, 8, 8).channelsLast())
                    .to(DType.FLOAT32).mean()).size());
        }
    }
}
