package org.synthoscope.evidence;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.synthoscope.collection.ImageSet;

/** Which points belong together (one patient), and random choices that never part them. */
public final class Groups {

    private Groups() {
    }

    /** Every point on its own: for synthetic images, which are drawn independently. */
    public static int[] singles(int count) {
        int[] out = new int[count];
        Arrays.setAll(out, i -> i);
        return out;
    }

    /** The same groups, numbered 0, 1, … in order of appearance. */
    public static int[] dense(int[] groups) {
        Map<Integer, Integer> seen = new LinkedHashMap<>();
        int[] out = new int[groups.length];
        for (int i = 0; i < out.length; i++) {
            Integer known = seen.putIfAbsent(groups[i], seen.size());
            out[i] = known == null ? seen.size() - 1 : known;
        }
        return out;
    }

    /** Number of groups of a dense numbering. */
    public static int count(int[] dense) {
        int most = -1;
        for (int g : dense) {
            most = Math.max(most, g);
        }
        return most + 1;
    }

    /** Deals whole groups at random into at most {@code most} blocks of about equal size. */
    public static int[] blocks(int[] groups, int most, SplittableRandom random) {
        int[] dense = dense(groups);
        int count = count(dense);
        if (count <= most) {
            return dense;
        }
        int[] sizes = new int[count];
        for (int g : dense) {
            sizes[g]++;
        }
        int[] order = permutation(count, random);
        int[] blockOf = new int[count];
        int done = 0;
        for (int g : order) {
            blockOf[g] = (int) Math.min(most - 1, (long) done * most / dense.length);
            done += sizes[g];
        }
        int[] out = new int[dense.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = blockOf[dense[i]];
        }
        return dense(out);
    }

    /**
     * Parts the points into disjoint random sets of whole groups, each cut to the same number of points.
     *
     * @return {@code parts} arrays of indices of equal length, ascending
     */
    public static int[][] split(int[] groups, int parts, SplittableRandom random) {
        int[] part = blocks(groups, parts, random);
        int[][] out = new int[parts][];
        int least = Integer.MAX_VALUE;
        for (int p = 0; p < parts; p++) {
            int wanted = p;
            out[p] = java.util.stream.IntStream.range(0, part.length).filter(i -> part[i] == wanted).toArray();
            least = Math.min(least, out[p].length);
        }
        for (int p = 0; p < parts; p++) {
            out[p] = choose(out[p], least, random);
        }
        return out;
    }

    /** {@code count} of the values at random, in their order. */
    public static int[] choose(int[] values, int count, SplittableRandom random) {
        if (values.length <= count) {
            return values;
        }
        int[] order = permutation(values.length, random);
        int[] at = Arrays.copyOf(order, count);
        Arrays.sort(at);
        int[] out = new int[count];
        Arrays.setAll(out, i -> values[at[i]]);
        return out;
    }

    public static int[] permutation(int n, SplittableRandom random) {
        int[] out = singles(n);
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int t = out[i];
            out[i] = out[j];
            out[j] = t;
        }
        return out;
    }

    /** How often each of {@code count} groups is drawn in a bootstrap resample of as many. */
    public static double[] resample(int count, SplittableRandom random) {
        double[] times = new double[count];
        for (int i = 0; i < count; i++) {
            times[random.nextInt(count)]++;
        }
        return times;
    }

    /** The groups of some images, numbered 0, 1, … in order of appearance. */
    public static int[] of(ImageSet images, int[] indices) {
        Map<String, Integer> seen = new LinkedHashMap<>();
        int[] out = new int[indices.length];
        for (int i = 0; i < out.length; i++) {
            Integer known = seen.putIfAbsent(images.group(indices[i]), seen.size());
            out[i] = known == null ? seen.size() - 1 : known;
        }
        return out;
    }

    public static int[] of(int[] groups, int[] indices) {
        int[] out = new int[indices.length];
        Arrays.setAll(out, i -> groups[indices[i]]);
        return out;
    }

    /** Variance of the mean of values that are dependent within groups. */
    public static double varianceOfMean(double[] values, int[] groups) {
        double mean = Arrays.stream(values).sum() / values.length;
        int[] dense = dense(groups);
        int count = count(dense);
        double[] sums = new double[count];
        for (int i = 0; i < values.length; i++) {
            sums[dense[i]] += values[i] - mean;
        }
        double squares = 0;
        for (double v : sums) {
            squares += v * v;
        }
        return squares * count / (count - 1.0) / ((double) values.length * values.length);
    }
}
