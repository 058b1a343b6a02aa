package org.synthoscope.nn;

import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/**
 * Instance normalisation without gain and shift (Ulyanov et al., 2016), ε 1e-5: each channel of each image to mean 0 and
 * variance 1 over its places, in use as in training.
 */
public final class InstanceNorm2d extends Layer {

    private static final double EPSILON = 1e-5;

    @Override
    public Tensor forward(Tensor x) {
        return Ops.instanceNorm(x, EPSILON);
    }
}
