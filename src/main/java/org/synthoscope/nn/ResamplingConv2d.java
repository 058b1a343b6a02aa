package org.synthoscope.nn;

import java.util.Optional;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/**
 * A 3x3 convolution together with the change of size beside it, in one strided convolution by a 4x4 kernel made of the 3x3
 * weight: after each pixel was doubled in both directions, a transposed one; before the mean of 2x2, an ordinary one. The
 * result is the same, with bias and borders, for 4 products where there were 9 (Karras et al., 2018, do so in their larger
 * layers).
 */
public final class ResamplingConv2d extends Layer {

    private static final int KERNEL = 3;
    private static final int STRIDE = 2;

    private final boolean doubles;
    private final Parameter weight;
    private final Optional<Parameter> bias;

    private ResamplingConv2d(boolean doubles, int in, int out, Initialiser initialiser) {
        this.doubles = doubles;
        this.weight = weight("weight", initialiser, out, in, KERNEL, KERNEL);
        this.bias = Optional.of(weight("bias", Initialiser.constant(0), out));
    }

    /** Nearest doubling, then the convolution: N x in x H x W to N x out x 2H x 2W. */
    public static ResamplingConv2d doubling(int in, int out, Initialiser initialiser) {
        return new ResamplingConv2d(true, in, out, initialiser);
    }

    /** The convolution, then the mean of 2x2: N x in x H x W to N x out x H/2 x W/2, H and W even. */
    public static ResamplingConv2d halving(int in, int out, Initialiser initialiser) {
        return new ResamplingConv2d(false, in, out, initialiser);
    }

    /** Uses the weight divided by its largest singular value (Miyato et al., 2018), which one power iteration a step follows. */
    public ResamplingConv2d spectral() {
        normaliseSpectrally(weight);
        return this;
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor w = weight.value();
        Tensor input = x.to(w.dtype());
        Optional<Tensor> b = bias.map(Parameter::value);
        return doubles ? Ops.convTranspose2d(input, doublingKernel(w), b, STRIDE, 1, 1)
                : Ops.conv2d(input, halvingKernel(w), b, STRIDE, 1, 1);
    }

    /** out x in x 3 x 3 to in x out x 4 x 4: the kernel mirrored, and summed over the four places of a doubled pixel. */
    static Tensor doublingKernel(Tensor weight) {
        return spread(weight.transpose(0, 1).flip(2, 3)).channelsLast();
    }

    /** out x in x 3 x 3 to out x in x 4 x 4: the mean over the four places that the mean of 2x2 covers. */
    static Tensor halvingKernel(Tensor weight) {
        return spread(weight).mul(0.25).channelsLast();
    }

    /** The sum of the kernel's four shifts in 4 x 4, one direction after the other. */
    private static Tensor spread(Tensor k) {
        Tensor rows = Ops.padZero(k, 0, 0, 0, 1).add(Ops.padZero(k, 0, 0, 1, 0));
        return Ops.padZero(rows, 0, 1, 0, 0).add(Ops.padZero(rows, 1, 0, 0, 0));
    }
}
