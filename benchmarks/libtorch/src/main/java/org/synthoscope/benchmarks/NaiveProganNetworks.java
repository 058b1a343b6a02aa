package org.synthoscope.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The progressive GAN's two networks at 64 x 64, fully grown, word by word from the paper: weights times their factor at
 * every use, upsampling and then a convolution, a convolution and then a mean of 2 x 2, pixel norm of elementary steps. The
 * layers that convert smaller sizes to and from colour exist, as they do in a grown network, and take no part.
 */
final class NaiveProganNetworks {
    private static final double SLOPE = 0.2;
    private static final int STAGES = 4;
    private static final int[] SHIFTS = {1, 2, 3, 4, 5};

    private final int width;
    private final List<Tensor> generator = new ArrayList<>();
    private final List<Tensor> discriminator = new ArrayList<>();
    private final Weight start;
    private final List<Weight> up = new ArrayList<>();
    private final List<Weight> down = new ArrayList<>();
    private final Weight toColour;
    private final Weight fromColour;
    private final Weight last;
    private final Weight dense;
    private final Weight score;

    NaiveProganNetworks(int width) {
        this.width = width;
        try (PointerScope scope = new PointerScope()) {
            start = weight(generator, Math.sqrt(2) / 4, width, width * 16, width);
            up.add(weight(generator, Math.sqrt(2), channels(0), channels(0), channels(0), 3, 3));
            for (int d = 1; d <= STAGES; d++) {
                up.add(weight(generator, Math.sqrt(2), channels(d), channels(d), channels(d - 1), 3, 3));
                up.add(weight(generator, Math.sqrt(2), channels(d), channels(d), channels(d), 3, 3));
                down.add(weight(discriminator, Math.sqrt(2), channels(d), channels(d), channels(d), 3, 3));
                down.add(weight(discriminator, Math.sqrt(2), channels(d - 1), channels(d - 1), channels(d), 3, 3));
            }
            for (int d = 0; d < STAGES; d++) {
                weight(generator, 1, 3, 3, channels(d), 1, 1);
                weight(discriminator, Math.sqrt(2), channels(d), channels(d), 3, 1, 1);
            }
            toColour = weight(generator, 1, 3, 3, channels(STAGES), 1, 1);
            fromColour = weight(discriminator, Math.sqrt(2), channels(STAGES), channels(STAGES), 3, 1, 1);
            last = weight(discriminator, Math.sqrt(2), width, width, width + 1, 3, 3);
            dense = weight(discriminator, Math.sqrt(2), width, width, width * 16);
            score = weight(discriminator, 1, 1, 1, width);
        }
    }

    private int channels(int stage) {
        return Math.min(16 * width >> SHIFTS[stage], width);
    }

    /** Images N x 3 x 64 x 64 from latents N x width. */
    Tensor generate(Tensor latents) {
        Tensor x = torch.linear(normed(latents), start.scaled(), new TensorOptional())
                .reshape(latents.size(0), width, 4, 4).add(start.bias.reshape(1, width, 1, 1));
        x = normed(active(x.contiguous(torch.MemoryFormat.ChannelsLast)));
        for (int i = 0; i < up.size(); i++) {
            if (i % 2 == 1) {
                x = torch.upsample_nearest2d(x, new long[] {x.size(2) * 2, x.size(3) * 2});
            }
            x = normed(active(up.get(i).convolve(x)));
        }
        return toColour.convolve(x);
    }

    /** Scores, N, of images N x 3 x 64 x 64. */
    Tensor judge(Tensor images) {
        Tensor x = active(fromColour.convolve(images));
        for (int d = STAGES; d > 0; d--) {
            x = active(down.get(2 * d - 2).convolve(x));
            Weight second = down.get(2 * d - 1);
            x = torch.avg_pool2d(torch.conv2d(x, second.scaled(), new TensorOptional(), new long[] {1, 1}, new long[] {1, 1},
                    new long[] {1, 1}, 1), new long[] {2, 2}, new long[] {2, 2}, new long[] {0, 0}, false, true, new LongOptional());
            x = active(x.add(second.bias.reshape(1, second.bias.numel(), 1, 1)));
        }
        x = active(last.convolve(torch.cat(new TensorVector(x, deviation(x)), 1)));
        x = active(torch.linear(x.reshape(x.size(0), width * 16L), dense.scaled(), new TensorOptional(dense.bias)));
        return torch.linear(x, score.scaled(), new TensorOptional(score.bias)).flatten();
    }

    private static Tensor deviation(Tensor x) {
        long n = x.size(0);
        Tensor groups = x.reshape(4, n / 4, x.size(1), x.size(2), x.size(3));
        Tensor map = groups.var(new long[] {0}, false, false).add(new Scalar(1e-8)).sqrt()
                .mean(new long[] {1, 2, 3}, false, new ScalarTypeOptional());
        return map.reshape(1, n / 4).expand(4, n / 4).reshape(n, 1, 1, 1).expand(n, 1, x.size(2), x.size(3));
    }

    private static Tensor active(Tensor x) {
        return torch.leaky_relu(x, new Scalar(SLOPE));
    }

    private static Tensor normed(Tensor x) {
        return x.mul(x.square().mean(new long[] {1}, true, new ScalarTypeOptional()).add(new Scalar(1e-8)).rsqrt());
    }

    Tensor[] generatorParameters() {
        return generator.toArray(Tensor[]::new);
    }

    Tensor[] discriminatorParameters() {
        return discriminator.toArray(Tensor[]::new);
    }

    private static Weight weight(List<Tensor> into, double gain, long biases, long... shape) {
        Tensor plain = torch.empty(shape).normal_(0, 1, new GeneratorOptional());
        if (shape.length == 4) {
            plain = plain.contiguous(torch.MemoryFormat.ChannelsLast);
        }
        Tensor weight = new Tensor(plain.requires_grad_(true)).retainReference();
        Tensor bias = new Tensor(torch.zeros(biases).requires_grad_(true)).retainReference();
        into.add(weight);
        into.add(bias);
        long fan = 1;
        for (int i = 1; i < shape.length; i++) {
            fan *= shape[i];
        }
        return new Weight(weight, bias, gain / Math.sqrt(fan));
    }

    private record Weight(Tensor weight, Tensor bias, double scale) {
        Tensor scaled() {
            return weight.mul(new Scalar(scale));
        }

        Tensor convolve(Tensor x) {
            long pad = weight.size(2) / 2;
            return torch.conv2d(x, scaled(), new TensorOptional(bias), new long[] {1, 1}, new long[] {pad, pad},
                    new long[] {1, 1}, 1);
        }
    }
}
