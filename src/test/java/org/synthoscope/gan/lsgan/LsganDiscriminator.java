package org.synthoscope.gan.lsgan;

import org.synthoscope.gan.Discriminator;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.Projection;
import org.synthoscope.nn.Activation;
import org.synthoscope.nn.Conv2d;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.Sequential;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Tensor;

/** Two convolutions to 2w x 8 x 8, a third to one score. */
final class LsganDiscriminator extends Discriminator {

    private static final Initialiser WEIGHT = Initialiser.heNormal();

    private final Sequential body = new Sequential();
    private final Conv2d score;
    private final Projection projection;

    LsganDiscriminator(GanSpec spec) {
        int w = spec.width();
        body.add("down16", new Conv2d(spec.channels(), w, 4, 2, 1, true, WEIGHT))
                .add("relu16", Activation.leakyRelu(0.2))
                .add("down8", new Conv2d(w, 2 * w, 4, 2, 1, true, WEIGHT))
                .add("relu8", Activation.leakyRelu(0.2));
        child("body", body);
        this.score = child("score", new Conv2d(2 * w, 1, 8, 1, 0, true, WEIGHT));
        this.projection = child("projection", new Projection(spec.classes(), 2 * w));
    }

    @Override
    public Tensor judge(Tensor images, Tensor labels) {
        Tensor features = body.forward(images.channelsLast());
        Tensor scores = score.forward(features).to(DType.FLOAT32).reshape(images.size(0));
        return projection.add(scores, features, labels);
    }
}
