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
    private static final double ROUNDING = 1e-12;

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
        int[] realGroups = Groups.of(real, r);
        int[] half = Groups.split(realGroups, 2, random)[0];
        int[] f = Groups.choose(fakeIndices, half.length, random);
        // One row of weights for the comparison and one for each split; real images first, then synthetic ones.
        double[][] weights = new double[1 + splits][r.length + f.length];
        add(weights[0], half, 0, 1);
        add(weights[0], Groups.singles(f.length), r.length, -1);
        for (int k = 1; k <= splits; k++) {
            int[][] parts = Groups.split(realGroups, 2, new SplittableRandom(seed * 1_000_003 + k));
            add(weights[k], parts[0], 0, 1);
            add(weights[k], parts[1], 0, -1);
        }
        int levels = levels(real.height(), real.width());
        double[] values = new double[levels];
        double[] floors = new double[splits];
        double[] influence = new double[r.length + f.length];
        for (int level = 0; level < levels; level++) {
            float[] directions = directions(PATCH * PATCH * real.channels(), seed + level);
            float[] a = project(patches(real, r, level, seed), real.channels(), directions);
            float[] b = project(patches(fake, f, level, seed + 1), fake.channels(), directions);
            for (Slice slice : slices(a, b, weights)) {
                values[level] += 1000.0 / DIRECTIONS * slice.distances[0];
                for (int k = 0; k < splits; k++) {
                    floors[k] += 1000.0 / DIRECTIONS / levels * slice.distances[k + 1];
                }
                for (int i = 0; i < influence.length; i++) {
                    influence[i] += 1000.0 / DIRECTIONS / levels * slice.influence[i];
                }
            }
        }
        double variance = Groups.varianceOfMean(IntStream.of(half).mapToDouble(i -> influence[i]).toArray(),
                Groups.of(realGroups, half))
                + Groups.varianceOfMean(Arrays.copyOfRange(influence, r.length, influence.length),
                Groups.of(fake, f));
        return new Result(Estimate.normal(Arrays.stream(values).average().orElseThrow(), Math.sqrt(variance), 0,
                Double.POSITIVE_INFINITY), values, Estimate.median(floors), half.length);
    }

    /** Gives the chosen images equal weights whose sum over their patches is {@code total}. */
    private static void add(double[] weights, int[] chosen, int offset, double total) {
        for (int i : chosen) {
            weights[offset + i] = total / (chosen.length * (double) PATCHES);
        }
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

    /** Directions x patches. */
    private static float[] project(float[] patches, int channels, float[] directions) {
        int length = channels * PATCH * PATCH;
        try (Scope s = Scope.open()) {
            return Tensor.of(directions, length, DIRECTIONS).transpose(0, 1)
                    .matmul(Tensor.of(patches, patches.length / length, length).transpose(0, 1)).toFloats();
        }
    }

    /**
     * What one direction shows.
     *
     * @param distances ∫|F − G| for each row of weights
     * @param influence of each image on the first of them, up to a constant a side
     */
    private record Slice(double[] distances, double[] influence) {
    }

    private static Slice[] slices(float[] a, float[] b, double[][] weights) {
        int inA = a.length / DIRECTIONS;
        int inB = b.length / DIRECTIONS;
        return IntStream.range(0, DIRECTIONS).parallel().mapToObj(d -> {
            long[] all = new long[inA + inB];
            for (int i = 0; i < inA; i++) {
                all[i] = pack(a[d * inA + i], i / PATCHES);
            }
            for (int i = 0; i < inB; i++) {
                all[inA + i] = pack(b[d * inB + i], (inA + i) / PATCHES);
            }
            all = sorted(all);
            double[] distances = new double[weights.length];
            for (int k = 0; k < distances.length; k++) {
                distances[k] = distance(all, weights[k]);
            }
            return new Slice(distances, influence(all, weights[0]));
        }).toArray(Slice[]::new);
    }

    /** A long that sorts as the value does, with the number of the image behind it. */
    private static long pack(float value, int image) {
        int bits = Float.floatToIntBits(value);
        return (long) (bits ^ (bits >> 31 & Integer.MAX_VALUE)) << 32 | image;
    }

    private static float value(long packed) {
        int bits = (int) (packed >> 32);
        return Float.intBitsToFloat(bits ^ (bits >> 31 & Integer.MAX_VALUE));
    }

    /** Radix sort by the upper half, three rounds of 11 bits: several times faster than comparing. */
    private static long[] sorted(long[] packed) {
        long[] from = packed;
        long[] to = new long[packed.length];
        for (int shift = 32; shift < 64; shift += 11) {
            int[] at = new int[2049];
            for (long p : from) {
                at[digit(p, shift) + 1]++;
            }
            for (int i = 1; i < at.length; i++) {
                at[i] += at[i - 1];
            }
            for (long p : from) {
                to[at[digit(p, shift)]++] = p;
            }
            long[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    private static int digit(long packed, int shift) {
        return (int) ((packed ^ Long.MIN_VALUE) >>> shift) & 2047;
    }

    /** ∫|F − G| with the positive weights those of F and the negative ones those of G. */
    private static double distance(long[] ascending, double[] weights) {
        double gap = 0;
        double area = 0;
        float last = value(ascending[0]);
        for (long next : ascending) {
            float at = value(next);
            area += Math.abs(gap) * (at - last);
            gap += weights[(int) next];
            last = at;
        }
        return area;
    }

    /**
     * How moving weight to an image changes ∫|F − G|: for a point x of F by ∫ sign(F − G)·1[x ≤ t] dt, which is
     * −S(x) and a constant, with S the running integral of the sign; for a point of G by S(x).
     */
    private static double[] influence(long[] ascending, double[] weights) {
        double[] out = new double[weights.length];
        double gap = 0;
        double signed = 0;
        float last = value(ascending[0]);
        for (long next : ascending) {
            double weight = weights[(int) next];
            float at = value(next);
            // A gap far below one patch's weight is rounding, not a difference.
            signed += Math.abs(gap) < ROUNDING ? 0 : Math.signum(gap) * (at - last);
            gap += weight;
            last = at;
            out[(int) next] -= Math.signum(weight) * signed / PATCHES;
        }
        return out;
    }
}
