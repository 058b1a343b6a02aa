package org.synthoscope.evidence;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

/**
 * The squared maximum mean discrepancy with the kernel (xᵀy/d + 1)³ (Bińkowski et al. 2018, section 4). On the
 * features of the 2015 Inception network it is KID. The estimator over all pairs of distinct points is unbiased at
 * every sample size and may be negative.
 *
 * <p>An instance holds the kernel summed over blocks of points; resamples and splits of the blocks then cost little.
 */
public final class KernelDistance {

    /** More blocks than this are merged: whole patients in each, so that resampling blocks stays valid. */
    private static final int MOST_BLOCKS = 500;
    private static final int ROWS = 1024;

    /**
     * The estimator over random subsets, as it is commonly published.
     *
     * @param mean   mean over the subsets
     * @param spread standard deviation over the subsets (n in the denominator); not a confidence interval
     */
    public record Subsets(double mean, double spread, int count, int size) {
    }

    private final Side real;
    private final Side fake;
    private final double[][] between;

    private KernelDistance(Side real, Side fake, double[][] between) {
        this.real = real;
        this.fake = fake;
        this.between = between;
    }

    /** Kernel sums within one set: block by block, without the points' kernel with themselves. */
    private record Side(double[][] sums, int[] sizes, double self) {
    }

    /** Unbiased estimate over all pairs of distinct points. */
    public static double unbiased(Points x, Points y) {
        Points.requireComparable(x, y);
        double m = x.count();
        double n = y.count();
        try (Scope s = Scope.open()) {
            Tensor a = tensor(x);
            Tensor b = tensor(y);
            return (total(a, a) - selfKernel(x)) / (m * (m - 1)) + (total(b, b) - selfKernel(y)) / (n * (n - 1))
                    - 2 * total(a, b) / (m * n);
        }
    }

    /** The estimate that counts each point's kernel with itself: never negative, too high by about 1/n. */
    public static double biased(Points x, Points y) {
        Points.requireComparable(x, y);
        double m = x.count();
        double n = y.count();
        try (Scope s = Scope.open()) {
            Tensor a = tensor(x);
            Tensor b = tensor(y);
            return total(a, a) / (m * m) + total(b, b) / (n * n) - 2 * total(a, b) / (m * n);
        }
    }

    /**
     * The unbiased estimate on {@code count} random subsets of {@code size} points of each set.
     *
     * @throws IllegalArgumentException if a set has fewer points than a subset
     */
    public static Subsets subsets(Points x, Points y, int count, int size, long seed) {
        if (size > x.count() || size > y.count() || count < 1) {
            throw new IllegalArgumentException(count + " subsets of " + size + " can't be drawn from " + x.count()
                    + " and " + y.count() + " points");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = unbiased(x.rows(Groups.choose(Groups.singles(x.count()), size, random)),
                    y.rows(Groups.choose(Groups.singles(y.count()), size, random)));
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return new Subsets(mean, Math.sqrt(squares / count), count, size);
    }

    /**
     * Prepares the kernel sums of two sets.
     *
     * @param realGroups number of the patient of each real point; a resample draws whole patients
     */
    public static KernelDistance between(Points real, int[] realGroups, Points fake, int[] fakeGroups, long seed) {
        Points.requireComparable(real, fake);
        SplittableRandom random = new SplittableRandom(seed);
        int[] r = Groups.blocks(realGroups, MOST_BLOCKS, random);
        int[] f = Groups.blocks(fakeGroups, MOST_BLOCKS, random);
        return new KernelDistance(side(real, r), side(fake, f), blockSums(real, r, fake, f));
    }

    /** The unbiased estimate of all the points. */
    public double value() {
        return weighted(ones(real), ones(fake));
    }

    /**
     * The estimate with the 95% percentile interval of {@code resamples} bootstrap draws of the real and of the
     * synthetic groups. Pairs of a group with its own copy are left out, so the draws stay unbiased.
     */
    public Estimate estimate(int resamples, long seed) {
        double[] replicates = IntStream.range(0, resamples).parallel().mapToDouble(i -> {
            SplittableRandom random = new SplittableRandom(seed * 1_000_003 + i);
            return weighted(Groups.resample(real.sizes.length, random), Groups.resample(fake.sizes.length, random));
        }).filter(Double::isFinite).toArray();
        return Estimate.percentile(value(), replicates);
    }

    /** The estimate between two random halves of the real groups, for each of {@code splits} splits. */
    public double[] realAgainstReal(int splits, long seed) {
        return IntStream.range(0, splits).parallel().mapToDouble(i -> {
            int blocks = real.sizes.length;
            int[] order = Groups.permutation(blocks, new SplittableRandom(seed * 1_000_003 + i));
            double[] first = new double[blocks];
            double[] second = new double[blocks];
            for (int j = 0; j < blocks; j++) {
                (j < blocks / 2 ? first : second)[order[j]] = 1;
            }
            return within(real, first) + within(real, second)
                    - 2 * bilinear(first, real.sums, second) / (size(real, first) * size(real, second));
        }).toArray();
    }

    /**
     * The real points' own spread in the kernel's space: half the mean squared distance of two of them. A squared distance
     * between the sets of this size means that they are as far apart as the real points are from their mean.
     */
    public double realSpread() {
        return real.self - within(real, ones(real));
    }

    private double weighted(double[] r, double[] f) {
        return within(real, r) + within(fake, f) - 2 * bilinear(r, between, f) / (size(real, r) * size(fake, f));
    }

    /** Mean kernel of distinct points of a set whose block {@code i} was drawn {@code times[i]} times. */
    private static double within(Side side, double[] times) {
        double sum = 0;
        double pairs = 0;
        double size = size(side, times);
        for (int i = 0; i < times.length; i++) {
            if (times[i] == 0) {
                continue;
            }
            double row = 0;
            for (int j = 0; j < times.length; j++) {
                row += times[j] * side.sums[i][j];
            }
            double n = side.sizes[i];
            // Copies of one block meet only themselves here, not each other: that would pair points with themselves.
            sum += times[i] * (row - (times[i] - 1) * side.sums[i][i]);
            pairs += times[i] * n * (size - times[i] * n) + times[i] * n * (n - 1);
        }
        return sum / pairs;
    }

    private static double size(Side side, double[] times) {
        double size = 0;
        for (int i = 0; i < times.length; i++) {
            size += times[i] * side.sizes[i];
        }
        return size;
    }

    private static double bilinear(double[] left, double[][] matrix, double[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            if (left[i] != 0) {
                double row = 0;
                for (int j = 0; j < right.length; j++) {
                    row += right[j] * matrix[i][j];
                }
                sum += left[i] * row;
            }
        }
        return sum;
    }

    private static double[] ones(Side side) {
        double[] out = new double[side.sizes.length];
        Arrays.fill(out, 1);
        return out;
    }

    private static Side side(Points p, int[] blocks) {
        double[][] sums = blockSums(p, blocks, p, blocks);
        int[] sizes = new int[sums.length];
        double self = 0;
        for (int i = 0; i < p.count(); i++) {
            double own = selfKernel(p, i);
            self += own;
            sums[blocks[i]][blocks[i]] -= own;
            sizes[blocks[i]]++;
        }
        return new Side(sums, sizes, self / p.count());
    }

    private static double[][] blockSums(Points x, int[] xBlocks, Points y, int[] yBlocks) {
        double[][] sums = new double[Groups.count(xBlocks)][Groups.count(yBlocks)];
        try (Scope all = Scope.open()) {
            Tensor a = tensor(x);
            Tensor b = tensor(y).transpose(0, 1);
            for (int start = 0; start < x.count(); start += ROWS) {
                int rows = Math.min(ROWS, x.count() - start);
                try (Scope s = Scope.open()) {
                    double[] k = cube(a.narrow(0, start, rows).matmul(b), x.dimension()).toDoubles();
                    for (int i = 0; i < rows; i++) {
                        double[] row = sums[xBlocks[start + i]];
                        for (int j = 0; j < y.count(); j++) {
                            row[yBlocks[j]] += k[i * y.count() + j];
                        }
                    }
                }
            }
        }
        return sums;
    }

    private static Tensor tensor(Points p) {
        return Tensor.of(p.values(), p.count(), p.dimension());
    }

    /** Sum of the kernel over all pairs of rows. */
    private static double total(Tensor a, Tensor b) {
        double sum = 0;
        for (long start = 0; start < a.size(0); start += ROWS) {
            try (Scope s = Scope.open()) {
                Tensor rows = a.narrow(0, start, Math.min(ROWS, a.size(0) - start));
                sum += cube(rows.matmul(b.transpose(0, 1)), (int) a.size(1)).sum().item();
            }
        }
        return sum;
    }

    private static Tensor cube(Tensor products, int dimension) {
        Tensor t = products.mul_(1.0 / dimension).add(1);
        return t.mul(t).mul(t);
    }

    private static double selfKernel(Points p) {
        return IntStream.range(0, p.count()).mapToDouble(i -> selfKernel(p, i)).sum();
    }

    private static double selfKernel(Points p, int i) {
        double dot = 0;
        for (int j = i * p.dimension(); j < (i + 1) * p.dimension(); j++) {
            dot += p.values()[j] * p.values()[j];
        }
        double t = dot / p.dimension() + 1;
        return t * t * t;
    }
}
