package org.synthoscope.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.synthoscope.benchmarks.harness.RandomImages;
import org.synthoscope.benchmarks.harness.TrainingRun;

class NaiveDcganTest {
    @BeforeAll
    static void start() {
        Engine.start();
    }

    @Test
    void adamHasItsBetasTheRightWayRound() {
        Tensor weight = torch.zeros(1).requires_grad_(true);
        Adam adam = NaiveDcgan.adam(weight);
        double expected = 0;
        double first = 0;
        double second = 0;
        double[] gradients = {1, -0.25, 3};
        for (int step = 1; step <= gradients.length; step++) {
            adam.zero_grad();
            weight.mul(new Scalar(gradients[step - 1])).backward();
            adam.step();
            first = 0.5 * first + 0.5 * gradients[step - 1];
            second = 0.999 * second + 0.001 * gradients[step - 1] * gradients[step - 1];
            expected -= 2e-4 * first / (1 - Math.pow(0.5, step)) / (Math.sqrt(second / (1 - Math.pow(0.999, step))) + 1e-8);
        }
        assertEquals(expected, weight.item_double(), 1e-9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fp32", "bf16-autocast"})
    void everyStepMovesTheOutputSoNoStaleCopyOfTheWeightsIsInUse(String precision) {
        try (NaiveDcgan dcgan = new NaiveDcgan(precision, 4)) {
            assertEquals(TrainingRun.GENERATOR_PARAMETERS, dcgan.generatorParameters());
            assertEquals(TrainingRun.DISCRIMINATOR_PARAMETERS, dcgan.discriminatorParameters());
            RandomImages images = new RandomImages(8, 3, 64, 1);
            byte[] pixels = new byte[4 * 3 * 64 * 64];
            int before = Arrays.hashCode(dcgan.sample());
            double discriminatorBefore = 0;
            for (int i = 0; i < 3; i++) {
                images.next(pixels);
                dcgan.step(pixels);
                int after = Arrays.hashCode(dcgan.sample());
                assertNotEquals(before, after);
                assertTrue(dcgan.losses().finite());
                assertNotEquals(discriminatorBefore, dcgan.losses().discriminator());
                discriminatorBefore = dcgan.losses().discriminator();
                before = after;
            }
        }
    }

    @Test
    void anUnknownPrecisionIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new NaiveDcgan("fp64", 4));
    }
}
