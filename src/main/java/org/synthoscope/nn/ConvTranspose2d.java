package org.synthoscope.nn;

import java.util.Optional;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/** Transposed convolution of N x in x H x W with square kernels; weight in x out x k x k. */
public final class ConvTranspose2d extends Layer {

    private final Parameter weight;
    private final Optional<Parameter> bias;
    private final int stride;
    private final int padding;
    private final int kernel;
    private final int outputPadding;
    private boolean asProduct;

    public ConvTranspose2d(int in, int out, int kernel, int stride, int padding, boolean withBias,
                           Initialiser initialiser) {
        this(in, out, kernel, stride, padding, 0, withBias, initialiser);
    }

    /** @param outputPadding rows and columns more at the lower right: of the sizes a strided convolution maps to one, the larger */
    public ConvTranspose2d(int in, int out, int kernel, int stride, int padding, int outputPadding, boolean withBias,
                           Initialiser initialiser) {
        this.weight = weight("weight", initialiser, in, out, kernel, kernel);
        this.bias = withBias ? Optional.of(weight("bias", Initialiser.constant(0), out)) : Optional.empty();
        this.stride = stride;
        this.padding = padding;
        this.kernel = kernel;
        this.outputPadding = outputPadding;
    }

    /**
     * Lets {@link WeightGradients} make the weight's gradient as a matrix product where that is faster. The layer after
     * this one must not change its input in place: batch norm doesn't, activations do.
     */
    public ConvTranspose2d weightGradientAsProduct() {
        asProduct = true;
        return this;
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor w = weight.value();
        Tensor input = x.to(w.dtype());
        if (!asProduct || !weight.noting() || !input.requiresGrad() || !WeightGradients.fasterAsProduct(w)) {
            return Ops.convTranspose2d(input, w, bias.map(Parameter::value), stride, padding, outputPadding,
                    1);
        }
        Tensor output = Ops.convTranspose2d(input, w.detach(), bias.map(Parameter::value), stride, padding, outputPadding,
                1);
        if (output.requiresGrad()) {
            weight.uses().add(new Parameter.Use(input.detach(), output, true, kernel, stride, padding));
        }
        return output;
    }
}
