package org.synthoscope.nn;

import org.synthoscope.tensor.BatchMoments;
import org.synthoscope.tensor.Tensor;

/**
 * Batch normalisation by the moments of the batch at hand, in use as in training, ε 1e-5: what pix2pix uses, where a batch
 * is one image and each image is so normalised on its own (Isola et al., 2017, section 6.1.1). It has no running moments.
 */
public final class BatchMomentNorm2d extends Layer {

    private static final double EPSILON = 1e-5;

    private final Parameter gain;
    private final Parameter bias;

    public BatchMomentNorm2d(int channels, Initialiser gainInitialiser) {
        this.gain = fullPrecision("gain", gainInitialiser, channels);
        this.bias = fullPrecision("bias", Initialiser.constant(0), channels);
    }

    @Override
    public Tensor forward(Tensor x) {
        return BatchMoments.norm(x, gain.value(), bias.value(), EPSILON);
    }
}
