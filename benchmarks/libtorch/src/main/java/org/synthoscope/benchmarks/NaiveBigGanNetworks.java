package org.synthoscope.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.synthoscope.benchmarks.harness.BigGanSizes;

/**
 * BigGAN's two networks at 64 x 64, word by word from the paper: spectral norm with a power iteration and a division at every
 * use, doubling and then a convolution, a convolution and then a mean of 2 x 2, the shortcut's 1x1 convolution on the larger
 * side, attention by two matrix products.
 */
final class NaiveBigGanNetworks {
    private static final int[] UP = {16, 16, 8, 4, 2};
    private static final int[] DOWN = {1, 2, 4, 8, 16};
    private static final int EMBEDDING = 128;
    private static final int CHUNK = BigGanSizes.LATENT / 5;
    private static final int WIDTH = BigGanSizes.WIDTH;

    private final List<Tensor> generator = new ArrayList<>();
    private final List<Tensor> discriminator = new ArrayList<>();
    private final Tensor shared;
    private final Weight first;
    private final List<UpBlock> up = new ArrayList<>();
    private final Attention upAttention;
    private final Tensor lastGain;
    private final Tensor lastBias;
    private final Norm lastNorm;
    private final Weight image;
    private final List<DownBlock> down = new ArrayList<>();
    private final Attention downAttention;
    private final Weight logit;
    private final Weight embedding;

    NaiveBigGanNetworks() {
        try (PointerScope scope = new PointerScope()) {
            shared = parameter(generator, 1, BigGanSizes.CLASSES, EMBEDDING);
            first = new Weight(generator, true, UP[0] * WIDTH * 16, CHUNK);
            for (int i = 1; i < UP.length; i++) {
                up.add(new UpBlock(UP[i - 1] * WIDTH, UP[i] * WIDTH));
            }
            upAttention = new Attention(generator, UP[3] * WIDTH);
            lastGain = parameter(generator, 0, UP[4] * WIDTH);
            lastBias = parameter(generator, 0, UP[4] * WIDTH);
            try (NoGradGuard frozen = new NoGradGuard()) {
                lastGain.fill_(new Scalar(1.0));
            }
            lastNorm = new Norm(UP[4] * WIDTH);
            image = new Weight(generator, true, 3, UP[4] * WIDTH, 3, 3);
            for (int i = 0; i < DOWN.length; i++) {
                down.add(new DownBlock(i == 0 ? 3 : DOWN[i - 1] * WIDTH, DOWN[i] * WIDTH, i == 0, i < 4));
            }
            downAttention = new Attention(discriminator, DOWN[0] * WIDTH);
            logit = new Weight(discriminator, true, 1, DOWN[4] * WIDTH);
            embedding = new Weight(discriminator, false, BigGanSizes.CLASSES, DOWN[4] * WIDTH);
        }
    }

    /** Images N x 3 x 64 x 64 from latents N x 100 and labels. */
    Tensor generate(Tensor latents, Tensor labels) {
        Tensor y = shared.index_select(0, labels);
        Tensor x = first.linear(latents.narrow(1, 0, CHUNK)).reshape(latents.size(0), UP[0] * WIDTH, 4, 4)
                .contiguous(torch.MemoryFormat.ChannelsLast);
        for (int i = 0; i < up.size(); i++) {
            x = up.get(i).forward(x, torch.cat(new org.bytedeco.pytorch.TensorVector(y,
                    latents.narrow(1, (long) CHUNK * (i + 1), CHUNK)), 1));
            x = i == 2 ? upAttention.forward(x) : x;
        }
        x = torch.relu(lastNorm.forward(x, lastGain, lastBias));
        return torch.tanh(image.convolve(x));
    }

    /** Logits, N, of images N x 3 x 64 x 64. */
    Tensor judge(Tensor images, Tensor labels) {
        Tensor x = images;
        for (int i = 0; i < down.size(); i++) {
            x = down.get(i).forward(x);
            x = i == 0 ? downAttention.forward(x) : x;
        }
        Tensor features = torch.relu(x).sum(new long[] {2, 3}, false, new ScalarTypeOptional());
        return logit.linear(features).flatten().add(features.mul(embedding.normalised().index_select(0, labels))
                .sum(new long[] {1}, false, new ScalarTypeOptional()));
    }

    Tensor[] generatorParameters() {
        return generator.toArray(Tensor[]::new);
    }

    Tensor[] discriminatorParameters() {
        return discriminator.toArray(Tensor[]::new);
    }

    private static Tensor parameter(List<Tensor> into, double deviation, long... shape) {
        Tensor plain = torch.empty(shape).normal_(0, 1, new GeneratorOptional()).mul(new Scalar(deviation));
        if (shape.length == 4) {
            plain = plain.contiguous(torch.MemoryFormat.ChannelsLast);
        }
        Tensor t = new Tensor(plain.detach().requires_grad_(true)).retainReference();
        into.add(t);
        return t;
    }

    private static Tensor pooled(Tensor x) {
        return torch.avg_pool2d(x, new long[] {2, 2}, new long[] {2, 2}, new long[] {0, 0}, false, true, new LongOptional());
    }

    private static Tensor doubled(Tensor x) {
        return torch.upsample_nearest2d(x, new long[] {x.size(2) * 2, x.size(3) * 2});
    }

    /** A weight under spectral norm. */
    private static final class Weight {
        private final Tensor weight;
        private final Tensor bias;
        private final Tensor u;

        Weight(List<Tensor> into, boolean biased, long... shape) {
            long fan = 1;
            for (int i = 1; i < shape.length; i++) {
                fan *= shape[i];
            }
            weight = parameter(into, Math.sqrt(1.0 / fan), shape);
            bias = biased ? parameter(into, 0, shape[0]) : null;
            u = new Tensor(torch.randn(shape[0])).retainReference();
        }

        Tensor normalised() {
            Tensor w = weight.reshape(weight.size(0), weight.numel() / weight.size(0));
            Tensor v;
            try (NoGradGuard frozen = new NoGradGuard()) {
                v = w.t().mv(u);
                v = v.div(v.norm());
                Tensor next = w.mv(v);
                u.copy_(next.div(next.norm()));
            }
            return weight.div(u.clone().dot(w.mv(v)));
        }

        Tensor linear(Tensor x) {
            return torch.linear(x, normalised(), bias == null ? new TensorOptional() : new TensorOptional(bias));
        }

        Tensor convolve(Tensor x) {
            long pad = weight.size(2) / 2;
            return torch.conv2d(x, normalised(), bias == null ? new TensorOptional() : new TensorOptional(bias),
                    new long[] {1, 1}, new long[] {pad, pad}, new long[] {1, 1}, 1);
        }
    }

    /** Batch norm with running moments. */
    private static final class Norm {
        private final Tensor mean;
        private final Tensor variance;

        Norm(long channels) {
            mean = new Tensor(torch.zeros(channels)).retainReference();
            variance = new Tensor(torch.ones(channels)).retainReference();
        }

        Tensor forward(Tensor x, Tensor gain, Tensor bias) {
            return torch.batch_norm(x, gain == null ? new TensorOptional() : new TensorOptional(gain),
                    bias == null ? new TensorOptional() : new TensorOptional(bias), new TensorOptional(mean),
                    new TensorOptional(variance), true, 0.1, 1e-5, false);
        }
    }

    /** Batch norm that is told the condition. */
    private final class ToldNorm {
        private final Weight gain;
        private final Weight shift;
        private final Norm norm;

        ToldNorm(long channels) {
            gain = new Weight(generator, false, channels, EMBEDDING + CHUNK);
            shift = new Weight(generator, false, channels, EMBEDDING + CHUNK);
            norm = new Norm(channels);
        }

        Tensor forward(Tensor x, Tensor condition) {
            Tensor g = gain.linear(condition).add(new Scalar(1.0)).reshape(x.size(0), x.size(1), 1, 1);
            return norm.forward(x, null, null).mul(g).add(shift.linear(condition).reshape(x.size(0), x.size(1), 1, 1));
        }
    }

    private final class UpBlock {
        private final ToldNorm norm1;
        private final Weight conv1;
        private final ToldNorm norm2;
        private final Weight conv2;
        private final Weight shortcut;

        UpBlock(long in, long out) {
            norm1 = new ToldNorm(in);
            conv1 = new Weight(generator, true, out, in, 3, 3);
            norm2 = new ToldNorm(out);
            conv2 = new Weight(generator, true, out, out, 3, 3);
            shortcut = new Weight(generator, true, out, in, 1, 1);
        }

        Tensor forward(Tensor x, Tensor condition) {
            Tensor h = conv1.convolve(doubled(torch.relu(norm1.forward(x, condition))));
            h = conv2.convolve(torch.relu(norm2.forward(h, condition)));
            return h.add(shortcut.convolve(doubled(x)));
        }
    }

    private final class DownBlock {
        private final boolean first;
        private final boolean halves;
        private final Weight conv1;
        private final Weight conv2;
        private final Weight shortcut;

        DownBlock(long in, long out, boolean first, boolean halves) {
            this.first = first;
            this.halves = halves;
            conv1 = new Weight(discriminator, true, out, in, 3, 3);
            conv2 = new Weight(discriminator, true, out, out, 3, 3);
            shortcut = new Weight(discriminator, true, out, in, 1, 1);
        }

        Tensor forward(Tensor x) {
            Tensor h = conv2.convolve(torch.relu(conv1.convolve(first ? x : torch.relu(x))));
            if (!halves) {
                return h.add(shortcut.convolve(x));
            }
            // The first block's shortcut is averaged before its convolution, the others' after it, as published.
            return pooled(h).add(first ? shortcut.convolve(pooled(x)) : pooled(shortcut.convolve(x)));
        }
    }

    private static final class Attention {
        private final Weight query;
        private final Weight key;
        private final Weight value;
        private final Weight out;
        private final Tensor gamma;

        Attention(List<Tensor> into, long channels) {
            query = new Weight(into, false, channels / 8, channels, 1, 1);
            key = new Weight(into, false, channels / 8, channels, 1, 1);
            value = new Weight(into, false, channels / 2, channels, 1, 1);
            out = new Weight(into, false, channels, channels / 2, 1, 1);
            gamma = parameter(into, 0, 1);
        }

        Tensor forward(Tensor x) {
            long n = x.size(0);
            long places = x.size(2) * x.size(3);
            Tensor q = query.convolve(x).reshape(n, -1, places);
            Tensor k = halved(key.convolve(x)).reshape(n, -1, places / 4);
            Tensor v = halved(value.convolve(x)).reshape(n, -1, places / 4);
            Tensor weights = torch.softmax(torch.bmm(q.transpose(1, 2), k), -1);
            Tensor attended = torch.bmm(v, weights.transpose(1, 2)).reshape(n, -1, x.size(2), x.size(3));
            return x.add(out.convolve(attended).mul(gamma));
        }

        private static Tensor halved(Tensor x) {
            return torch.max_pool2d(x, new long[] {2, 2}, new long[] {2, 2}, new long[] {0, 0}, new long[] {1, 1}, false);
        }
    }
}
