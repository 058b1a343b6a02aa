package org.synthoscope.nn;

import org.synthoscope.tensor.Tensor;

/** A module that makes one tensor of one tensor. */
public abstract class Layer extends Module {

    /** Computes the output for {@code x}. */
    public abstract Tensor forward(Tensor x);
}
