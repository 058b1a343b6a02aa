package org.synthoscope.gan.dcgan;

import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.Generator;
import org.synthoscope.gan.Labels;
import org.synthoscope.nn.Activation;
import org.synthoscope.nn.BatchNorm2d;
import org.synthoscope.nn.ConvTranspose2d;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.Sequential;
import org.synthoscope.tensor.Tensor;

/**
 * Latent to 8·ngf x 4 x 4, then 4x4 stride-2 transposed convolutions that halve the channels, each with batch norm
 * and ReLU, to an image through tanh. No biases.
 *
 * <p>The first transposed convolution has a 1x1 input and could be written as a matrix product, with the same weights
 * in another order; in paired runs that form was no faster.
 */
final class DcganGenerator extends Generator {

    private static final Initialiser WEIGHT = Initialiser.normal(0, 0.02);
    private static final Initialiser GAIN = Initialiser.normal(1, 0.02);

    private final GanSpec spec;
    private final ConvTranspose2d project;
    private final Sequential body = new Sequential();

    DcganGenerator(GanSpec spec) {
        this.spec = spec;
        int deepest = Dcgan.deepest(spec);
        this.project = child("project", new ConvTranspose2d(spec.latent() + spec.classes(), deepest, Dcgan.BASE, 1, 0,
                false, WEIGHT));
        body.add("norm4", new BatchNorm2d(deepest, GAIN)).add("relu4", Activation.relu());
        int channels = deepest;
        int side = Dcgan.BASE;
        while (side < spec.resolution() / 2) {
            side *= 2;
            body.add("up" + side, new ConvTranspose2d(channels, channels / 2, 4, 2, 1, false, WEIGHT)
                            .weightGradientAsProduct())
                    .add("norm" + side, new BatchNorm2d(channels / 2, GAIN))
                    .add("relu" + side, Activation.relu());
            channels /= 2;
        }
        body.add("image", new ConvTranspose2d(channels, spec.channels(), 4, 2, 1, false, WEIGHT))
                .add("tanh", Activation.tanh());
        child("body", body);
    }

    @Override
    public Tensor generate(Tensor latent, Tensor labels) {
        Tensor input = Labels.append(latent, labels, spec.classes());
        return body.forward(project.forward(input.reshape(input.size(0), input.size(1), 1, 1).channelsLast())
                .channelsLast());
    }
}
