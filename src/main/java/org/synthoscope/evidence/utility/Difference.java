package org.synthoscope.evidence.utility;

import org.synthoscope.evidence.classification.Figure;
import org.synthoscope.evidence.classification.RepeatedPredictions;

/**
 * The change of a figure from one arm to another.
 *
 * @param arm      the arm
 * @param against  the arm it is compared with: {@code real}, or a control
 * @param figure   which figure
 * @param change   from {@code against} to {@code arm}, with interval, p and what could have been seen
 * @param adjusted p after Holm, over all arms compared in this figure with {@code real}, or all with a control
 */
public record Difference(String arm, String against, Figure figure, RepeatedPredictions.Change change, double adjusted) {

    /** Whether it is a finding at the 5% level after Holm. */
    public boolean found() {
        return adjusted < 0.05;
    }

    /** Whether it is a finding, and for the better. */
    public boolean better() {
        boolean higher = change.estimate().value() > 0;
        return found() && higher == (figure.better() == org.synthoscope.evidence.Measurement.Better.HIGHER);
    }
}
