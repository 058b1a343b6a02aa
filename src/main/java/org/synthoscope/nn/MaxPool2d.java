package org.synthoscope.nn;

import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/** The largest value of each square window of N x C x H x W; the rest of a side that fills no window is left out. */
public final class MaxPool2d extends Layer {

    private final int kernel;
    private final int stride;
    private final int padding;

    public MaxPool2d(int kernel, int stride, int padding) {
        this.kernel = kernel;
        this.stride = stride;
        this.padding = padding;
    }

    @Override
    public Tensor forward(Tensor x) {
        return Ops.maxPool(x, kernel, stride, padding);
    }
}
