package org.synthoscope.tensor;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** A gain and a shift for every channel of every image, as normalisations that are told a class have them. */
public final class Modulation {

    private Modulation() {
    }

    /**
     * x · gain + shift in one pass.
     *
     * @param x     N x C x H x W
     * @param gain  N x C, of the type of {@code x}
     * @param shift N x C, of the type of {@code x}
     */
    public static Tensor apply(Tensor x, Tensor gain, Tensor shift) {
        return new Tensor(torch.addcmul(perPlace(shift), x.ptr, perPlace(gain), new Scalar(1.0)));
    }

    private static org.bytedeco.pytorch.Tensor perPlace(Tensor t) {
        return t.reshape(t.size(0), t.size(1), 1, 1).ptr;
    }

    /** Batch normalisation to mean 0 and variance 1 without gain and shift; see {@link Ops#batchNorm}. */
    public static Tensor standardise(Tensor x, Tensor runningMean, Tensor runningVariance, boolean training,
                                     double momentum, double epsilon) {
        return new Tensor(torch.batch_norm(x.ptr, new TensorOptional(), new TensorOptional(),
                new TensorOptional(runningMean.ptr), new TensorOptional(runningVariance.ptr), training, momentum,
                epsilon, false));
    }
}
