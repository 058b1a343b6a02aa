package org.synthoscope.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;

class ClassifierNetworksTest {

    @Test
    void theCnnHasTheParametersThatTheStudyPrints() {
        ClassifierNetwork cnn = ClassifierSpec.of(ClassifierKind.CNN, 128, 3, 2).network();
        assertEquals(12_941_314, cnn.parameterCount());
        assertEquals(1_472, cnn.runningMoments());
        assertEquals(12_942_786, cnn.parameterCount() + cnn.runningMoments());
    }

    /** Layer by layer, for sizes the study didn't train: a stage takes two pixels off each side and halves it. */
    @Test
    void otherSizesChannelsAndClassesChangeTheCountAsTheyShould() {
        assertEquals(count(1, 32, 28, 28, 2) + 14 * 14 * 128 * 512 - 28L * 28 * 128 * 512,
                new ClassifierSpec(ClassifierKind.CNN, 128, 128, 1, 2, 32).network().parameterCount());
        assertEquals(count(3, 32, 6, 6, 7), ClassifierSpec.of(ClassifierKind.CNN, 64, 3, 7).network().parameterCount());
        assertEquals(count(3, 8, 6, 2, 3),
                new ClassifierSpec(ClassifierKind.CNN, 64, 32, 3, 3, 8).network().parameterCount());
    }

    private static long count(int channels, int filters, int height, int width, int classes) {
        long n = 0;
        int in = channels;
        for (int out = filters; out <= 4 * filters; out *= 2) {
            n += 9L * in * out + out + 2 * out;
            in = out;
        }
        return n + 512L * height * width * in + 512 + 2 * 512 + 512L * classes + classes;
    }

    @Test
    void theResidualNetworkIsSmallAndStronger() {
        ClassifierNetwork residual = ClassifierSpec.of(ClassifierKind.RESIDUAL, 128, 3, 2).network();
        // Convolutions 3·32·9; 2·32·32·9; then per stage n → 2n: (n + 3·2n)·2n·9 and a shortcut n·2n; gains and biases.
        long convolutions = 864 + 2 * 9216;
        long norms = 32 + 2 * 32;
        for (int n = 32; n < 256; n *= 2) {
            convolutions += (n + 3L * 2 * n) * 2 * n * 9 + (long) n * 2 * n;
            norms += 5L * 2 * n;
        }
        assertEquals(convolutions + 2 * norms + 256 * 2 + 2, residual.parameterCount());
        assertEquals(2 * norms, residual.runningMoments());
        assertTrue(residual.parameterCount() < 4_000_000);
    }

    @ParameterizedTest
    @EnumSource(ClassifierKind.class)
    void imagesOfAnySizeBecomeALogitForEachClass(ClassifierKind kind) {
        try (Scope s = Scope.open(); RandomStream r = RandomStream.seeded(3); Autograd.Guard off = Autograd.noGrad()) {
            for (int[] size : new int[][] {{kind.leastSide(), kind.leastSide(), 1, 2}, {40, 56, 3, 5}}) {
                try (ClassifierNetwork network =
                             new ClassifierSpec(kind, size[0], size[1], size[2], size[3], 4).network()) {
                    network.materialise(Device.CPU, r, Precision.FP32);
                    network.setTraining(false);
                    Tensor images = r.uniform(-1, 1, 3, size[2], size[0], size[1]);
                    Tensor all = network.forward(images);
                    assertArrayEquals(new long[] {3, size[3]}, all.shape());
                    assertArrayEquals(new long[] {3, network.featureLength()}, network.features(images).shape());
                    // In use, an image's answer doesn't depend on what is beside it.
                    assertArrayEquals(all.narrow(0, 1, 1).toFloats(), network.forward(images.narrow(0, 1, 1)).toFloats(),
                            1e-4f);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ClassifierKind.class)
    void oneBatchIsLearnedByHeart(ClassifierKind kind) {
        ClassifierSettings settings = new ClassifierSettings(8, 1e-3, 1, OptionalInt.empty(), new ClassWeights.Equal(),
                Augmentation.NONE, EarlyStopping.STUDY, Plateau.STUDY, Precision.FP32, 5, Device.CPU);
        try (Scope s = Scope.open(); RandomStream r = RandomStream.seeded(4);
             ClassifierModel model = new ClassifierModel(new ClassifierSpec(kind, 32, 32, 3, 3, 8), settings,
                     new double[] {1, 1, 1})) {
            // Noise with labels that mean nothing: it can only be memorised.
            Batch batch = new Batch(r.uniform(-1, 1, 8, 3, 32, 32).channelsLast(),
                    Tensor.of(new long[] {0, 1, 2, 0, 1, 2, 0, 1}, 8));
            double first = model.step(batch, 1e-3).loss();
            for (int i = 0; i < 60; i++) {
                try (Scope each = Scope.open()) {
                    model.step(batch, 1e-3);
                }
            }
            ClassifierModel.Outcome judged = model.judge(batch);
            assertTrue(first > 0.7, "first loss " + first);
            assertEquals(8, judged.right());
            assertTrue(judged.loss() < 0.2, "loss " + judged.loss());
        }
    }

    @Test
    void aBatchIsTheSameStepWithWeightsOfOneAsWithout() {
        double equal = firstLoss(new double[] {1, 1});
        assertEquals(equal * 3, firstLoss(new double[] {3, 3}), 1e-5);
        assertTrue(Math.abs(firstLoss(new double[] {1, 2}) - equal) > 1e-3);
    }

    private static double firstLoss(double[] weights) {
        ClassifierSettings settings = ClassifierSettings.study(Precision.FP32, 5).withAugmentation(Augmentation.NONE);
        try (Scope s = Scope.open(); RandomStream r = RandomStream.seeded(4);
             ClassifierModel model = new ClassifierModel(new ClassifierSpec(ClassifierKind.CNN, 24, 24, 1, 2, 4), settings,
                     weights)) {
            return model.step(new Batch(r.uniform(-1, 1, 4, 1, 24, 24).channelsLast(),
                    Tensor.of(new long[] {0, 1, 1, 1}, 4)), 1e-3).loss();
        }
    }

    @Test
    void whatCannotBeBuiltIsRefusedWithTheReason() {
        for (List<Integer> wrong : List.of(List.of(16, 3, 2), List.of(64, 2, 2), List.of(64, 3, 1))) {
            assertThrows(SynthoscopeException.class,
                    () -> ClassifierSpec.of(ClassifierKind.CNN, wrong.get(0), wrong.get(1), wrong.get(2)));
        }
        SynthoscopeException e = assertThrows(SynthoscopeException.class, () -> ClassifierKind.parse("cnm"));
        assertTrue(e.getMessage().contains("did you mean 'cnn'"), e.getMessage());
    }
}
