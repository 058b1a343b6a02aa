package org.synthoscope.gan.dcgan;

import java.util.List;
import org.synthoscope.gan.Discriminator;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.Projection;
import org.synthoscope.nn.Activation;
import org.synthoscope.nn.BatchNorm2d;
import org.synthoscope.nn.Conv2d;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.InstanceNorm2d;
import org.synthoscope.nn.Module;
import org.synthoscope.nn.Sequential;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Tensor;

/**
 * 4x4 stride-2 convolutions that double the channels from ndf, with LeakyReLU 0.2 and, except in the first, batch
 * norm, down to 4 x 4; a 4x4 convolution to one logit. No biases. In a private training instance norm stands for batch norm.
 */
final class DcganDiscriminator extends Discriminator {

    private static final Initialiser WEIGHT = Initialiser.normal(0, 0.02);
    private static final Initialiser GAIN = Initialiser.normal(1, 0.02);
    private static final double SLOPE = 0.2;

    private final Sequential body = new Sequential();
    private final Conv2d logit;
    private final Projection projection;

    /** @param batchNorm else instance norm without parameters, which looks at each image alone */
    DcganDiscriminator(GanSpec spec, boolean batchNorm) {
        int channels = spec.width();
        int side = spec.resolution() / 2;
        body.add("down" + side, new Conv2d(spec.channels(), channels, 4, 2, 1, false, WEIGHT))
                .add("relu" + side, Activation.leakyRelu(SLOPE));
        while (side > Dcgan.BASE) {
            side /= 2;
            body.add("down" + side, new Conv2d(channels, channels * 2, 4, 2, 1, false, WEIGHT)
                            .weightGradientAsProduct())
                    .add("norm" + side, batchNorm ? new BatchNorm2d(channels * 2, GAIN) : new InstanceNorm2d())
                    .add("relu" + side, Activation.leakyRelu(SLOPE));
            channels *= 2;
        }
        child("body", body);
        this.logit = child("logit", new Conv2d(channels, 1, Dcgan.BASE, 1, 0, false, WEIGHT));
        this.projection = child("projection", new Projection(spec.classes(), channels));
    }

    /** Convolutions and normalisations, each a part. */
    @Override
    public List<Module> early() {
        return body.children().stream().filter(c -> c.parameterCount() > 0).toList();
    }

    @Override
    public Tensor judge(Tensor images, Tensor labels) {
        Tensor h = body.forward(images.channelsLast());
        Tensor logits = logit.forward(h).to(DType.FLOAT32).reshape(h.size(0));
        return projection.add(logits, h, labels);
    }
}
