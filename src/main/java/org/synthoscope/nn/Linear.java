package org.synthoscope.nn;

import java.util.Optional;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/** x · Wᵀ + b of N x in; weight out x in. */
public final class Linear extends Layer {

    private final Parameter weight;
    private final Optional<Parameter> bias;

    public Linear(int in, int out, boolean withBias, Initialiser initialiser) {
        this.weight = weight("weight", initialiser, out, in);
        this.bias = withBias ? Optional.of(weight("bias", Initialiser.constant(0), out)) : Optional.empty();
    }

    /** Uses the weight divided by its largest singular value (Miyato et al., 2018), which one power iteration a step follows. */
    public Linear spectral() {
        normaliseSpectrally(weight);
        return this;
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor w = weight.value();
        Tensor input = x.to(w.dtype());
        Tensor output = Ops.linear(input, w, bias.map(Parameter::value));
        return weight.noted(new ExampleNorms.Use(ExampleNorms.Kind.PRODUCT, input.detach(), output, 0, 0, 0), bias);
    }
}
