package org.synthoscope.nn;

import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/**
 * Self-attention over places (Zhang et al., 2019, section 3), as BigGAN has it: x + γ · o(softmax(θ(x)ᵀ φ(x)) g(x)). θ and
 * φ have an eighth of the channels and g half, by 1x1 convolutions without bias under spectral normalisation; φ and g are
 * max-pooled 2x2, which leaves a quarter of the keys; γ starts at 0, so that the layer begins as the identity.
 */
public final class SelfAttention extends Layer {

    /** The least channels that leave one for θ and φ. */
    public static final int LEAST_CHANNELS = 8;

    private final int keyChannels;
    private final int valueChannels;
    private final Conv2d query;
    private final Conv2d key;
    private final Conv2d value;
    private final Conv2d out;
    private final Parameter gamma;

    /** @param channels C, at least 8 */
    public SelfAttention(int channels, Initialiser initialiser) {
        if (channels < LEAST_CHANNELS) {
            throw new IllegalArgumentException("attention needs " + LEAST_CHANNELS + " channels, not " + channels);
        }
        this.keyChannels = channels / 8;
        this.valueChannels = channels / 2;
        this.query = child("theta", new Conv2d(channels, keyChannels, 1, 1, 0, false, initialiser).spectral());
        this.key = child("phi", new Conv2d(channels, keyChannels, 1, 1, 0, false, initialiser).spectral());
        this.value = child("g", new Conv2d(channels, valueChannels, 1, 1, 0, false, initialiser).spectral());
        this.out = child("o", new Conv2d(valueChannels, channels, 1, 1, 0, false, initialiser).spectral());
        this.gamma = fullPrecision("gamma", Initialiser.constant(0), 1);
    }

    /** N x C x H x W, H and W even, to the same. */
    @Override
    public Tensor forward(Tensor x) {
        Tensor attended = attend(query.forward(x), Ops.maxPool(key.forward(x), 2, 2, 0),
                Ops.maxPool(value.forward(x), 2, 2, 0));
        Tensor o = out.forward(attended);
        return x.add(o.mul(gamma.value().to(o.dtype())));
    }

    /**
     * Every place's mean over all keys' values, weighted by the softmax of its query's products with the keys.
     *
     * @param queries N x k x H x W
     * @param keys    N x k x h x w
     * @param values  N x v x h x w
     * @return N x v x H x W
     */
    static Tensor attend(Tensor queries, Tensor keys, Tensor values) {
        Tensor weights = Ops.softmax(rows(queries).matmul(rows(keys).transpose(1, 2)));
        return weights.matmul(rows(values))
                .reshape(queries.size(0), queries.size(2), queries.size(3), values.size(1)).permute(0, 3, 1, 2);
    }

    /** N x C x H x W to N x HW x C, which for channels-last is the same memory. */
    private static Tensor rows(Tensor x) {
        return x.permute(0, 2, 3, 1).reshape(x.size(0), x.size(2) * x.size(3), x.size(1));
    }
}
