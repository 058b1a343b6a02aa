package org.synthoscope.benchmarks;

import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** DCGAN-64's two networks in Deeplearning4j: the layers, initialisation and Adam of the other contestants. */
final class Dl4jNetworks {
    /** Length of the latent vector. */
    static final int LATENT = 100;

    private static final int[] GENERATOR_CHANNELS = {LATENT, 512, 256, 128, 64, 3};
    private static final int[] DISCRIMINATOR_CHANNELS = {3, 64, 128, 256, 512, 1};

    private Dl4jNetworks() {
    }

    /** From N x 100 x 1 x 1 to N x 3 x 64 x 64 in [-1, 1] (N x H x W x C where the format says so). No output layer: it is trained by the errors it is handed. */
    static MultiLayerNetwork generator(CNN2DFormat format) {
        NeuralNetConfiguration.ListBuilder layers = settings();
        int last = GENERATOR_CHANNELS.length - 2;
        for (int i = 0; i <= last; i++) {
            layers.layer(new Deconvolution2D.Builder(4, 4).stride(i == 0 ? new int[] {1, 1} : new int[] {2, 2})
                    .padding(i == 0 ? new int[] {0, 0} : new int[] {1, 1}).convolutionMode(ConvolutionMode.Truncate)
                    .nIn(GENERATOR_CHANNELS[i]).nOut(GENERATOR_CHANNELS[i + 1]).hasBias(false).dataFormat(format)
                    .activation(i == last ? Activation.TANH : Activation.IDENTITY).build());
            if (i < last) {
                layers.layer(norm(GENERATOR_CHANNELS[i + 1], format));
                layers.layer(new ActivationLayer(new ActivationReLU()));
            }
        }
        return built(layers.setInputType(InputType.convolutional(1, 1, LATENT, format)));
    }

    /** From N x 3 x 64 x 64 to the probability that an image is real, N x 1. */
    static MultiLayerNetwork discriminator(CNN2DFormat format) {
        NeuralNetConfiguration.ListBuilder layers = settings();
        int last = DISCRIMINATOR_CHANNELS.length - 2;
        for (int i = 0; i <= last; i++) {
            layers.layer(new ConvolutionLayer.Builder(4, 4).stride(i == last ? new int[] {1, 1} : new int[] {2, 2})
                    .padding(i == last ? new int[] {0, 0} : new int[] {1, 1}).convolutionMode(ConvolutionMode.Truncate)
                    .nIn(DISCRIMINATOR_CHANNELS[i]).nOut(DISCRIMINATOR_CHANNELS[i + 1]).hasBias(false).dataFormat(format)
                    .activation(Activation.IDENTITY).build());
            if (i > 0 && i < last) {
                layers.layer(norm(DISCRIMINATOR_CHANNELS[i + 1], format));
            }
            if (i < last) {
                layers.layer(new ActivationLayer(new ActivationLReLU(0.2)));
            }
        }
        layers.layer(new LossLayer.Builder(LossFunctions.LossFunction.XENT).activation(Activation.SIGMOID).build());
        return built(layers.setInputType(InputType.convolutional(64, 64, 3, format)));
    }

    /** Parameters that training moves: all but the running statistics of batch norm, which this library counts too. */
    static long trainable(MultiLayerNetwork network) {
        return network.paramTable().entrySet().stream()
                .filter(entry -> !entry.getKey().endsWith("_mean") && !entry.getKey().endsWith("_var"))
                .mapToLong(entry -> entry.getValue().length()).sum();
    }

    private static NeuralNetConfiguration.ListBuilder settings() {
        return new NeuralNetConfiguration.Builder().seed(1).dataType(DataType.FLOAT).updater(new Adam(2e-4, 0.5, 0.999, 1e-8))
                .weightInit(new NormalDistribution(0, 0.02)).trainingWorkspaceMode(WorkspaceMode.ENABLED)
                .inferenceWorkspaceMode(WorkspaceMode.ENABLED).list();
    }

    private static BatchNormalization norm(int channels, CNN2DFormat format) {
        return new BatchNormalization.Builder().nIn(channels).nOut(channels).decay(0.9).eps(1e-5)
                .useLogStd(false).dataFormat(format).build();
    }

    private static MultiLayerNetwork built(NeuralNetConfiguration.ListBuilder layers) {
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();
        for (Map.Entry<String, INDArray> entry : network.paramTable().entrySet()) {
            if (entry.getKey().endsWith("_gamma")) {
                entry.getValue().assign(Nd4j.randn(entry.getValue().shape()).muli(0.02).addi(1));
            }
        }
        return network;
    }
}
