package org.synthoscope.evidence.classification;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.synthoscope.evidence.Estimate;

/** The receiver operating characteristic of a score that should be high for cases and low for controls. */
public final class RocCurve {

    private final boolean[] positive;
    private final double[] scores;
    private final int[] ascending;
    private final Patients patients;
    private final int cases;

    /**
     * Orders the scores.
     *
     * @param positive which images are cases
     * @param patients of the images, numbered from 0 without gaps
     * @throws IllegalArgumentException unless there are two cases and two controls
     */
    public RocCurve(boolean[] positive, double[] scores, int[] patients) {
        this.positive = positive.clone();
        this.scores = scores.clone();
        this.patients = new Patients(patients);
        this.cases = (int) IntStream.range(0, positive.length).filter(i -> positive[i]).count();
        if (cases < 2 || positive.length - cases < 2) {
            throw new IllegalArgumentException("two cases and two controls are needed, got " + cases + " and "
                    + (positive.length - cases));
        }
        this.ascending = IntStream.range(0, scores.length).boxed().sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue).toArray();
    }

    /** The area under the curve: how often a case scores above a control, ties counting half. */
    public double area() {
        double[] ones = new double[scores.length];
        Arrays.fill(ones, 1);
        return area(ones);
    }

    /** The area with image {@code i} counting {@code weights[i]} times; NaN without a case or without a control. */
    double area(double[] weights) {
        double controlsBelow = 0;
        double casesSeen = 0;
        double sum = 0;
        for (int at = 0; at < ascending.length; ) {
            double tiedCases = 0;
            double tiedControls = 0;
            double score = scores[ascending[at]];
            for (; at < ascending.length && scores[ascending[at]] == score; at++) {
                int i = ascending[at];
                if (positive[i]) {
                    tiedCases += weights[i];
                } else {
                    tiedControls += weights[i];
                }
            }
            sum += tiedCases * (controlsBelow + tiedControls / 2);
            controlsBelow += tiedControls;
            casesSeen += tiedCases;
        }
        return sum / (casesSeen * controlsBelow);
    }

    /**
     * How far each image's placement is from the area, as a share of it: what the area's variance is made of (DeLong et al.,
     * 1988). The sum is 0 over the cases and over the controls.
     */
    double[] influence() {
        double area = area();
        double[] below = placements();
        double[] out = new double[scores.length];
        int controls = scores.length - cases;
        for (int i = 0; i < out.length; i++) {
            out[i] = positive[i] ? (below[i] / controls - area) / cases : ((cases - below[i]) / cases - area) / controls;
        }
        return out;
    }

    /** How many of the other kind score below each image, ties counting half. */
    private double[] placements() {
        double[] out = new double[scores.length];
        double casesBelow = 0;
        double controlsBelow = 0;
        for (int at = 0; at < ascending.length; ) {
            int end = at;
            double tiedCases = 0;
            double tiedControls = 0;
            for (; end < ascending.length && scores[ascending[end]] == scores[ascending[at]]; end++) {
                if (positive[ascending[end]]) {
                    tiedCases++;
                } else {
                    tiedControls++;
                }
            }
            for (; at < end; at++) {
                out[ascending[at]] = positive[ascending[at]] ? controlsBelow + tiedControls / 2 : casesBelow + tiedCases / 2;
            }
            casesBelow += tiedCases;
            controlsBelow += tiedControls;
        }
        return out;
    }

    /**
     * The area's variance where images of one patient depend on each other (Obuchowski, 1997); with one image a patient,
     * DeLong's.
     */
    double variance() {
        return variance(influence(), positive, patients);
    }

    static double variance(double[] influence, boolean[] positive, Patients patients) {
        boolean[] negative = new boolean[positive.length];
        double[] ofCases = new double[positive.length];
        double[] ofControls = new double[positive.length];
        for (int i = 0; i < positive.length; i++) {
            negative[i] = !positive[i];
            (positive[i] ? ofCases : ofControls)[i] = influence[i];
        }
        double[] a = patients.sums(ofCases);
        double[] b = patients.sums(ofControls);
        double variance = 0;
        double n10 = patients.count(positive);
        double n01 = patients.count(negative);
        double n = patients.count();
        for (int p = 0; p < a.length; p++) {
            variance += a[p] * a[p] * n10 / (n10 - 1) + b[p] * b[p] * n01 / (n01 - 1) + 2 * a[p] * b[p] * n / (n - 1);
        }
        return Math.max(0, variance);
    }

    /**
     * The area with its 95% interval, normal within [0, 1]. Where cases and controls don't overlap at all the variance is 0;
     * then Wilson's interval for as many images as there are patients of the rarer kind stands in.
     */
    public Estimate areaWithInterval() {
        double area = area();
        double variance = variance();
        if (variance > 0) {
            return Estimate.normal(area, Math.sqrt(variance), 0, 1);
        }
        boolean[] negative = new boolean[positive.length];
        for (int i = 0; i < negative.length; i++) {
            negative[i] = !positive[i];
        }
        return Estimate.wilson(area, Math.min(patients.count(positive), patients.count(negative)));
    }

    /**
     * The curve's height at shares of false alarms, linear between its corners.
     *
     * @param alarms 0 to 1, ascending
     * @return share of cases found at each
     */
    public double[] heights(double... alarms) {
        double controls = (double) scores.length - cases;
        double[] out = new double[alarms.length];
        double x = 0;
        double y = 0;
        int alarmed = 0;
        int found = 0;
        int next = 0;
        int at = ascending.length;
        while (at > 0) {
            double score = scores[ascending[at - 1]];
            for (; at > 0 && scores[ascending[at - 1]] == score; at--) {
                alarmed += positive[ascending[at - 1]] ? 0 : 1;
                found += positive[ascending[at - 1]] ? 1 : 0;
            }
            double newX = alarmed / controls;
            double newY = (double) found / cases;
            for (; next < alarms.length && alarms[next] < newX; next++) {
                out[next] = newX > x ? y + (newY - y) * (alarms[next] - x) / (newX - x) : y;
            }
            x = newX;
            y = newY;
        }
        for (; next < alarms.length; next++) {
            out[next] = 1;
        }
        return out;
    }

    /**
     * The largest share of cases at or above a threshold that leaves at least a share of the controls below it.
     *
     * @param specificity 0 to 1
     */
    public double sensitivityAt(double specificity) {
        double[] ones = new double[scores.length];
        Arrays.fill(ones, 1);
        return sensitivityAt(specificity, ones);
    }

    double sensitivityAt(double specificity, double[] weights) {
        double allCases = 0;
        double allControls = 0;
        for (int i = 0; i < scores.length; i++) {
            if (positive[i]) {
                allCases += weights[i];
            } else {
                allControls += weights[i];
            }
        }
        double casesBelow = 0;
        double controlsBelow = 0;
        int at = 0;
        while (at < ascending.length && controlsBelow < specificity * allControls - 1e-9) {
            double score = scores[ascending[at]];
            for (; at < ascending.length && scores[ascending[at]] == score; at++) {
                if (positive[ascending[at]]) {
                    casesBelow += weights[ascending[at]];
                } else {
                    controlsBelow += weights[ascending[at]];
                }
            }
        }
        return allControls == 0 ? Double.NaN : 1 - casesBelow / allCases;
    }
}
