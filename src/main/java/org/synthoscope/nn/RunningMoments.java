package org.synthoscope.nn;

import org.synthoscope.tensor.Tensor;

/** The running mean and variance of a batch normalisation, and by how much a forward pass moves them. */
final class RunningMoments {

    static final double EPSILON = 1e-5;
    private static final double MOMENTUM = 0.1;

    private final Module.Buffer mean;
    private final Module.Buffer variance;
    private boolean collecting;
    private int passes;

    RunningMoments(Module.Buffer mean, Module.Buffer variance) {
        this.mean = mean;
        this.variance = variance;
    }

    Tensor mean() {
        return mean.tensor();
    }

    Tensor variance() {
        return variance.tensor();
    }

    /** Starts or ends the collection of the mean over passes. */
    void collect(boolean on) {
        collecting = on;
        passes = 0;
    }

    /**
     * The weight of the next pass's moments.
     *
     * @param repeating whether the pass was made before: then the moments have been counted
     */
    double momentum(boolean training, boolean repeating) {
        if (repeating) {
            return 0;
        }
        // A momentum of 1/n after n passes makes the running moments the mean over the passes.
        return collecting && training ? 1.0 / ++passes : MOMENTUM;
    }
}
