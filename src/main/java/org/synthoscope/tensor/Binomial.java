package org.synthoscope.tensor;

/** Halving and doubling of images through the binomial filter [1, 2, 1] ⊗ [1, 2, 1], the border's pixels repeated outside. */
public final class Binomial {

    private Binomial() {
    }

    /**
     * Every second pixel of the smoothed image: along each side y(i) = (x(2i − 1) + 2 x(2i) + x(2i + 1)) / 4.
     *
     * @param x N x C x H x W with even sides
     * @return N x C x H/2 x W/2
     */
    public static Tensor down(Tensor x) {
        // [1, 2, 1] is [1, 1] twice: two mean poolings, which keep the layout and know every type. Means that leave the
        // padding out are those of a repeated border.
        return Ops.averagePool(Ops.averagePool(x, 2, 1, 1, false), 2, 2, 0, true);
    }

    /**
     * Apart from the border, four times the adjoint of {@link #down}: along each side y(2i) = x(i), y(2i + 1) = (x(i) + x(i + 1)) / 2.
     *
     * @param x N x C x H x W
     * @return N x C x 2H x 2W
     */
    public static Tensor up(Tensor x) {
        // Means of neighbours of the image with every pixel doubled; the one that would lie before the first is left out.
        Tensor means = Ops.averagePool(Ops.upsampleNearest(x, 2), 2, 1, 1, false);
        return means.narrow(2, 1, 2 * x.size(2)).narrow(3, 1, 2 * x.size(3)).channelsLast();
    }
}
