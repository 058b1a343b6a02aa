package org.synthoscope.nn;

import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/** Continues an image beyond its four borders by its mirror image, which doesn't repeat the border itself. */
public final class ReflectionPad2d extends Layer {

    private final int pixels;

    /** @param pixels on each side; fewer than the image's height and width */
    public ReflectionPad2d(int pixels) {
        this.pixels = pixels;
    }

    @Override
    public Tensor forward(Tensor x) {
        return Ops.padReflect(x, pixels, pixels, pixels, pixels);
    }
}
