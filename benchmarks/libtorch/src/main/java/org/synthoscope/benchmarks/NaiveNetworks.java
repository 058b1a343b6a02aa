package org.synthoscope.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * DCGAN-64's two networks as functional calls (Radford et al. 2015): 4x4 convolutions without bias, batch norm after all
 * but the first of D and the last of each. Weights N(0, 0.02), batch norm gains N(1, 0.02), all channels-last.
 */
final class NaiveNetworks {
    /** Length of the latent vector. */
    static final int LATENT = 100;

    private static final int[] GENERATOR_CHANNELS = {LATENT, 512, 256, 128, 64, 3};
    private static final int[] DISCRIMINATOR_CHANNELS = {3, 64, 128, 256, 512, 1};
    private static final long[] NO_DILATION = {1, 1};

    private final List<Block> generator = new ArrayList<>();
    private final List<Block> discriminator = new ArrayList<>();

    NaiveNetworks() {
        try (PointerScope scope = new PointerScope()) {
            int last = GENERATOR_CHANNELS.length - 2;
            for (int i = 0; i <= last; i++) {
                int from = GENERATOR_CHANNELS[i];
                int to = GENERATOR_CHANNELS[i + 1];
                generator.add(new Block(weight(from, to), i < last ? norm(to) : null, i == 0 ? 1 : 2, i == 0 ? 0 : 1));
            }
            for (int i = 0; i <= last; i++) {
                int from = DISCRIMINATOR_CHANNELS[i];
                int to = DISCRIMINATOR_CHANNELS[i + 1];
                discriminator.add(new Block(weight(to, from), i > 0 && i < last ? norm(to) : null,
                        i == last ? 1 : 2, i == last ? 0 : 1));
            }
        }
    }

    /** Images in [-1, 1], N x 3 x 64 x 64, from latents N x 100 x 1 x 1. */
    Tensor generate(Tensor latents) {
        Tensor x = latents;
        for (Block block : generator) {
            x = torch.conv_transpose2d(x, block.weight, new TensorOptional(), block.strides(), block.padding(),
                    new long[] {0, 0}, 1, NO_DILATION);
            x = block.norm == null ? torch.tanh(x) : torch.relu_(block.norm.apply(x));
        }
        return x;
    }

    /** Logits, N, of images N x 3 x 64 x 64. */
    Tensor judge(Tensor images) {
        Tensor x = images;
        Block last = discriminator.get(discriminator.size() - 1);
        for (Block block : discriminator) {
            x = torch.conv2d(x, block.weight, new TensorOptional(), block.strides(), block.padding(), NO_DILATION, 1);
            x = block.norm == null ? x : block.norm.apply(x);
            x = block == last ? x : torch.leaky_relu_(x, new Scalar(0.2));
        }
        return x.flatten();
    }

    Tensor[] generatorParameters() {
        return parameters(generator);
    }

    Tensor[] discriminatorParameters() {
        return parameters(discriminator);
    }

    private static Tensor[] parameters(List<Block> blocks) {
        List<Tensor> all = new ArrayList<>();
        for (Block block : blocks) {
            all.add(block.weight);
            if (block.norm != null) {
                all.add(block.norm.gain);
                all.add(block.norm.shift);
            }
        }
        return all.toArray(Tensor[]::new);
    }

    private static Tensor weight(long first, long second) {
        Tensor plain = torch.empty(first, second, 4, 4).normal_(0, 0.02, new GeneratorOptional());
        return kept(plain.contiguous(torch.MemoryFormat.ChannelsLast).requires_grad_(true));
    }

    private static Norm norm(long channels) {
        return new Norm(kept(torch.empty(channels).normal_(1, 0.02, new GeneratorOptional()).requires_grad_(true)),
                kept(torch.zeros(channels).requires_grad_(true)), kept(torch.zeros(channels)), kept(torch.ones(channels)));
    }

    /** A handle of our own that outlives the scope: what a call returns may refer into something that moves. */
    private static Tensor kept(Tensor tensor) {
        return new Tensor(tensor).retainReference();
    }

    private record Block(Tensor weight, Norm norm, long stride, long pad) {
        long[] strides() {
            return new long[] {stride, stride};
        }

        long[] padding() {
            return new long[] {pad, pad};
        }
    }

    private record Norm(Tensor gain, Tensor shift, Tensor mean, Tensor variance) {
        Tensor apply(Tensor x) {
            return torch.batch_norm(x, new TensorOptional(gain), new TensorOptional(shift), new TensorOptional(mean),
                    new TensorOptional(variance), true, 0.1, 1e-5, false);
        }
    }
}
