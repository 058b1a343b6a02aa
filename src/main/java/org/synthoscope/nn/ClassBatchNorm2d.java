package org.synthoscope.nn;

import org.synthoscope.tensor.Modulation;
import org.synthoscope.tensor.Tensor;

/**
 * Batch normalisation whose gain and shift are given from outside for every image (de Vries et al., 2017): the condition's
 * gain is added to 1. ε 1e-5, momentum 0.1; the running moments, which are the same for all conditions, stay in fp32.
 */
public final class ClassBatchNorm2d extends Module {

    private final RunningMoments moments;

    public ClassBatchNorm2d(int channels) {
        this.moments = new RunningMoments(buffer("running_mean", 0, channels), buffer("running_variance", 1, channels));
    }

    @Override
    protected void statisticsSwitched(boolean on) {
        moments.collect(on);
    }

    /**
     * Normalises and modulates.
     *
     * @param x     N x C x H x W
     * @param gain  N x C, what is added to a gain of 1
     * @param shift N x C
     */
    public Tensor forward(Tensor x, Tensor gain, Tensor shift) {
        double momentum = moments.momentum(training(), repeating());
        Tensor y = Modulation.standardise(x, moments.mean(), moments.variance(), training(), momentum,
                RunningMoments.EPSILON);
        return Modulation.apply(y, gain.add(1).to(y.dtype()), shift.to(y.dtype()));
    }
}
