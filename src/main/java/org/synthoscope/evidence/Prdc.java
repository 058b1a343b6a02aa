package org.synthoscope.evidence;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Precision and recall (Kynkäänniemi et al. 2019) and density and coverage (Naeem et al. 2020) from balls around
 * each point that reach to its k-th nearest neighbour in its own set.
 *
 * <ul>
 * <li>precision: share of synthetic points inside some real point's ball;</li>
 * <li>recall: share of real points inside some synthetic point's ball;</li>
 * <li>density: mean number of real balls a synthetic point is in, over k; 1 for sets of one distribution;</li>
 * <li>coverage: share of real points whose ball holds a synthetic point.</li>
 * </ul>
 *
 * <p>Precision and density can't see that a generator repeats itself; recall and coverage can.
 */
public final class Prdc {

    /** Whether a point on the rim of a ball is inside. */
    public enum Rim {
        /** It isn't (distance &lt; radius), the convention of the papers' density and coverage code. */
        OUTSIDE,
        /** It is (distance ≤ radius). */
        INSIDE
    }

    /** The four shares. */
    public record Result(double precision, double recall, double density, double coverage) {
    }

    /** The four with their intervals. */
    public record Estimates(Estimate precision, Estimate recall, Estimate density, Estimate coverage) {
    }

    private static final int BLOCKS = 40;

    private final Distances realReal;
    private final Distances fakeFake;
    private final Distances realFake;
    private final int k;
    private final Rim rim;

    private Prdc(Distances realReal, Distances fakeFake, Distances realFake, int k, Rim rim) {
        this.realReal = realReal;
        this.fakeFake = fakeFake;
        this.realFake = realFake;
        this.k = k;
        this.rim = rim;
    }

    /**
     * Prepares the distances within and between two sets, which take 12 bytes for each pair.
     *
     * @throws IllegalArgumentException unless both have more than k points
     */
    public static Prdc between(Points real, Points fake, int k, Rim rim) {
        if (k < 1 || real.count() <= k || fake.count() <= k) {
            throw new IllegalArgumentException("more than k = " + k + " points a side are needed, got " + real.count()
                    + " and " + fake.count());
        }
        return new Prdc(Distances.between(real, real), Distances.between(fake, fake),
                Distances.between(real, fake), k, rim);
    }

    /** The shares with k = 5 and the rim outside. */
    public static Result of(Points real, Points fake) {
        return between(real, fake, 5, Rim.OUTSIDE).result();
    }

    /** The expected coverage of two samples of one distribution: 1 − ∏ᵢ₌₁..ₖ (n − i)/(n + m − i). */
    public static double expectedCoverage(int real, int fake, int k) {
        double product = 1;
        for (int i = 1; i <= k; i++) {
            product *= (double) (real - i) / (real + fake - i);
        }
        return 1 - product;
    }

    /** The shares of all the points. */
    public Result result() {
        return result(Groups.singles(realReal.rows()), Groups.singles(fakeFake.rows()));
    }

    /**
     * The shares with 95% intervals from the jackknife: the groups are dealt into up to 40 blocks, and each block is
     * left out once, of both sets at once, with all balls made anew. Shares get Wilson's interval at the effective
     * sample size that the jackknife's variance implies; density the normal one.
     */
    public Estimates estimates(int[] realGroups, int[] fakeGroups, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] real = Groups.blocks(realGroups, BLOCKS, random);
        int[] fake = Groups.blocks(fakeGroups, BLOCKS, random);
        int blocks = Math.min(Groups.count(real), Groups.count(fake));
        Result[] without = IntStream.range(0, blocks).parallel()
                .mapToObj(b -> result(others(real, b), others(fake, b))).toArray(Result[]::new);
        Result all = result();
        int groups = Math.min(Groups.count(Groups.dense(realGroups)), Groups.count(Groups.dense(fakeGroups)));
        double density = variance(without, Result::density);
        return new Estimates(Estimate.share(all.precision, variance(without, Result::precision), groups),
                Estimate.share(all.recall, variance(without, Result::recall), groups),
                Estimate.normal(all.density, Math.sqrt(density), 0, Double.POSITIVE_INFINITY),
                Estimate.share(all.coverage, variance(without, Result::coverage), groups));
    }

    /** The shares between two random halves of the real groups, for each of {@code splits} splits. */
    public Result[] realAgainstReal(int[] realGroups, int splits, long seed) {
        return IntStream.range(0, splits).parallel().mapToObj(i -> {
            int[][] halves = Groups.split(realGroups, 2, new SplittableRandom(seed * 1_000_003 + i));
            return measure(realReal, halves[0], realReal, halves[1], realReal, k, rim);
        }).toArray(Result[]::new);
    }

    private Result result(int[] real, int[] fake) {
        return measure(realReal, real, fakeFake, fake, realFake, k, rim);
    }

    private static int[] others(int[] blocks, int without) {
        return IntStream.range(0, blocks.length).filter(i -> blocks[i] != without).toArray();
    }

    private static double variance(Result[] without, ToDoubleFunction<Result> share) {
        double error = Estimate.jackknifeError(Arrays.stream(without).mapToDouble(share).toArray());
        return error * error;
    }

    private static Result measure(Distances realReal, int[] real, Distances fakeFake, int[] fake, Distances between,
                                  int k, Rim rim) {
        if (real.length <= k || fake.length <= k) {
            throw new IllegalArgumentException("more than k = " + k + " points a side are needed, got " + real.length
                    + " and " + fake.length);
        }
        float[] realRadius = radii(realReal, real, k, rim);
        float[] fakeRadius = radii(fakeFake, fake, k, rim);
        boolean[] precise = new boolean[fake.length];
        long inside = 0;
        int recalled = 0;
        int covered = 0;
        for (int i = 0; i < real.length; i++) {
            float[] row = between.row(real[i]);
            boolean hit = false;
            boolean met = false;
            for (int j = 0; j < fake.length; j++) {
                float d = row[fake[j]];
                if (d < realRadius[i]) {
                    precise[j] = true;
                    inside++;
                    met = true;
                }
                hit |= d < fakeRadius[j];
            }
            recalled += hit ? 1 : 0;
            covered += met ? 1 : 0;
        }
        int precision = 0;
        for (boolean p : precise) {
            precision += p ? 1 : 0;
        }
        return new Result((double) precision / fake.length, (double) recalled / real.length,
                inside / ((double) k * fake.length), (double) covered / real.length);
    }

    /** Squared distance from each point to its k-th neighbour, moved up by one step if the rim is inside. */
    private static float[] radii(Distances own, int[] points, int k, Rim rim) {
        float[] out = new float[points.length];
        float[] nearest = new float[k];
        for (int i = 0; i < points.length; i++) {
            Arrays.fill(nearest, Float.POSITIVE_INFINITY);
            float[] row = own.row(points[i]);
            for (int j = 0; j < points.length; j++) {
                float d = row[points[j]];
                if (j != i && d < nearest[k - 1]) {
                    int at = k - 1;
                    while (at > 0 && nearest[at - 1] > d) {
                        nearest[at] = nearest[at - 1];
                        at--;
                    }
                    nearest[at] = d;
                }
            }
            out[i] = rim == Rim.INSIDE ? Math.nextUp(nearest[k - 1]) : nearest[k - 1];
        }
        return out;
    }
}
