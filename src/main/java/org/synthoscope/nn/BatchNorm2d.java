package org.synthoscope.nn;

import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/**
 * Batch normalisation over N, H and W (Ioffe and Szegedy, 2015), ε 1e-5, momentum 0.1. Gain, bias and moments stay in
 * fp32 whatever the type of the input.
 */
public final class BatchNorm2d extends Layer {

    private static final double EPSILON = 1e-5;
    private static final double MOMENTUM = 0.1;

    private final Parameter gain;
    private final Parameter bias;
    private final Buffer mean;
    private final Buffer variance;
    private boolean collecting;
    private int passes;

    public BatchNorm2d(int channels, Initialiser gainInitialiser) {
        this.gain = fullPrecision("gain", gainInitialiser, channels);
        this.bias = fullPrecision("bias", Initialiser.constant(0), channels);
        this.mean = buffer("running_mean", 0, channels);
        this.variance = buffer("running_variance", 1, channels);
    }

    @Override
    protected void statisticsSwitched(boolean on) {
        collecting = on;
        passes = 0;
    }

    @Override
    public Tensor forward(Tensor x) {
        // A momentum of 1/n after n passes makes the running moments the mean over the passes.
        double momentum = collecting && training() ? 1.0 / ++passes : MOMENTUM;
        return Ops.batchNorm(x, gain.value(), bias.value(), mean.tensor(), variance.tensor(), training(), momentum,
                EPSILON);
    }
}
