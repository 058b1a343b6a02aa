package org.synthoscope.gan.translation;

import java.util.function.IntFunction;
import org.synthoscope.nn.Activation;
import org.synthoscope.nn.Conv2d;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.Layer;
import org.synthoscope.nn.Sequential;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Tensor;

/**
 * Judges every patch of an image on its own (PatchGAN; Isola et al., 2017, section 3.2.2): 4x4 convolutions to w, 2w, 4w
 * (stride 2) and 8w channels (stride 1), each but the first normalised, with LeakyReLU 0.2, and a 4x4 convolution to one
 * logit a place. A logit sees 70 x 70 pixels; N x C x 256 x 256 gives N x 1 x 30 x 30, 128 gives 14 x 14 and 64 gives 6 x 6.
 */
public final class PatchDiscriminator extends Layer {

    private static final Initialiser WEIGHT = Initialiser.normal(0, 0.02);
    private static final double SLOPE = 0.2;
    private static final int KERNEL = 4;

    private final Sequential body = new Sequential();

    /**
     * @param channels of the images; of source and target together where it sees both
     * @param width    w, 64 in the papers
     * @param norm     the normalisation of so many channels
     * @param biased   whether normalised convolutions have a bias, as those before a normalisation without shift do
     */
    public PatchDiscriminator(int channels, int width, IntFunction<Layer> norm, boolean biased) {
        body.add("down1", new Conv2d(channels, width, KERNEL, 2, 1, true, WEIGHT))
                .add("relu1", Activation.leakyRelu(SLOPE));
        int in = width;
        for (int i = 2; i <= 4; i++) {
            body.add("down" + i, new Conv2d(in, 2 * in, KERNEL, i < 4 ? 2 : 1, 1, biased, WEIGHT).weightGradientAsProduct())
                    .add("norm" + i, norm.apply(2 * in))
                    .add("relu" + i, Activation.leakyRelu(SLOPE));
            in *= 2;
        }
        body.add("logit", new Conv2d(in, 1, KERNEL, 1, 1, true, WEIGHT));
        child("body", body);
    }

    /** Numbers that one image keeps for the backward pass: what convolution, normalisation and activation each do. */
    public static long activations(int resolution, int width) {
        long half = resolution / 2;
        return 3L * width * half * half + 3L * 2 * width * (half / 2) * (half / 2)
                + 3L * (4 + 8) * width * (half / 4) * (half / 4);
    }

    /** N x C x H x W in [−1, 1] to N x 1 x h x w logits, FLOAT32. */
    @Override
    public Tensor forward(Tensor images) {
        return body.forward(images.channelsLast()).to(DType.FLOAT32);
    }
}
