package org.synthoscope.gan.vanilla;

import java.util.List;
import org.synthoscope.gan.Discriminator;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.Projection;
import org.synthoscope.nn.Activation;
import org.synthoscope.nn.Conv2d;
import org.synthoscope.nn.Dropout;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.Linear;
import org.synthoscope.nn.Module;
import org.synthoscope.nn.Sequential;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Tensor;

/** 3x3 convolutions to w, 2w (stride 2), 2w (stride 2), 4w (stride 2) channels, dropout 0.4, dense to one logit. */
final class VanillaDiscriminator extends Discriminator {

    private static final double DROPOUT = 0.4;

    private final Sequential body;
    private final Dropout dropout;
    private final Linear dense;
    private final Projection projection;

    VanillaDiscriminator(GanSpec spec) {
        int w = spec.width();
        Initialiser init = Initialiser.glorotUniform();
        this.body = child("body", new Sequential()
                .add("conv1", new Conv2d(spec.channels(), w, 3, 1, 1, true, init))
                .add("relu1", Activation.leakyRelu(0.2))
                .add("conv2", new Conv2d(w, 2 * w, 3, 2, 1, true, init))
                .add("relu2", Activation.leakyRelu(0.2))
                .add("conv3", new Conv2d(2 * w, 2 * w, 3, 2, 1, true, init))
                .add("relu3", Activation.leakyRelu(0.2))
                .add("conv4", new Conv2d(2 * w, 4 * w, 3, 2, 1, true, init))
                .add("relu4", Activation.leakyRelu(0.2)));
        this.dropout = new Dropout(DROPOUT);
        this.dense = child("dense", new Linear(4 * w * 16, 1, true, init));
        this.projection = child("projection", new Projection(spec.classes(), 4 * w));
        child("dropout", dropout);
    }

    @Override
    public void drawFrom(RandomStream masks) {
        dropout.drawFrom(masks);
    }

    /** The convolutions. */
    @Override
    public List<Module> early() {
        return body.children().stream().filter(c -> c.parameterCount() > 0).toList();
    }

    @Override
    public Tensor judge(Tensor images, Tensor labels) {
        Tensor h = body.forward(images.channelsLast());
        Tensor flat = dropout.forward(h.permute(0, 2, 3, 1).reshape(h.size(0), h.size(1) * h.size(2) * h.size(3)));
        Tensor logits = dense.forward(flat).to(DType.FLOAT32).reshape(h.size(0));
        return projection.add(logits, h, labels);
    }
}
