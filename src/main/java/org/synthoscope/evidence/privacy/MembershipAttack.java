package org.synthoscope.evidence.privacy;

import java.util.Arrays;
import java.util.List;

/**
 * The attack on membership of GAN-Leaks (Chen et al. 2020, sections 4.2 and 4.5): an image is taken for a training image the
 * more, the closer some released image comes to it. An attacker needs no more than the released images for it. With a
 * reference set, from a model that didn't learn from these images, the distance to it is taken off: what is near to
 * everything says nothing.
 */
final class MembershipAttack {

    /** Below this share of the typical distance, near is near enough. */
    private static final double CLOSE = 1e-3;

    /** How much each image looks like one that was learned from; greater means more. */
    record Scores(double[] members, double[] holdout) {

        /** The share of members that score above all but {@code spared} of the held-out images. */
        double found(int spared) {
            double[] sorted = holdout.clone();
            Arrays.sort(sorted);
            double limit = sorted[sorted.length - 1 - spared];
            return Arrays.stream(members).filter(s -> s > limit).count() / (double) members.length;
        }
    }

    private MembershipAttack() {
    }

    /** By the distance to the nearest released image. */
    static Scores plain(Neighbourhood near) {
        return new Scores(negative(near.trainToReleased().distance()), negative(near.holdoutToReleased().distance()));
    }

    private static double[] negative(double[] distances) {
        return Arrays.stream(distances).map(d -> -d).toArray();
    }

    /**
     * All feature spaces together: the logarithms of the distances, each space's in units of its spread over the held-out
     * images. Which space tells most isn't known before, and choosing it afterwards would flatter the attack.
     */
    static Scores combined(List<Neighbourhood> spaces) {
        double[] members = new double[spaces.get(0).trainToReleased().distance().length];
        double[] holdout = new double[spaces.get(0).holdoutToReleased().distance().length];
        for (Neighbourhood near : spaces) {
            double[] m = near.trainToReleased().distance();
            double[] h = near.holdoutToReleased().distance();
            double least = CLOSE * typical(h, m);
            double[] logs = logs(h, least);
            double mean = Arrays.stream(logs).average().orElse(0);
            double deviation = Math.sqrt(Arrays.stream(logs).map(v -> (v - mean) * (v - mean)).average().orElse(0));
            double unit = deviation > 0 ? deviation : 1;
            add(members, logs(m, least), mean, unit);
            add(holdout, logs, mean, unit);
        }
        return new Scores(members, holdout);
    }

    /** As {@link #combined}, less the same from the distances to the reference. */
    static Scores calibrated(List<Neighbourhood> released, List<Neighbourhood> reference) {
        double[] members = new double[released.get(0).trainToReleased().distance().length];
        double[] holdout = new double[released.get(0).holdoutToReleased().distance().length];
        for (int s = 0; s < released.size(); s++) {
            double[] m = released.get(s).trainToReleased().distance();
            double[] h = released.get(s).holdoutToReleased().distance();
            double[] mr = reference.get(s).trainToReleased().distance();
            double[] hr = reference.get(s).holdoutToReleased().distance();
            double least = CLOSE * typical(h, m);
            double[] ratios = difference(logs(h, least), logs(hr, least));
            double mean = Arrays.stream(ratios).average().orElse(0);
            double deviation = Math.sqrt(Arrays.stream(ratios).map(v -> (v - mean) * (v - mean)).average().orElse(0));
            double unit = deviation > 0 ? deviation : 1;
            add(members, difference(logs(m, least), logs(mr, least)), mean, unit);
            add(holdout, ratios, mean, unit);
        }
        return new Scores(members, holdout);
    }

    private static double typical(double[] holdout, double[] members) {
        double[] sorted = holdout.clone();
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2];
        double largest = Math.max(sorted[sorted.length - 1], Arrays.stream(members).max().orElse(0));
        return median > 0 ? median : largest > 0 ? largest : 1;
    }

    private static double[] logs(double[] distances, double least) {
        return Arrays.stream(distances).map(d -> Math.log(Math.max(d, least))).toArray();
    }

    private static double[] difference(double[] a, double[] b) {
        double[] out = new double[a.length];
        Arrays.setAll(out, i -> a[i] - b[i]);
        return out;
    }

    private static void add(double[] scores, double[] logs, double mean, double unit) {
        for (int i = 0; i < scores.length; i++) {
            scores[i] -= (logs[i] - mean) / unit;
        }
    }
}
