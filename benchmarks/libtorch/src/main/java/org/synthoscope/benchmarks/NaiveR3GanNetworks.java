package org.synthoscope.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * R3GAN's two networks at 64 x 64 in the small-machine size, word by word from the paper: residual blocks of three convolutions,
 * and for [1, 2, 1] the depthwise convolution that it is.
 */
final class NaiveR3GanNetworks {
    private static final int[] CHANNELS = {256, 128, 64, 32, 16};
    private static final int LATENT = 64;
    private static final int GROUP = 16;
    private static final double GAIN = Math.sqrt(2 / 1.04) * Math.pow(CHANNELS.length, -0.25);

    private final List<Tensor> generator = new ArrayList<>();
    private final List<Tensor> discriminator = new ArrayList<>();
    private final Tensor pictures;
    private final Tensor scale;
    private final Tensor toColour;
    private final Tensor fromColour;
    private final Tensor weighing;
    private final Tensor logit;
    private final Tensor filter;
    private final List<Tensor[]> up = new ArrayList<>();
    private final List<Tensor[]> down = new ArrayList<>();
    private final List<Tensor> wider = new ArrayList<>();
    private final List<Tensor> narrower = new ArrayList<>();

    NaiveR3GanNetworks() {
        try (PointerScope scope = new PointerScope()) {
            int last = CHANNELS[CHANNELS.length - 1];
            pictures = weight(generator, 1, CHANNELS[0], 4, 4);
            scale = weight(generator, 1 / Math.sqrt(LATENT), CHANNELS[0], LATENT);
            toColour = weight(generator, 1 / Math.sqrt(last), 3, last, 1, 1);
            fromColour = weight(discriminator, 1 / Math.sqrt(3), last, 3, 1, 1);
            weighing = weight(discriminator, 0.25, CHANNELS[0], 4, 4);
            logit = weight(discriminator, 1 / Math.sqrt(CHANNELS[0]), 1, CHANNELS[0]);
            for (int s = 0; s < CHANNELS.length; s++) {
                up.add(block(generator, CHANNELS[s]));
                down.add(block(discriminator, CHANNELS[s]));
                boolean changes = s > 0 && CHANNELS[s] != CHANNELS[s - 1];
                narrower.add(changes ? weight(generator, 1 / Math.sqrt(CHANNELS[s - 1]), CHANNELS[s], CHANNELS[s - 1], 1, 1)
                        : new Tensor());
                wider.add(changes ? weight(discriminator, 1 / Math.sqrt(CHANNELS[s]), CHANNELS[s - 1], CHANNELS[s], 1, 1)
                        : new Tensor());
            }
            Tensor line = torch.ones(3);
            line.get(1).fill_(new Scalar(2.0));
            filter = line.outer(line).div(new Scalar(16.0)).retainReference();
            wider.forEach(Tensor::retainReference);
            narrower.forEach(Tensor::retainReference);
        }
    }

    private static Tensor[] block(List<Tensor> into, int c) {
        return new Tensor[] {
            weight(into, GAIN / Math.sqrt(c), 2 * c, c, 1, 1), weight(into, 0, 2 * c),
            weight(into, GAIN / Math.sqrt(GROUP * 9), 2 * c, GROUP, 3, 3), weight(into, 0, 2 * c),
            weight(into, 0, c, 2 * c, 1, 1)};
    }

    private static Tensor weight(List<Tensor> into, double spread, long... shape) {
        Tensor plain = torch.empty(shape).normal_(0, spread, new GeneratorOptional());
        if (shape.length == 4) {
            plain = plain.contiguous(torch.MemoryFormat.ChannelsLast);
        }
        Tensor leaf = plain.detach().requires_grad_(true).retainReference();
        into.add(leaf);
        return leaf;
    }

    /** Images N x 3 x 64 x 64 from latents N x 64. */
    Tensor generate(Tensor latents) {
        Tensor scales = torch.linear(latents, scale, new TensorOptional());
        Tensor x = scales.reshape(latents.size(0), CHANNELS[0], 1, 1).mul(pictures).contiguous(torch.MemoryFormat.ChannelsLast);
        for (int s = 0; s < CHANNELS.length; s++) {
            x = narrower.get(s).defined() ? convolve(x, narrower.get(s), 0, 1, 1) : x;
            x = s > 0 ? doubled(x) : x;
            x = residual(x, up.get(s));
        }
        return convolve(x, toColour, 0, 1, 1);
    }

    /** Logits, N, of images N x 3 x 64 x 64. */
    Tensor judge(Tensor images) {
        Tensor x = convolve(images, fromColour, 0, 1, 1);
        for (int s = CHANNELS.length - 1; s >= 0; s--) {
            x = residual(x, down.get(s));
            x = s > 0 ? halved(x) : x;
            x = wider.get(s).defined() ? convolve(x, wider.get(s), 0, 1, 1) : x;
        }
        Tensor seen = x.mul(weighing).sum(new long[] {2, 3}, false, new ScalarTypeOptional());
        return torch.linear(seen, logit, new TensorOptional()).flatten();
    }

    private static Tensor residual(Tensor x, Tensor[] w) {
        Tensor y = active(convolve(x, w[0], 0, 1, 1), w[1]);
        y = active(convolve(y, w[2], 1, 1, y.size(1) / GROUP), w[3]);
        return x.add(convolve(y, w[4], 0, 1, 1));
    }

    private static Tensor active(Tensor x, Tensor bias) {
        return torch.leaky_relu(x.add(bias.reshape(1, bias.numel(), 1, 1)), new Scalar(0.2));
    }

    private static Tensor convolve(Tensor x, Tensor w, long padding, long stride, long groups) {
        return torch.conv2d(x, w, new TensorOptional(), new long[] {stride, stride}, new long[] {padding, padding},
                new long[] {1, 1}, groups);
    }

    private Tensor depthwise(long channels) {
        return filter.reshape(1, 1, 3, 3).expand(channels, 1, 3, 3).contiguous();
    }

    private Tensor halved(Tensor x) {
        return convolve(x, depthwise(x.size(1)), 1, 2, x.size(1));
    }

    private Tensor doubled(Tensor x) {
        return torch.conv_transpose2d(x, depthwise(x.size(1)).mul(new Scalar(4.0)), new TensorOptional(),
                new long[] {2, 2}, new long[] {1, 1}, new long[] {1, 1}, x.size(1), 1, 1);
    }

    Tensor[] generatorParameters() {
        return generator.toArray(Tensor[]::new);
    }

    Tensor[] discriminatorParameters() {
        return discriminator.toArray(Tensor[]::new);
    }
}
