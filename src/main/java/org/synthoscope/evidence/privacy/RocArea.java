package org.synthoscope.evidence.privacy;

import java.util.Arrays;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.Groups;

/**
 * The area under the ROC curve: the chance that a case scores higher than a control, ties counted half. Its standard error
 * is DeLong's (1988), with sums over patients in place of single images (Obuchowski 1997), so that several images of a
 * patient don't count as several witnesses.
 *
 * @param cases    how many scored
 * @param controls how many scored
 * @param error    standard error
 */
public record RocArea(double value, double error, int cases, int controls) {

    /** The 97.5% and 80% quantiles of the standard normal: a two-sided test at 5% with a power of 80%. */
    private static final double Z_LEVEL = 1.959963984540054;
    static final double Z_POWER = Z_LEVEL + 0.8416212335729143;

    /**
     * The area of some scores.
     *
     * @param caseGroups    number of each case's patient; no patient is on both sides
     * @param controlGroups number of each control's
     * @throws IllegalArgumentException unless there are two patients a side
     */
    public static RocArea of(double[] cases, int[] caseGroups, double[] controls, int[] controlGroups) {
        if (Groups.count(Groups.dense(caseGroups)) < 2 || Groups.count(Groups.dense(controlGroups)) < 2) {
            throw new IllegalArgumentException("cases and controls of two patients each are needed");
        }
        double[] ofCases = above(cases, controls);
        double[] ofControls = above(controls, cases);
        double area = Arrays.stream(ofCases).sum() / ofCases.length;
        double variance = Groups.varianceOfMean(ofCases, caseGroups) + Groups.varianceOfMean(ofControls, controlGroups);
        return new RocArea(area, Math.sqrt(variance), cases.length, controls.length);
    }

    /** For each of {@code own}, the share of {@code others} that score lower. */
    static double[] above(double[] own, double[] others) {
        double[] sorted = others.clone();
        Arrays.sort(sorted);
        double[] out = new double[own.length];
        for (int i = 0; i < own.length; i++) {
            out[i] = (below(sorted, own[i], false) + below(sorted, own[i], true)) / 2.0 / sorted.length;
        }
        return out;
    }

    /** How many sorted values lie below a limit, or at it. */
    static int below(double[] sorted, double limit, boolean orEqual) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int mid = (low + high) >>> 1;
            if (sorted[mid] < limit || orEqual && sorted[mid] == limit) {
                low = mid + 1;
            } else {
                high = mid;
            }
        }
        return low;
    }

    /** The area with its 95% interval; never narrower than chance allows at these sizes, even at 0 and 1. */
    public Estimate estimate() {
        double most = 3.0 * cases * controls / (cases + controls);
        double effective = error > 0 ? Math.min(most, value * (1 - value) / (error * error)) : most;
        return Estimate.wilson(value, Math.max(1, effective));
    }

    /** How far the area strays from .5 in 95% of cases when scores tell nothing: ± this, for independent images. */
    public static double nullBand(int cases, int controls) {
        return Z_LEVEL * nullError(cases, controls);
    }

    /** The smallest area that a two-sided test at 5% finds with 80% chance, for independent images. */
    public static double detectable(int cases, int controls) {
        return Math.min(1, 0.5 + Z_POWER * nullError(cases, controls));
    }

    private static double nullError(int cases, int controls) {
        return Math.sqrt((cases + controls + 1.0) / (12.0 * cases * controls));
    }

    /** By how much patients with several images widen the error: 1 for independent images. */
    double widening() {
        return Math.max(1, error / nullError(cases, controls));
    }
}
