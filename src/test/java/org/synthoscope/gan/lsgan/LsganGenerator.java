package org.synthoscope.gan.lsgan;

import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.Generator;
import org.synthoscope.gan.Labels;
import org.synthoscope.nn.Activation;
import org.synthoscope.nn.ConvTranspose2d;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.Linear;
import org.synthoscope.nn.Sequential;
import org.synthoscope.tensor.Tensor;

/** A dense layer to 2w x 8 x 8, two transposed convolutions to 32 x 32, tanh. */
final class LsganGenerator extends Generator {

    private static final Initialiser WEIGHT = Initialiser.heNormal();

    private final GanSpec spec;
    private final Sequential body = new Sequential();

    LsganGenerator(GanSpec spec) {
        this.spec = spec;
        int w = spec.width();
        body.add("dense", new Linear(spec.latent() + spec.classes(), 2 * w * 64, true, WEIGHT))
                .add("shape", Activation.reshape(2 * w, 8, 8))
                .add("relu8", Activation.relu())
                .add("up16", new ConvTranspose2d(2 * w, w, 4, 2, 1, true, WEIGHT))
                .add("relu16", Activation.relu())
                .add("up32", new ConvTranspose2d(w, spec.channels(), 4, 2, 1, true, WEIGHT))
                .add("tanh", Activation.tanh());
        child("body", body);
    }

    @Override
    public Tensor generate(Tensor latent, Tensor labels) {
        return body.forward(Labels.append(latent, labels, spec.classes()));
    }
}
