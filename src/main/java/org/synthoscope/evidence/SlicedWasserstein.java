package org.synthoscope.evidence;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

/**
 * Sliced Wasserstein distance between the local structure of two sets of images, at each scale (Karras et al. 2018,
 * section 5): 128 random 7x7 patches of each level of a Laplacian pyramid, from full resolution down to 16 pixels,
 * normalised to mean 0 and deviation 1 by channel and set; the mean absolute difference of their sorted projections
 * on 128 random directions, times 1000. It needs no network: fine levels compare texture, the coarsest shape and
 * colour. The estimate is too high for small sets, so values compare only at one number of images.
 */
public final class SlicedWasserstein {

    /** The shortest side an image, and a level of its pyramid, may have. */
    public static final int COARSEST = 16;
    /** The fewest images a side. */
    public static final int FEWEST = 20;

    private static final int PATCH = 7;
    private static final int PATCHES = 128;
    private static final int DIRECTIONS = 128;

    /**
     * The distance of one comparison.
     *
     * @param mean   mean over the levels, times 1000
     * @param levels from the finest to the coarsest, times 1000
     * @param floor  median of the same between halves of the real images, with as many images a side
     * @param images on each side
     */
    public record Result(Estimate mean, double[] levels, double floor, int images) {
    }

    private SlicedWasserstein() {
    }

    /**
     * Compares as many real as synthetic images: the least of {@code most}, half the real and all the synthetic ones,
     * so that the floor comes from disjoint real images of the same number. The interval is value ± 1.96 standard
     * errors by the infinitesimal jackknife over groups.
     *
     * @throws IllegalArgumentException if a side is shorter than 16 pixels or there are fewer than 40 real or 20
     *                                  synthetic images
     */
    public static Result compare(ImageSet real, int[] realIndices, ImageSet fake, int[] fakeIndices, int most,
                                 int splits, long seed) {
        int wanted = Math.min(most, Math.min(realIndices.length / 2, fakeIndices.length));
        if (wanted < FEWEST || Math.min(real.height(), real.width()) < COARSEST) {
            throw new IllegalArgumentException("at least " + 2 * FEWEST + " real and " + FEWEST
                    + " synthetic images with sides of " + COARSEST + " pixels are needed");
        }
        SplittableRandom random = new SplittableRandom(seed);
        int[] r = Groups.choose(realIndices, 2 * wanted, random);
        int[] realGroups = IntStream.of(r).map(real::group).toArray();
        int[] half = Groups.split(realGroups, 2, random)[0];
        int[] f = Groups.choose(fakeIndices, half.length, random);
        double[] realWeights = weights(r.length, half);
        double[] fakeWeights = weights(f.length, Groups.singles(f.length));
        int levels = levels(real.height(), real.width());
        double[] values = new double[levels];
        double[] realInfluence = new double[r.length];
        double[] fakeInfluence = new double[f.length];
        double[] floors = new double[splits];
        for (int level = 0; level < levels; level++) {
            float[] directions = directions(PATCH * PATCH * real.channels(), seed + level);
            long[][] a = projections(patches(real, r, level, seed), r.length, real.channels(), directions);
            long[][] b = projections(patches(fake, f, level, seed + 1), f.length, fake.channels(), directions);
            values[level] = 1000 * distance(a, realWeights, b, fakeWeights);
            addInfluence(a, realWeights, realInfluence, b, fakeWeights, fakeInfluence, 1000.0 / levels);
            for (int k = 0; k < splits; k++) {
                int[][] parts = Groups.split(realGroups, 2, new SplittableRandom(seed * 1_000_003 + k));
                floors[k] += 1000 / (double) levels
                        * distance(a, weights(r.length, parts[0]), a, weights(r.length, parts[1]));
            }
        }
        double[] halfInfluence = IntStream.of(half).mapToDouble(i -> realInfluence[i]).toArray();
        double error = Math.sqrt(Groups.varianceOfMean(halfInfluence, Groups.of(realGroups, half))
                + Groups.varianceOfMean(fakeInfluence, IntStream.of(f).map(fake::group).toArray()));
        return new Result(Estimate.normal(Arrays.stream(values).average().orElseThrow(), error, 0,
                Double.POSITIVE_INFINITY), values, Estimate.median(floors), half.length);
    }

    /** Number of levels for images of a size. */
    static int levels(int height, int width) {
        int levels = 1;
        for (int side = Math.min(height, width); (side + 1) / 2 >= COARSEST; side = (side + 1) / 2) {
            levels++;
        }
        return levels;
    }

    /**
     * Random patches of one level, normalised by channel: (images · 128) x (channels · 49), image after image.
     */
    private static float[] patches(ImageSet set, int[] indices, int level, long seed) {
        int channels = set.channels();
        int length = channels * PATCH * PATCH;
        float[] out = new float[indices.length * PATCHES * length];
        byte[][] raw = new byte[indices.length][set.height() * set.width() * channels];
        for (int i = 0; i < indices.length; i++) {
            set.read(indices[i], raw[i], 0);
        }
        IntStream.range(0, indices.length).parallel().forEach(i -> {
            SplittableRandom random = new SplittableRandom((seed * 31 + level) * 1_000_003 + i);
            int[] corners = random.ints(2L * PATCHES, 0, Integer.MAX_VALUE).toArray();
            for (int c = 0; c < channels; c++) {
                // The last level of a pyramid is no difference, so a level that is one needs another after it.
                int depth = Math.min(level + 2, levels(set.height(), set.width()));
                LaplacianPyramid.Plane plane = LaplacianPyramid.of(plane(set, raw[i], c), depth).get(level);
                for (int p = 0; p < PATCHES; p++) {
                    int top = corners[2 * p] % (plane.height() - PATCH + 1);
                    int left = corners[2 * p + 1] % (plane.width() - PATCH + 1);
                    int to = ((i * PATCHES + p) * channels + c) * PATCH * PATCH;
                    for (int y = 0; y < PATCH; y++) {
                        System.arraycopy(plane.values(), (top + y) * plane.width() + left, out, to + y * PATCH, PATCH);
                    }
                }
            }
        });
        normalise(out, channels);
        return out;
    }

    private static LaplacianPyramid.Plane plane(ImageSet set, byte[] raw, int channel) {
        float[] values = new float[set.height() * set.width()];
        for (int i = 0; i < values.length; i++) {
            values[i] = raw[i * set.channels() + channel] & 255;
        }
        return new LaplacianPyramid.Plane(set.height(), set.width(), values);
    }

    private static void normalise(float[] patches, int channels) {
        int area = PATCH * PATCH;
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            double squares = 0;
            for (int from = c * area; from < patches.length; from += channels * area) {
                for (int j = from; j < from + area; j++) {
                    sum += patches[j];
                    squares += (double) patches[j] * patches[j];
                }
            }
            double n = patches.length / (double) channels;
            double mean = sum / n;
            double deviation = Math.sqrt(Math.max(0, squares / n - mean * mean));
            // A channel without any structure has nothing to compare: it becomes 0.
            double gain = deviation > 1e-6 ? 1 / deviation : 0;
            for (int from = c * area; from < patches.length; from += channels * area) {
                for (int j = from; j < from + area; j++) {
                    patches[j] = (float) ((patches[j] - mean) * gain);
                }
            }
        }
    }

    /** Random unit vectors, length x 128. */
    private static float[] directions(int length, long seed) {
        java.util.Random random = new java.util.Random(seed);
        float[] out = new float[length * DIRECTIONS];
        for (int d = 0; d < DIRECTIONS; d++) {
            double squares = 0;
            double[] v = new double[length];
            for (int i = 0; i < length; i++) {
                v[i] = random.nextGaussian();
                squares += v[i] * v[i];
            }
            for (int i = 0; i < length; i++) {
                out[i * DIRECTIONS + d] = (float) (v[i] / Math.sqrt(squares));
            }
        }
        return out;
    }

    /** By direction: the projections ascending, each packed with the number of its image. */
    private static long[][] projections(float[] patches, int images, int channels, float[] directions) {
        int rows = images * PATCHES;
        int length = channels * PATCH * PATCH;
        float[] projected;
        try (Scope s = Scope.open()) {
            projected = Tensor.of(directions, length, DIRECTIONS).transpose(0, 1)
                    .matmul(Tensor.of(patches, rows, length).transpose(0, 1)).toFloats();
        }
        return IntStream.range(0, DIRECTIONS).parallel().mapToObj(d -> {
            long[] packed = new long[rows];
            for (int i = 0; i < rows; i++) {
                packed[i] = pack(projected[d * rows + i], i / PATCHES);
            }
            Arrays.sort(packed);
            return packed;
        }).toArray(long[][]::new);
    }

    /** A long that sorts as the value does. */
    private static long pack(float value, int image) {
        int bits = Float.floatToIntBits(value);
        return (long) (bits ^ (bits >> 31 & Integer.MAX_VALUE)) << 32 | image;
    }

    private static float value(long packed) {
        int bits = (int) (packed >> 32);
        return Float.intBitsToFloat(bits ^ (bits >> 31 & Integer.MAX_VALUE));
    }

    /** Mean over directions of ∫|F − G|, F and G the weighted distribution functions of the projections. */
    private static double distance(long[][] a, double[] aWeights, long[][] b, double[] bWeights) {
        double[] each = IntStream.range(0, a.length).parallel()
                .mapToDouble(d -> distance(a[d], aWeights, b[d], bWeights)).toArray();
        return Arrays.stream(each).sum() / a.length;
    }

    private static double distance(long[] a, double[] aWeights, long[] b, double[] bWeights) {
        double gap = 0;
        double area = 0;
        float last = 0;
        int i = 0;
        int j = 0;
        while (i < a.length || j < b.length) {
            boolean fromA = j == b.length || i < a.length && a[i] <= b[j];
            long next = fromA ? a[i++] : b[j++];
            double weight = fromA ? aWeights[(int) next] : -bWeights[(int) next];
            if (weight != 0) {
                float at = value(next);
                area += gap == 0 ? 0 : Math.abs(gap) * (at - last);
                gap += weight;
                last = at;
            }
        }
        return area;
    }

    /**
     * Adds each image's influence on the distance, up to a constant: moving weight to a point x changes ∫|F − G| by
     * ∫ sign(F − G)·1[x ≤ t] dt, which is −S(x) with S the running integral of the sign.
     */
    private static void addInfluence(long[][] a, double[] aWeights, double[] aInfluence, long[][] b,
                                     double[] bWeights, double[] bInfluence, double scale) {
        double[][] each = IntStream.range(0, a.length).parallel().mapToObj(d -> {
            double[] sums = new double[aWeights.length + bWeights.length];
            double gap = 0;
            double signed = 0;
            float last = 0;
            int i = 0;
            int j = 0;
            while (i < a[d].length || j < b[d].length) {
                boolean fromA = j == b[d].length || i < a[d].length && a[d][i] <= b[d][j];
                long next = fromA ? a[d][i++] : b[d][j++];
                int image = (int) next;
                double weight = fromA ? aWeights[image] : -bWeights[image];
                if (weight != 0) {
                    float at = value(next);
                    // Below a thousandth of a patch's weight the gap is rounding, not a difference.
                    signed += Math.abs(gap) < 1e-3 * Math.abs(weight) ? 0 : Math.signum(gap) * (at - last);
                    gap += weight;
                    last = at;
                    sums[fromA ? image : aWeights.length + image] += fromA ? -signed : signed;
                }
            }
            return sums;
        }).toArray(double[][]::new);
        for (double[] sums : each) {
            for (int k = 0; k < sums.length; k++) {
                double share = sums[k] * scale / (PATCHES * (double) a.length);
                if (k < aInfluence.length) {
                    aInfluence[k] += share;
                } else {
                    bInfluence[k - aInfluence.length] += share;
                }
            }
        }
    }

    /** Equal weights of the chosen images' patches, together 1. */
    private static double[] weights(int images, int[] chosen) {
        double[] out = new double[images];
        for (int i : chosen) {
            out[i] = 1.0 / (chosen.length * (double) PATCHES);
        }
        return out;
    }
}
