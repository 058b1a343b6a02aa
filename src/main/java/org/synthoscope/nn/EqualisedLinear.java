package org.synthoscope.nn;

import java.util.Optional;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/** x · (s W)ᵀ + b of N x in with equalised learning rate, s = gain / √in; see {@link EqualisedConv2d}. */
public final class EqualisedLinear extends Layer {

    private final Parameter weight;
    private final Optional<Parameter> bias;
    private final double scale;

    private EqualisedLinear(int in, int out, double gain, boolean withBias, boolean full) {
        Initialiser normal = Initialiser.normal(0, 1);
        Initialiser zero = Initialiser.constant(0);
        this.weight = full ? fullPrecision("weight", normal, out, in) : weight("weight", normal, out, in);
        this.bias = !withBias ? Optional.empty()
                : Optional.of(full ? fullPrecision("bias", zero, out) : weight("bias", zero, out));
        this.scale = gain / Math.sqrt(in);
    }

    /** With or without bias; mixed precision computes it in bf16. */
    public EqualisedLinear(int in, int out, double gain, boolean withBias) {
        this(in, out, gain, withBias, false);
    }

    /** One that mixed precision leaves in fp32: for the last layer, whose outputs are a loss's arguments. */
    public static EqualisedLinear inFullPrecision(int in, int out, double gain) {
        return new EqualisedLinear(in, out, gain, true, true);
    }

    /** What the weights are multiplied by in use. */
    public double scale() {
        return scale;
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor w = weight.value();
        // The factor goes on the input, which has fewer numbers than the weights.
        return Ops.linear(x.to(w.dtype()).mul(scale), w, bias.map(Parameter::value));
    }
}
