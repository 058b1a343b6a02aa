package org.synthoscope.gan.biggan;

import java.util.List;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.Recomputable;
import org.synthoscope.nn.SelfAttention;
import org.synthoscope.tensor.Tensor;

/** Self-attention as a block of its own, whose weights between all places needn't be kept. */
final class AttentionBlock extends Recomputable {

    private final SelfAttention attention;

    AttentionBlock(int channels) {
        this.attention = child("attention", new SelfAttention(channels, Initialiser.orthogonal()));
    }

    /** N x C x H x W to the same. */
    @Override
    protected Tensor compute(List<Tensor> inputs) {
        return attention.forward(inputs.get(0));
    }
}
