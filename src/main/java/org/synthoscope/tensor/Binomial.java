package org.synthoscope.tensor;

import java.util.Optional;

/**
 * Halving and doubling of images through the binomial filter [1, 2, 1] ⊗ [1, 2, 1], with zeros outside the image.
 *
 * <p>Both are convolutions with fixed weights, one filter a channel. In bf16 the engine has a fast kernel for groups of
 * channels but, backwards, none for single ones; so there the filters of up to 16 channels lie on the diagonal of one group.
 * Measured on one core with AMX, 32 x 16 x 64 x 64 in bf16, forward and backward: halving .5 and 1.0 ms, channel by channel
 * .6 and 26, as two mean poolings 8.6 and 20.
 */
public final class Binomial {

    private static final int SIDE = 3;
    private static final int GROUP = 16;
    private static final float[] ROW = {1, 2, 1};
    private static final float SUM = 16;

    private Binomial() {
    }

    /**
     * Every second pixel of the smoothed image: along each side y(i) = (x(2i − 1) + 2 x(2i) + x(2i + 1)) / 4.
     *
     * @param x N x C x H x W with even sides
     * @return N x C x H/2 x W/2
     */
    public static Tensor down(Tensor x) {
        int group = group(x);
        return Ops.conv2d(x, filters(x, group, 1), Optional.empty(), 2, 1, (int) x.size(1) / group);
    }

    /**
     * Four times the adjoint of {@link #down}: along each side y(2i) = x(i), y(2i + 1) = (x(i) + x(i + 1)) / 2.
     *
     * @param x N x C x H x W
     * @return N x C x 2H x 2W
     */
    public static Tensor up(Tensor x) {
        int group = group(x);
        return Ops.convTranspose2d(x, filters(x, group, 4), Optional.empty(), 2, 1, 1, (int) x.size(1) / group);
    }

    /** Channels of one group. */
    private static int group(Tensor x) {
        if (x.dtype() != DType.BFLOAT16) {
            return 1;
        }
        int channels = (int) x.size(1);
        int group = GROUP;
        while (channels % group != 0) {
            group /= 2;
        }
        return group;
    }

    /** C x group x 3 x 3: the filter where a channel meets itself, else zeros. */
    private static Tensor filters(Tensor x, int group, float gain) {
        int channels = (int) x.size(1);
        float[] weights = new float[channels * group * SIDE * SIDE];
        for (int c = 0; c < channels; c++) {
            int at = (c * group + c % group) * SIDE * SIDE;
            for (int i = 0; i < SIDE * SIDE; i++) {
                weights[at + i] = gain * ROW[i / SIDE] * ROW[i % SIDE] / SUM;
            }
        }
        return Tensor.of(weights, channels, group, SIDE, SIDE).to(x.dtype()).to(x.device()).channelsLast();
    }
}
