package org.synthoscope.nn;

import java.util.Optional;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/** Convolution of N x in x H x W with square kernels. */
public final class Conv2d extends Layer {

    private final Parameter weight;
    private final Optional<Parameter> bias;
    private final int stride;
    private final int padding;

    public Conv2d(int in, int out, int kernel, int stride, int padding, boolean withBias, Initialiser initialiser) {
        this.weight = weight("weight", initialiser, out, in, kernel, kernel);
        this.bias = withBias ? Optional.of(weight("bias", Initialiser.constant(0), out)) : Optional.empty();
        this.stride = stride;
        this.padding = padding;
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor w = weight.value();
        return Ops.conv2d(x.to(w.dtype()), w, bias.map(Parameter::value), stride, padding, 1);
    }
}
