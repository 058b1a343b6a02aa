package org.synthoscope.tensor;

import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Batch normalisation that keeps no running moments. */
public final class BatchMoments {

    private BatchMoments() {
    }

    /**
     * Normalises each channel of N x C x H x W by its mean and variance over N, H and W, then scales and shifts it.
     *
     * @param gain C, FLOAT32
     * @param bias C, FLOAT32
     */
    public static Tensor norm(Tensor x, Tensor gain, Tensor bias, double epsilon) {
        return new Tensor(torch.batch_norm(x.ptr, new TensorOptional(gain.ptr), new TensorOptional(bias.ptr),
                new TensorOptional(), new TensorOptional(), true, 0, epsilon, false));
    }
}
