package org.synthoscope.tensor;

import org.bytedeco.pytorch.global.torch;

/**
 * Images turned, scaled and moved by an affine map each, bilinearly, what lies outside mirrored at the border. Only gathers
 * and products, so it has derivatives of every order, which the engine's own grid sampling doesn't.
 */
public final class AffineSampling {

    /** Nearer to a pixel's centre than this counts as on it: turns by 90° and whole-pixel moves stay exact. */
    private static final double SNAP = 1e-6;

    private AffineSampling() {
    }

    /**
     * Samples.
     *
     * @param x    N x C x H x W, of a floating type
     * @param maps N maps of six numbers a b c d e f: the output pixel at (x, y) shows what the input has at (a x + b y + c,
     *             d x + e y + f), both in pixels from the image's centre, x to the right and y down
     * @return N x C x H x W, channels-last
     */
    public static Tensor sample(Tensor x, double[][] maps) {
        int n = Math.toIntExact(x.size(0));
        int h = Math.toIntExact(x.size(2));
        int w = Math.toIntExact(x.size(3));
        if (maps.length != n) {
            throw new TensorException(maps.length + " maps for " + n + " images");
        }
        long[][] at = new long[4][n * h * w];
        float[][] weight = new float[4][n * h * w];
        for (int i = 0; i < n; i++) {
            double[] m = maps[i];
            for (int row = 0; row < h; row++) {
                for (int column = 0; column < w; column++) {
                    double u = column - (w - 1) / 2.0;
                    double v = row - (h - 1) / 2.0;
                    corners(m[0] * u + m[1] * v + m[2] + (w - 1) / 2.0, m[3] * u + m[4] * v + m[5] + (h - 1) / 2.0, w, h,
                            (i * h + row) * w + column, at, weight);
                }
            }
        }
        long[] shape = x.shape();
        Tensor flat = x.contiguous().reshape(n, shape[1], (long) h * w);
        Tensor sum = null;
        for (int k = 0; k < 4; k++) {
            Tensor positions = Tensor.of(at[k], n, 1, (long) h * w).to(x.device()).expand(n, shape[1], (long) h * w);
            Tensor part = new Tensor(torch.gather(flat.ptr, 2, positions.ptr))
                    .mul(Tensor.of(weight[k], n, 1, (long) h * w).to(x.dtype()).to(x.device()));
            sum = sum == null ? part : sum.add(part);
        }
        return sum.reshape(shape).channelsLast();
    }

    /** The four pixels around a place and what they count. */
    private static void corners(double x, double y, int w, int h, int out, long[][] at, float[][] weight) {
        double left = Math.floor(x + SNAP);
        double top = Math.floor(y + SNAP);
        double right = x - left < SNAP ? 0 : x - left;
        double down = y - top < SNAP ? 0 : y - top;
        for (int k = 0; k < 4; k++) {
            int dx = k & 1;
            int dy = k >> 1;
            at[k][out] = (long) mirrored((long) top + dy, h) * w + mirrored((long) left + dx, w);
            weight[k][out] = (float) ((dx == 0 ? 1 - right : right) * (dy == 0 ? 1 - down : down));
        }
    }

    /** A position outside folded back at the outermost pixels' centres, which are not doubled. */
    private static int mirrored(long at, int size) {
        if (size == 1) {
            return 0;
        }
        long period = 2L * (size - 1);
        long folded = Math.floorMod(at, period);
        return (int) (folded < size ? folded : period - folded);
    }

    /** Matrices times the channels of as many images, plus an offset: N x C x C and N x C x 1. */
    public static Tensor mixChannels(Tensor x, double[][] matrices, double[][] offsets) {
        long[] shape = x.shape();
        long n = shape[0];
        long c = shape[1];
        Tensor flat = x.contiguous().reshape(n, c, shape[2] * shape[3]);
        Tensor matrix = Tensor.of(joined(matrices), n, c, c).to(x.dtype()).to(x.device());
        Tensor offset = Tensor.of(joined(offsets), n, c, 1).to(x.dtype()).to(x.device());
        return matrix.matmul(flat).add(offset).reshape(shape).channelsLast();
    }

    private static double[] joined(double[][] rows) {
        return java.util.Arrays.stream(rows).flatMapToDouble(java.util.Arrays::stream).toArray();
    }
}
