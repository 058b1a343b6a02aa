package org.synthoscope.evidence.watch;

import java.util.SplittableRandom;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.evidence.Groups;
import org.synthoscope.evidence.Points;

/**
 * Features of an image that cost a pass over its pixels: of 8 x 8 cells the mean of each channel and the spread of the
 * luminance within. Both parts are scaled so that over the real images each has a total variance of 1.
 */
final class CellFeatures {

    private static final int CELLS = 8;
    private static final int FITTED_ON = 512;

    private final int height;
    private final int width;
    private final int channels;
    private final double meanScale;
    private final double spreadScale;

    private CellFeatures(int height, int width, int channels, double meanScale, double spreadScale) {
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.meanScale = meanScale;
        this.spreadScale = spreadScale;
    }

    /** Scaled by some real images, N x H x W x C bytes. */
    static CellFeatures fitted(byte[] nhwc, int count, int height, int width, int channels) {
        CellFeatures raw = new CellFeatures(height, width, channels, 1, 1);
        Points points = raw.of(nhwc, count);
        int means = raw.rows() * raw.columns() * channels;
        return new CellFeatures(height, width, channels, scale(points, 0, means),
                scale(points, means, points.dimension()));
    }

    /** Scaled by images that are drawn from a set, without their first channels. */
    static CellFeatures fitted(ImageSet set, int skip, long seed) {
        int[] some = Groups.choose(Groups.singles(set.count()), FITTED_ON, new SplittableRandom(seed));
        return fitted(RealReference.pixels(set, some, skip, set.channels()), some.length, set.height(), set.width(),
                set.channels() - skip);
    }

    /** One over the root of the summed variances of some columns. */
    private static double scale(Points points, int from, int to) {
        double total = 0;
        for (int d = from; d < to; d++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < points.count(); i++) {
                double v = points.values()[i * points.dimension() + d];
                sum += v;
                squares += v * v;
            }
            total += squares / points.count() - sum / points.count() * (sum / points.count());
        }
        return total > 1e-9 ? 1 / Math.sqrt(total) : 0;
    }

    private int rows() {
        return Math.min(CELLS, height);
    }

    private int columns() {
        return Math.min(CELLS, width);
    }

    /** The features of {@code count} images, N x H x W x C bytes. */
    Points of(byte[] nhwc, int count) {
        int cells = rows() * columns();
        int dimension = cells * (channels + 1);
        double[] out = new double[count * dimension];
        for (int i = 0; i < count; i++) {
            for (int cell = 0; cell < cells; cell++) {
                cell(nhwc, i, cell, out, i * dimension, cells);
            }
        }
        return new Points(count, dimension, out);
    }

    private void cell(byte[] nhwc, int image, int cell, double[] out, int at, int cells) {
        int y = cell / columns();
        int x = cell % columns();
        int top = y * height / rows();
        int bottom = (y + 1) * height / rows();
        int left = x * width / columns();
        int right = (x + 1) * width / columns();
        double[] sums = new double[channels];
        double luminance = 0;
        double squares = 0;
        for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
                int from = ((image * height + row) * width + column) * channels;
                double l = 0;
                for (int c = 0; c < channels; c++) {
                    double v = nhwc[from + c] & 255;
                    sums[c] += v;
                    l += v;
                }
                l /= channels;
                luminance += l;
                squares += l * l;
            }
        }
        double n = (double) (bottom - top) * (right - left);
        for (int c = 0; c < channels; c++) {
            out[at + cell * channels + c] = meanScale * sums[c] / n;
        }
        out[at + cells * channels + cell] = spreadScale
                * Math.sqrt(Math.max(0, squares / n - luminance / n * (luminance / n)));
    }
}
