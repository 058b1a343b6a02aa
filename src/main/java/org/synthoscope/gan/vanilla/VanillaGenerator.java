package org.synthoscope.gan.vanilla;

import org.synthoscope.gan.Generator;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.Labels;
import org.synthoscope.nn.Activation;
import org.synthoscope.nn.Conv2d;
import org.synthoscope.nn.ConvTranspose2d;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.Linear;
import org.synthoscope.nn.Sequential;
import org.synthoscope.tensor.Tensor;

/** Dense to 4w x 4 x 4, three 4x4 stride-2 transposed convolutions to 2w channels, a 3x3 convolution, tanh. */
final class VanillaGenerator extends Generator {

    private final GanSpec spec;
    private final Sequential body;

    VanillaGenerator(GanSpec spec) {
        this.spec = spec;
        int w = spec.width();
        Initialiser init = Initialiser.glorotUniform();
        this.body = child("body", new Sequential()
                .add("dense", new Linear(spec.latent() + spec.classes(), 4 * w * 16, true, init))
                .add("relu0", Activation.leakyRelu(0.2))
                .add("reshape", Activation.reshape(4 * w, 4, 4))
                .add("up1", new ConvTranspose2d(4 * w, 2 * w, 4, 2, 1, true, init))
                .add("relu1", Activation.leakyRelu(0.2))
                .add("up2", new ConvTranspose2d(2 * w, 2 * w, 4, 2, 1, true, init))
                .add("relu2", Activation.leakyRelu(0.2))
                .add("up3", new ConvTranspose2d(2 * w, 2 * w, 4, 2, 1, true, init))
                .add("relu3", Activation.leakyRelu(0.2))
                .add("image", new Conv2d(2 * w, spec.channels(), 3, 1, 1, true, init))
                .add("tanh", Activation.tanh()));
    }

    @Override
    public Tensor generate(Tensor latent, Tensor labels) {
        return body.forward(Labels.append(latent, labels, spec.classes()));
    }
}
