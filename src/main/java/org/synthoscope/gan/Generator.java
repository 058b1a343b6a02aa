package org.synthoscope.gan;

import org.synthoscope.nn.Module;
import org.synthoscope.tensor.Tensor;

/** Makes images of latent vectors. */
public abstract class Generator extends Module {

    /**
     * Generates.
     *
     * @param latent N x latent, standard normal
     * @param labels N, INT64; an unconditional generator ignores them
     * @return N x C x H x W in [−1, 1], in the type it was computed in
     */
    public abstract Tensor generate(Tensor latent, Tensor labels);
}
