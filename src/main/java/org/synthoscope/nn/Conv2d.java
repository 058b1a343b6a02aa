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
    private final int kernel;
    private boolean asProduct;

    public Conv2d(int in, int out, int kernel, int stride, int padding, boolean withBias, Initialiser initialiser) {
        this.weight = weight("weight", initialiser, out, in, kernel, kernel);
        this.bias = withBias ? Optional.of(weight("bias", Initialiser.constant(0), out)) : Optional.empty();
        this.stride = stride;
        this.padding = padding;
        this.kernel = kernel;
    }

    /**
     * Lets {@link WeightGradients} make the weight's gradient as a matrix product where that is faster. The layer after
     * this one must not change its input in place: batch norm doesn't, activations do.
     */
    public Conv2d weightGradientAsProduct() {
        asProduct = true;
        return this;
    }

    /** Uses the weight divided by its largest singular value (Miyato et al., 2018), which one power iteration a step follows. */
    public Conv2d spectral() {
        normaliseSpectrally(weight);
        return this;
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor w = weight.value();
        Tensor input = x.to(w.dtype());
        if (!asProduct || !weight.noting() || !input.requiresGrad() || !WeightGradients.fasterAsProduct(w)) {
            Tensor output = Ops.conv2d(input, w, bias.map(Parameter::value), stride, padding, 1);
            return weight.noted(new ExampleNorms.Use(ExampleNorms.Kind.CONVOLUTION, input.detach(), output, kernel, stride, padding),
                    bias);
        }
        Tensor output = Ops.conv2d(input, w.detach(), bias.map(Parameter::value), stride, padding, 1);
        if (output.requiresGrad()) {
            weight.uses().add(new Parameter.Use(input.detach(), output, false, kernel, stride, padding));
        }
        return output;
    }
}
