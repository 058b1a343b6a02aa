package org.synthoscope.evidence.features;

import java.util.function.DoubleUnaryOperator;
import org.synthoscope.tensor.Tensor;

/**
 * Resampling of one axis as an explicit matrix, {@code out x in}: every rule is a formula that can be read and
 * tested, and an image is resampled by two matrix products.
 */
final class Resampling {

    private final int in;
    private final int out;
    private final double[] weights;

    private Resampling(int in, int out, double[] weights) {
        this.in = in;
        this.out = out;
        this.weights = weights;
    }

    /** Bilinear without antialiasing, pixel centres at half positions: {@code align_corners=false}. */
    static Resampling bilinear(int in, int out) {
        return twoPoint(in, out, i -> Math.max(0, (i + 0.5) * in / out - 0.5));
    }

    /** Bilinear as TensorFlow 1 did it: output i reads input i·in/out, so the image shifts by a fraction of a pixel. */
    static Resampling tensorFlow1(int in, int out) {
        return twoPoint(in, out, i -> i * in / (double) out);
    }

    /** Bilinear whose kernel widens when the image shrinks, so that nothing aliases. */
    static Resampling triangle(int in, int out) {
        return widening(in, out, 1, t -> Math.max(0, 1 - Math.abs(t)));
    }

    /** Bicubic with a = −1/2 whose kernel widens when the image shrinks: the rule of the Pillow library. */
    static Resampling bicubic(int in, int out) {
        return widening(in, out, 2, t -> {
            double x = Math.abs(t);
            double a = -0.5;
            if (x < 1) {
                return ((a + 2) * x - (a + 3)) * x * x + 1;
            }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
        });
    }

    /** Half as many samples through a symmetric low-pass filter of even length; the image is mirrored at its borders. */
    static Resampling halving(int in, double[] taps) {
        int out = in / 2;
        double[] w = new double[out * in];
        for (int o = 0; o < out; o++) {
            for (int t = 0; t < taps.length; t++) {
                w[o * in + mirror(2 * o + 1 - taps.length / 2 + t, in)] += taps[t];
            }
        }
        return new Resampling(in, out, w);
    }

    /** Position of a sample outside 0..n−1 in the mirror image that repeats the border sample. */
    static int mirror(int position, int n) {
        int p = Math.floorMod(position, 2 * n);
        return p < n ? p : 2 * n - 1 - p;
    }

    private static Resampling twoPoint(int in, int out, java.util.function.IntToDoubleFunction source) {
        double[] w = new double[out * in];
        for (int o = 0; o < out; o++) {
            double s = Math.min(source.applyAsDouble(o), in - 1);
            int low = (int) s;
            int high = Math.min(low + 1, in - 1);
            w[o * in + low] += 1 - (s - low);
            w[o * in + high] += s - low;
        }
        return new Resampling(in, out, w);
    }

    private static Resampling widening(int in, int out, double radius, DoubleUnaryOperator kernel) {
        double scale = in / (double) out;
        double widen = Math.max(1, scale);
        double[] w = new double[out * in];
        for (int o = 0; o < out; o++) {
            double centre = (o + 0.5) * scale;
            int from = Math.max(0, (int) (centre - radius * widen + 0.5));
            int to = Math.min(in, (int) (centre + radius * widen + 0.5));
            double sum = 0;
            for (int i = from; i < to; i++) {
                w[o * in + i] = kernel.applyAsDouble((i + 0.5 - centre) / widen);
                sum += w[o * in + i];
            }
            for (int i = from; i < to; i++) {
                w[o * in + i] /= sum;
            }
        }
        return new Resampling(in, out, w);
    }

    /** The matrix, out x in, FLOAT32. */
    Tensor matrix() {
        float[] f = new float[weights.length];
        for (int i = 0; i < f.length; i++) {
            f[i] = (float) weights[i];
        }
        return Tensor.of(f, out, in);
    }

    /** Resamples the rows and columns of N x C x H x W. */
    static Tensor apply(Resampling rows, Resampling columns, Tensor x) {
        return rows.matrix().matmul(x.matmul(columns.matrix().transpose(0, 1)));
    }
}
