package org.synthoscope.gan.discogan;

import java.util.ArrayList;
import java.util.List;
import org.synthoscope.nn.Activation;
import org.synthoscope.nn.BatchNorm2d;
import org.synthoscope.nn.Conv2d;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.Module;
import org.synthoscope.nn.Sequential;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Tensor;

/**
 * 4x4 stride-2 convolutions to w, 2w, 4w and then 8w channels down to 4 x 4, batch norm in all but the first, LeakyReLU 0.2; a
 * 4x4 convolution to one logit. No biases. Images are in [0, 1] inside.
 */
final class DiscoDiscriminator extends Module {

    private static final Initialiser WEIGHT = Initialiser.normal(0, 0.02);
    private static final Initialiser GAIN = Initialiser.normal(1, 0.02);
    private static final double SLOPE = 0.2;

    private final List<Sequential> blocks = new ArrayList<>();
    private final Conv2d logit;

    DiscoDiscriminator(int channels, int width, int levels) {
        for (int i = 0; i < levels; i++) {
            int to = DiscoTranslator.channels(i, width);
            Conv2d conv = new Conv2d(i == 0 ? channels : DiscoTranslator.channels(i - 1, width), to, 4, 2, 1, false, WEIGHT);
            Sequential block = new Sequential().add("conv", i > 0 ? conv.weightGradientAsProduct() : conv);
            if (i > 0) {
                block.add("norm", new BatchNorm2d(to, GAIN));
            }
            blocks.add(child("down" + i, block.add("relu", Activation.leakyRelu(SLOPE))));
        }
        this.logit = child("logit", new Conv2d(DiscoTranslator.channels(levels - 1, width), 1, 4, 1, 0, false, WEIGHT));
    }

    /**
     * What it makes of images.
     *
     * @param logits   N, FLOAT32
     * @param features after each block but the first, N x C x h x w: those that are matched
     */
    record Judgement(Tensor logits, List<Tensor> features) {
    }

    /** @param images N x C x H x W in [−1, 1] */
    Judgement judge(Tensor images) {
        Tensor h = images.add(1).mul(0.5).channelsLast();
        List<Tensor> features = new ArrayList<>();
        for (Sequential block : blocks) {
            h = block.forward(h);
            features.add(h);
        }
        return new Judgement(logit.forward(h).to(DType.FLOAT32).reshape(h.size(0)), features.subList(1, features.size()));
    }
}
