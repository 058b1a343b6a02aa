package org.synthoscope.evidence.privacy;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.synthoscope.evidence.Distances;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.Groups;
import org.synthoscope.evidence.Points;

/**
 * Nearest-neighbour adversarial accuracy (Yale et al. 2020, "Generation and evaluation of privacy preserving synthetic health
 * data", section 3): AA = ½[P(d_TS > d_TT) + P(d_ST > d_SS)] for two sets of equal size. Independent images of one
 * distribution give .5, copies 0, sets that have nothing in common 1. The privacy loss is AA(holdout) − AA(train): above 0,
 * the released images lie closer to those that were learned from.
 */
public final class AdversarialAccuracy {

    /** Most parts of the training images that a loss is averaged over. */
    private static final int PARTS = 10;

    private AdversarialAccuracy() {
    }

    /** The two shares of images whose nearest is on their own side, image by image. */
    private record Shares(double[] first, double[] second) {
        double accuracy() {
            return (mean(first) + mean(second)) / 2;
        }
    }

    /**
     * AA of two sets; the larger is cut at random to the size of the smaller.
     *
     * @param groups1 patients: an image isn't compared with others of its own patient
     */
    public static Estimate of(Points first, int[] groups1, Points second, int[] groups2, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = Math.min(first.count(), second.count());
        int[] a = Groups.choose(Groups.singles(first.count()), n, random);
        int[] b = Groups.choose(Groups.singles(second.count()), n, random);
        int[] ga = Groups.of(groups1, a);
        int[] gb = Groups.of(groups2, b);
        Shares own = compare(first.rows(a), ga, second.rows(b), gb);
        double variance = (Groups.varianceOfMean(own.first, ga) + Groups.varianceOfMean(own.second, gb)) / 4;
        return Estimate.share(own.accuracy(), variance, 2.0 * n);
    }

    private static Shares compare(Points a, int[] ga, Points b, int[] gb) {
        double[] ab = Distances.nearest(a, Sides.nobody(a.count()), b, new int[b.count()]).distance();
        double[] ba = Distances.nearest(b, Sides.nobody(b.count()), a, new int[a.count()]).distance();
        double[] aa = Distances.nearest(a, ga, a, ga).distance();
        double[] bb = Distances.nearest(b, gb, b, gb).distance();
        return new Shares(greater(ab, aa), greater(ba, bb));
    }

    private static double[] greater(double[] across, double[] within) {
        double[] out = new double[across.length];
        Arrays.setAll(out, i -> across[i] > within[i] ? 1 : 0);
        return out;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    /**
     * A privacy loss.
     *
     * @param error standard error, for the sizes that were compared
     * @param n     images of each of the three sides in a comparison
     * @param parts how many parts of the training images were compared so
     */
    record Loss(double value, double error, int n, int parts) {
    }

    /**
     * The loss at equal sizes: training images in parts as large as the smallest side, released ones likewise, against the
     * same held-out ones.
     */
    static Loss loss(Sides s, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = Math.min(s.train().count(), Math.min(s.holdout().count(), s.released().count()));
        int parts = Math.max(1, Math.min(PARTS, s.train().count() / n));
        int[] h = Groups.choose(Groups.singles(s.holdout().count()), n, random);
        int[] gh = Groups.of(s.holdoutGroups(), h);
        int[] order = Groups.permutation(s.train().count(), random);
        double[] trainSum = new double[s.train().count()];
        double[] holdoutSum = new double[n];
        double[] releasedSum = new double[s.released().count()];
        int[] releasedTimes = new int[s.released().count()];
        double value = 0;
        for (int part = 0; part < parts; part++) {
            int[] t = Arrays.copyOfRange(order, part * n, (part + 1) * n);
            int[] g = Groups.choose(Groups.singles(s.released().count()), n, random);
            int[] gt = Groups.of(s.trainGroups(), t);
            int[] gg = Groups.of(s.releasedGroups(), g);
            Points released = s.released().rows(g);
            Shares train = compare(s.train().rows(t), gt, released, gg);
            Shares holdout = compare(s.holdout().rows(h), gh, released, gg);
            value += (holdout.accuracy() - train.accuracy()) / parts;
            for (int i = 0; i < n; i++) {
                trainSum[t[i]] += train.first[i];
                holdoutSum[i] += holdout.first[i] / parts;
                releasedSum[g[i]] += holdout.second[i] - train.second[i];
                releasedTimes[g[i]]++;
            }
        }
        int[] used = IntStream.range(0, releasedTimes.length).filter(i -> releasedTimes[i] > 0).toArray();
        double[] differences = IntStream.of(used).mapToDouble(i -> releasedSum[i] / releasedTimes[i]).toArray();
        int[] compared = Arrays.copyOf(order, parts * n);
        double variance = Groups.varianceOfMean(holdoutSum, gh)
                + Groups.varianceOfMean(IntStream.of(compared).mapToDouble(i -> trainSum[i]).toArray(),
                Groups.of(s.trainGroups(), compared))
                + Groups.varianceOfMean(differences, Groups.of(s.releasedGroups(), used));
        return new Loss(value, Math.sqrt(variance) / 2, n, parts);
    }
}
