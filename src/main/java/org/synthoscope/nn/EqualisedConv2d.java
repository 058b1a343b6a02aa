package org.synthoscope.nn;

import java.util.Optional;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/**
 * A convolution with equalised learning rate (Karras et al., 2018, section 4.1): weights start as N(0, 1) and are
 * multiplied in use by gain / √fanIn, so that an optimiser which moves every weight by about its learning rate moves all
 * layers equally fast. Sides stay as they are, or double before the convolution, or halve after it; always with a bias
 * for each channel.
 *
 * <p>Doubling (nearest neighbour) and halving (mean of 2 x 2) are linear, as the convolution is, so that both together are
 * one strided convolution with a 4 x 4 kernel made of the 3 x 3 one; that takes 4 products where the two steps take 9.
 * The kernel of a doubling convolution lies mirrored in its weights.
 */
public final class EqualisedConv2d extends Layer {

    /** What happens to the sides. */
    public enum Sides { KEPT, DOUBLED, HALVED }

    private final Parameter weight;
    private final Parameter bias;
    private final int kernel;
    private final double scale;
    private final Sides sides;

    /**
     * @param kernel odd; zeros are padded, so that the convolution keeps the sides
     * @param gain   √2 before a ReLU, 1 before an output
     * @param sides  other than KEPT for 3 x 3 kernels only
     */
    public EqualisedConv2d(int in, int out, int kernel, double gain, Sides sides) {
        if (kernel % 2 == 0 || sides != Sides.KEPT && kernel != 3) {
            throw new IllegalArgumentException("kernels are odd, and 3 where sides change, not " + kernel);
        }
        this.weight = weight("weight", Initialiser.normal(0, 1), out, in, kernel, kernel);
        this.bias = weight("bias", Initialiser.constant(0), out);
        this.kernel = kernel;
        this.scale = gain / Math.sqrt((double) in * kernel * kernel);
        this.sides = sides;
    }

    /** What the weights are multiplied by in use: 0.0208333 for 512 channels, 3 x 3 and gain √2. */
    public double scale() {
        return scale;
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor w = weight.value();
        Tensor input = x.to(w.dtype());
        // The factor can sit on either side of the product; it goes where there are fewer numbers.
        if (w.numel() <= outputs(input)) {
            return convolve(input, w, scale, Optional.of(bias.value()));
        }
        return divided(input).mul(scale);
    }

    /**
     * The output divided by {@link #scale()}, for what follows to undo: a leaky ReLU commutes with the factor, and a
     * {@link PixelNorm} whose ε is divided by the factor's square absorbs it. Saves a pass over weights or output.
     */
    public Tensor divided(Tensor x) {
        Tensor w = weight.value();
        return convolve(x.to(w.dtype()), w, 1, Optional.of(bias.value().mul(1 / scale)));
    }

    private long outputs(Tensor input) {
        long kept = input.numel() / input.size(1) * weight.value().size(0);
        return switch (sides) {
            case KEPT -> kept;
            case DOUBLED -> kept * 4;
            case HALVED -> kept / 4;
        };
    }

    private Tensor convolve(Tensor x, Tensor w, double factor, Optional<Tensor> b) {
        return switch (sides) {
            case KEPT -> Ops.conv2d(x, factor == 1 ? w : w.mul(factor), b, 1, kernel / 2, 1);
            case DOUBLED -> Ops.convTranspose2d(x, smeared(w, 4 * factor).transpose(0, 1), b, 2, 1, 1);
            case HALVED -> Ops.conv2d(x, smeared(w, factor), b, 2, 1, 1);
        };
    }

    /** The mean of a 3 x 3 kernel's four shifts by one place, 4 x 4, times a factor. */
    private static Tensor smeared(Tensor w, double factor) {
        Tensor mean = Ops.averagePool(w, 2, 1, 1, true);
        return factor == 1 ? mean : mean.mul(factor);
    }
}
