package org.synthoscope.nn;

import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/**
 * Batch normalisation over N, H and W (Ioffe and Szegedy, 2015), ε 1e-5, momentum 0.1. Gain, bias and moments stay in
 * fp32 whatever the type of the input.
 */
public final class BatchNorm2d extends Layer {

    private final Parameter gain;
    private final Parameter bias;
    private final RunningMoments moments;

    public BatchNorm2d(int channels, Initialiser gainInitialiser) {
        this.gain = fullPrecision("gain", gainInitialiser, channels);
        this.bias = fullPrecision("bias", Initialiser.constant(0), channels);
        this.moments = new RunningMoments(buffer("running_mean", 0, channels), buffer("running_variance", 1, channels));
    }

    @Override
    protected void statisticsSwitched(boolean on) {
        moments.collect(on);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Ops.batchNorm(x, gain.value(), bias.value(), moments.mean(), moments.variance(), training(),
                moments.momentum(training(), repeating()), RunningMoments.EPSILON);
    }
}
