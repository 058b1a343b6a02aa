package org.synthoscope.nn;

import java.util.function.UnaryOperator;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/** A function without parameters as a module. */
public final class Activation extends Layer {

    private final UnaryOperator<Tensor> function;

    private Activation(UnaryOperator<Tensor> function) {
        this.function = function;
    }

    /** max(x, 0), in place: its input must be the fresh output of a layer that doesn't need it for its gradient. */
    public static Activation relu() {
        return new Activation(Ops::relu_);
    }

    /** x where positive, else slope · x, in place: its input must be the fresh output of a layer, as for relu. */
    public static Activation leakyRelu(double slope) {
        return new Activation(x -> Ops.leakyRelu_(x, slope));
    }

    /** Hyperbolic tangent, to (−1, 1). */
    public static Activation tanh() {
        return new Activation(Ops::tanh);
    }

    /** Gives every image of the batch a new shape. */
    public static Activation reshape(long... perImage) {
        return new Activation(x -> {
            long[] shape = new long[perImage.length + 1];
            shape[0] = x.size(0);
            System.arraycopy(perImage, 0, shape, 1, perImage.length);
            Tensor y = x.reshape(shape);
            return perImage.length == 3 ? y.channelsLast() : y;
        });
    }

    @Override
    public Tensor forward(Tensor x) {
        return function.apply(x);
    }
}
