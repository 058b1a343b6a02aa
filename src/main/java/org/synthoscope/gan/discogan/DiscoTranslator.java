package org.synthoscope.gan.discogan;

import org.synthoscope.gan.translation.Translator;
import org.synthoscope.nn.Activation;
import org.synthoscope.nn.BatchNorm2d;
import org.synthoscope.nn.Conv2d;
import org.synthoscope.nn.ConvTranspose2d;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.Sequential;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/**
 * The translator of DiscoGAN (Kim et al., 2017, section 4): 4x4 stride-2 convolutions to w, 2w, 4w and then 8w channels down
 * to 4 x 4, and transposed ones back, with batch norm, LeakyReLU 0.2 on the way down and ReLU on the way up; to a few
 * numbers (100 in the reference) and back in between where it has the extra layers. No biases. Inside, images are in [0, 1] and the last layer is a
 * sigmoid.
 */
final class DiscoTranslator extends Translator {

    private static final Initialiser WEIGHT = Initialiser.normal(0, 0.02);
    private static final Initialiser GAIN = Initialiser.normal(1, 0.02);
    private static final double SLOPE = 0.2;

    private final Sequential body = new Sequential();

    /**
     * @param channels of the images
     * @param width    w, 64 in the reference
     * @param levels   convolutions on each way: four at 64 x 64, five at 128
     * @param numbers  between the extra layers; 0 for none
     */
    DiscoTranslator(int channels, int width, int levels, int numbers) {
        for (int i = 0; i < levels; i++) {
            Conv2d conv = new Conv2d(i == 0 ? channels : channels(i - 1, width), channels(i, width), 4, 2, 1, false, WEIGHT);
            body.add("down" + i, i > 0 ? conv.weightGradientAsProduct() : conv);
            if (i > 0) {
                body.add("down_norm" + i, new BatchNorm2d(channels(i, width), GAIN));
            }
            body.add("down_relu" + i, Activation.leakyRelu(SLOPE));
        }
        int deepest = channels(levels - 1, width);
        if (numbers > 0) {
            body.add("in", new Conv2d(deepest, numbers, 4, 1, 0, false, WEIGHT))
                    .add("in_norm", new BatchNorm2d(numbers, GAIN))
                    .add("in_relu", Activation.leakyRelu(SLOPE))
                    .add("out", new ConvTranspose2d(numbers, deepest, 4, 1, 0, false, WEIGHT))
                    .add("out_norm", new BatchNorm2d(deepest, GAIN))
                    .add("out_relu", Activation.relu());
        }
        for (int i = levels - 1; i > 0; i--) {
            body.add("up" + i, new ConvTranspose2d(channels(i, width), channels(i - 1, width), 4, 2, 1, false, WEIGHT)
                            .weightGradientAsProduct())
                    .add("up_norm" + i, new BatchNorm2d(channels(i - 1, width), GAIN))
                    .add("up_relu" + i, Activation.relu());
        }
        body.add("up0", new ConvTranspose2d(width, channels, 4, 2, 1, false, WEIGHT));
        child("body", body);
    }

    /** Channels of the map after the convolution of a level. */
    static int channels(int level, int width) {
        return width << Math.min(level, 3);
    }

    @Override
    public Tensor forward(Tensor images) {
        return Ops.sigmoid(body.forward(images.add(1).mul(0.5).channelsLast())).mul(2).add(-1);
    }
}
