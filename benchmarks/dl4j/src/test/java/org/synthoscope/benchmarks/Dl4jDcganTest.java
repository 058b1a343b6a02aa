package org.synthoscope.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.synthoscope.benchmarks.harness.TrainingRun;

class Dl4jDcganTest {
    private static final String HELPERS_DISABLED = "org.eclipse.deeplearning4j.helpers.disable";

    @AfterEach
    void reset() {
        System.clearProperty(HELPERS_DISABLED);
    }

    @Test
    void theNetworksHaveTheParametersOfTheOtherContestants() {
        assertEquals(TrainingRun.GENERATOR_PARAMETERS, Dl4jNetworks.trainable(Dl4jNetworks.generator(CNN2DFormat.NCHW)));
        assertEquals(TrainingRun.DISCRIMINATOR_PARAMETERS, Dl4jNetworks.trainable(Dl4jNetworks.discriminator(CNN2DFormat.NCHW)));
    }

    @Test
    void theLayersFindOneDnnWhenTheyAreToldToUseIt() {
        System.setProperty(HELPERS_DISABLED, "false");
        ConvolutionLayer layer = (ConvolutionLayer) Dl4jNetworks.discriminator(CNN2DFormat.NCHW).getLayer(0);
        assertTrue(layer.getHelper() != null && layer.getHelper().checkSupported());
    }

    @Test
    void theLayersComputeTheSameGradientsWithAndWithoutOneDnn() {
        INDArray images = Nd4j.randn(4, 3, 64, 64);
        INDArray labels = Nd4j.ones(4, 1);
        System.setProperty(HELPERS_DISABLED, "true");
        MultiLayerNetwork plain = Dl4jNetworks.discriminator(CNN2DFormat.NCHW);
        System.setProperty(HELPERS_DISABLED, "false");
        MultiLayerNetwork helped = Dl4jNetworks.discriminator(CNN2DFormat.NCHW);
        helped.setParams(plain.params().dup());
        for (String layer : new String[] {"0_W", "2_W", "5_W", "11_W"}) {
            INDArray expected = plain.calculateGradients(images, labels, null, null).getFirst().getGradientFor(layer);
            INDArray actual = helped.calculateGradients(images, labels, null, null).getFirst().getGradientFor(layer);
            double error = actual.sub(expected).norm2Number().doubleValue() / expected.norm2Number().doubleValue();
            assertTrue(error < 1e-3, layer + ": relative error " + error);
        }
    }

    /** Moves the generator a little along its gradient g: the mean loss must change by the step times |g|² / batch. */
    @ParameterizedTest
    @EnumSource(CNN2DFormat.class)
    void theErrorsHandedToTheGeneratorAreTheGradientOfItsLoss(CNN2DFormat format) {
        System.setProperty(HELPERS_DISABLED, "false");
        int batch = 4;
        MultiLayerNetwork generator = Dl4jNetworks.generator(format);
        MultiLayerNetwork discriminator = Dl4jNetworks.discriminator(format);
        INDArray latents = format == CNN2DFormat.NCHW ? Nd4j.randn(batch, 100, 1, 1) : Nd4j.randn(batch, 1, 1, 100);
        INDArray ones = Nd4j.ones(batch, 1);
        generator.setInput(latents);
        var activations = generator.feedForward(true, false);
        INDArray error = discriminator.calculateGradients(activations.get(activations.size() - 1), ones, null, null).getSecond();
        // Only weights: the entries of batch norm's running statistics aren't gradients.
        INDArray gradient = generator.backpropGradient(error, null).getFirst().getGradientFor("3_W").dup();
        double squared = Math.pow(gradient.norm2Number().doubleValue(), 2) / batch;
        INDArray weight = generator.getParam("3_W");
        double step = 0.002 / gradient.norm2Number().doubleValue();
        weight.addi(gradient.mul(step));
        double up = discriminator.score(new DataSet(generator.output(latents, true), ones), true);
        weight.subi(gradient.mul(2 * step));
        double down = discriminator.score(new DataSet(generator.output(latents, true), ones), true);
        assertEquals(1, (up - down) / (2 * step) / squared, 0.01);
    }
}
