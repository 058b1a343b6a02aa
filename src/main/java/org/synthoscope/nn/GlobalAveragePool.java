package org.synthoscope.nn;

import org.synthoscope.tensor.Tensor;

/** The mean over H and W: N x C x H x W to N x C. */
public final class GlobalAveragePool extends Layer {

    @Override
    public Tensor forward(Tensor x) {
        return x.mean(false, 2, 3);
    }
}
