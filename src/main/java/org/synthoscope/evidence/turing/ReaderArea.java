package org.synthoscope.evidence.turing;

import java.util.Arrays;
import java.util.List;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.Groups;

/**
 * The area under the ROC curve, averaged over readers of the same images: how often a synthetic image is rated more synthetic
 * than a real one, ties counting half. The error is that of other images for the same readers: DeLong's (1988) with placements
 * averaged over readers and summed over patients.
 *
 * @param value  ½ for guessing
 * @param error  standard error
 * @param cases  synthetic images
 * @param controls real images
 */
record ReaderArea(double value, double error, int cases, int controls) {

    /**
     * The area of ratings.
     *
     * @param synthetic     ratings of the synthetic images, one row a reader
     * @param real          of the real images
     * @param realPatients  of the real images, numbered
     */
    static ReaderArea of(List<double[]> synthetic, List<double[]> real, int[] realPatients) {
        int cases = synthetic.get(0).length;
        int controls = real.get(0).length;
        double[] ofCases = new double[cases];
        double[] ofControls = new double[controls];
        for (int r = 0; r < synthetic.size(); r++) {
            for (int i = 0; i < cases; i++) {
                for (int j = 0; j < controls; j++) {
                    double above = (1 + Math.signum(synthetic.get(r)[i] - real.get(r)[j])) / 2;
                    ofCases[i] += above;
                    ofControls[j] += above;
                }
            }
        }
        // Halves add up exactly: only here is anything rounded.
        double area = Arrays.stream(ofCases).sum() / ((double) synthetic.size() * cases * controls);
        Arrays.setAll(ofCases, i -> ofCases[i] / (synthetic.size() * controls));
        Arrays.setAll(ofControls, j -> ofControls[j] / (synthetic.size() * cases));
        double variance = Groups.varianceOfMean(ofCases, Groups.singles(cases)) + Groups.varianceOfMean(ofControls, realPatients);
        return new ReaderArea(area, Math.sqrt(variance), cases, controls);
    }

    /** The error, or where placements don't vary at all, at 0 and 1, that of scores which tell nothing. */
    double usableError() {
        return error > 0 ? error : Math.sqrt((cases + controls + 1.0) / (12.0 * cases * controls));
    }

    /** With its 95% interval; never narrower than chance allows at these sizes, even at 0 and 1. */
    Estimate estimate() {
        double most = 3.0 * cases * controls / (cases + controls);
        double effective = error > 0 ? value * (1 - value) / (error * error) : most;
        // An area of 0 or 1 has no error of its own.
        return Estimate.wilson(value, Math.max(1, effective > 0 ? effective : most));
    }
}
