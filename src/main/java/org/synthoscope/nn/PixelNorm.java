package org.synthoscope.nn;

import org.synthoscope.tensor.Tensor;

/**
 * Brings the vector of channels at each place to unit mean square: x / √(mean(x²) + ε) (Karras et al., 2018, section
 * 4.2). No parameters and no statistics of the batch.
 */
public final class PixelNorm extends Layer {

    /** The paper's ε. */
    public static final double EPSILON = 1e-8;

    private final double epsilon;

    /** @param epsilon what keeps a vector of zeros from a division by zero */
    public PixelNorm(double epsilon) {
        this.epsilon = epsilon;
    }

    /** @param x N x C, or N x C x H x W */
    @Override
    public Tensor forward(Tensor x) {
        return of(x, epsilon);
    }

    /**
     * As a function, in the type of its argument.
     *
     * @param x N x C, or N x C x H x W
     */
    public static Tensor of(Tensor x, double epsilon) {
        return x.mul(x.square().mean(true, 1).add(epsilon).pow(-0.5));
    }
}
