package org.synthoscope.evidence;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.synthoscope.collection.ImageSet;

/**
 * Multi-scale structural similarity of two images (Wang, Simoncelli and Bovik 2003): five scales with their weights,
 * an 11x11 Gaussian window with σ = 1.5 over valid positions, K₁ = .01, K₂ = .03, each channel on its own and then
 * their mean. Scales are halved by 2x2 means, an odd side repeats its first row or column; where a scale is smaller
 * than the window, the window shrinks to it, so that 64x64 images have all five scales, as in compare_gan.
 *
 * <p>The mean over pairs of different images of a class measures how alike they are (Odena et al. 2017): a generator
 * that repeats itself scores higher than the real images do.
 */
public final class MsSsim {

    private static final double[] WEIGHTS = {.0448, .2856, .3001, .2363, .1333};
    private static final int WINDOW = 11;
    private static final double SIGMA = 1.5;
    private static final double C1 = 0.01 * 255 * 0.01 * 255;
    private static final double C2 = 0.03 * 255 * 0.03 * 255;

    private MsSsim() {
    }

    /** One channel of an image in 0..255, row-major. */
    private record Plane(int height, int width, double[] values) {

        Plane halved() {
            int h = (height + 1) / 2;
            int w = (width + 1) / 2;
            int oddY = height % 2;
            int oddX = width % 2;
            double[] out = new double[h * w];
            for (int y = 0; y < h; y++) {
                int top = Math.max(0, 2 * y - oddY) * width;
                int bottom = (2 * y + 1 - oddY) * width;
                for (int x = 0; x < w; x++) {
                    int left = Math.max(0, 2 * x - oddX);
                    int right = 2 * x + 1 - oddX;
                    out[y * w + x] = (values[top + left] + values[top + right] + values[bottom + left]
                            + values[bottom + right]) / 4;
                }
            }
            return new Plane(h, w, out);
        }
    }

    /**
     * Similarity of two images of one size, 1 for identical ones, 0 at the least.
     *
     * @param a H x W x C, values in 0..255
     */
    public static double of(double[] a, double[] b, int height, int width, int channels) {
        double sum = 0;
        for (int c = 0; c < channels; c++) {
            sum += channel(plane(a, height, width, channels, c), plane(b, height, width, channels, c));
        }
        return sum / channels;
    }

    /**
     * Structural similarity at the one full scale (Wang et al. 2004), 1 for identical images.
     *
     * @param a H x W x C, values in 0..255
     */
    public static double singleScale(double[] a, double[] b, int height, int width, int channels) {
        double sum = 0;
        for (int c = 0; c < channels; c++) {
            sum += similarity(plane(a, height, width, channels, c), plane(b, height, width, channels, c), true);
        }
        return sum / channels;
    }

    /**
     * Mean similarity over disjoint random pairs of images of different groups, with the 95% bootstrap interval over
     * pairs: no image is in two pairs, nor is any group, so the pairs are independent.
     *
     * @param indices the images to draw from
     * @param most    at most so many pairs
     * @throws IllegalArgumentException if there are fewer than two groups
     */
    public static Estimate withinSet(ImageSet images, int[] indices, int most, int resamples, long seed) {
        int[][] pairs = pairs(images, indices, most, new SplittableRandom(seed));
        double[] values = IntStream.range(0, pairs.length).parallel().mapToDouble(i ->
                of(pixels(images, pairs[i][0]), pixels(images, pairs[i][1]), images.height(), images.width(),
                        images.channels())).toArray();
        double mean = mean(values);
        double[] replicates = IntStream.range(0, resamples).mapToDouble(i -> {
            SplittableRandom random = new SplittableRandom(seed * 1_000_003 + i);
            double sum = 0;
            for (int j = 0; j < values.length; j++) {
                sum += values[random.nextInt(values.length)];
            }
            return sum / values.length;
        }).toArray();
        return Estimate.percentile(mean, replicates);
    }

    /** The number of pairs that {@link #withinSet} can draw. */
    static int pairsIn(ImageSet images, int[] indices, int most) {
        return Math.min(most, Groups.count(Groups.of(images, indices)) / 2);
    }

    private static int[][] pairs(ImageSet images, int[] indices, int most, SplittableRandom random) {
        int count = pairsIn(images, indices, most);
        if (count < 1) {
            throw new IllegalArgumentException("images of two groups at least are needed for a pair");
        }
        int[] chosen = new int[2 * count];
        java.util.Set<String> used = new java.util.HashSet<>();
        int found = 0;
        for (int at : Groups.permutation(indices.length, random)) {
            if (found < chosen.length && used.add(images.group(indices[at]))) {
                chosen[found++] = indices[at];
            }
        }
        int[][] out = new int[count][];
        for (int i = 0; i < count; i++) {
            out[i] = new int[] {chosen[2 * i], chosen[2 * i + 1]};
        }
        return out;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double v : values) {
            sum += v;
        }
        return sum / values.length;
    }

    private static double[] pixels(ImageSet images, int index) {
        byte[] raw = images.read(index);
        double[] out = new double[raw.length];
        for (int i = 0; i < raw.length; i++) {
            out[i] = raw[i] & 255;
        }
        return out;
    }

    private static Plane plane(double[] image, int height, int width, int channels, int channel) {
        double[] out = new double[height * width];
        for (int i = 0; i < out.length; i++) {
            out[i] = image[i * channels + channel];
        }
        return new Plane(height, width, out);
    }

    private static double channel(Plane a, Plane b) {
        double product = 1;
        for (int scale = 0; scale < WEIGHTS.length; scale++) {
            if (scale > 0) {
                a = a.halved();
                b = b.halved();
            }
            double term = similarity(a, b, scale == WEIGHTS.length - 1);
            product *= Math.pow(Math.max(0, term), WEIGHTS[scale]);
        }
        return product;
    }

    /** Mean of the contrast-structure term, times the luminance term at the last scale. */
    private static double similarity(Plane a, Plane b, boolean luminance) {
        double[] kernel = kernel(Math.min(WINDOW, Math.min(a.height, a.width)));
        double[] aa = product(a.values, a.values);
        double[] bb = product(b.values, b.values);
        double[] ab = product(a.values, b.values);
        double[] ma = blur(a, a.values, kernel);
        double[] mb = blur(a, b.values, kernel);
        aa = blur(a, aa, kernel);
        bb = blur(a, bb, kernel);
        ab = blur(a, ab, kernel);
        double sum = 0;
        for (int i = 0; i < ma.length; i++) {
            double means = ma[i] * mb[i];
            double squares = ma[i] * ma[i] + mb[i] * mb[i];
            double structure = (2 * (ab[i] - means) + C2) / (aa[i] + bb[i] - squares + C2);
            sum += luminance ? structure * (2 * means + C1) / (squares + C1) : structure;
        }
        return sum / ma.length;
    }

    private static double[] product(double[] a, double[] b) {
        double[] out = new double[a.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = a[i] * b[i];
        }
        return out;
    }

    private static double[] kernel(int size) {
        double[] out = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double at = i - (size - 1) / 2.0;
            out[i] = Math.exp(-at * at / (2 * SIGMA * SIGMA));
            sum += out[i];
        }
        for (int i = 0; i < size; i++) {
            out[i] /= sum;
        }
        return out;
    }

    /** Separable blur over the positions where the whole window fits. */
    private static double[] blur(Plane shape, double[] values, double[] kernel) {
        int w = shape.width - kernel.length + 1;
        int h = shape.height - kernel.length + 1;
        double[] rows = new double[shape.height * w];
        for (int y = 0; y < shape.height; y++) {
            for (int k = 0; k < kernel.length; k++) {
                int from = y * shape.width + k;
                for (int x = 0; x < w; x++) {
                    rows[y * w + x] += kernel[k] * values[from + x];
                }
            }
        }
        double[] out = new double[h * w];
        for (int y = 0; y < h; y++) {
            for (int k = 0; k < kernel.length; k++) {
                int from = (y + k) * w;
                for (int x = 0; x < w; x++) {
                    out[y * w + x] += kernel[k] * rows[from + x];
                }
            }
        }
        return out;
    }
}
