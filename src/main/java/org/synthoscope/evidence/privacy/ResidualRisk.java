package org.synthoscope.evidence.privacy;

import org.synthoscope.evidence.Estimate;

/**
 * How much more often an attack succeeds on training images than on images that nothing learned from, as a share of what
 * could be lost: (r_train − r_control)/(1 − r_control) (Giomi et al. 2023, "A Unified Framework for Quantifying Privacy Risk
 * in Synthetic Data", section 3.2). Rates are the centres of Wilson's intervals and their half widths propagate.
 */
public final class ResidualRisk {

    private ResidualRisk() {
    }

    /** Of counts: 120 of 1,000 against 80 of 1,000 is .0434 ± .0281. */
    public static Estimate of(int train, int ofTrain, int control, int ofControl) {
        return of(Estimate.wilson(train / (double) ofTrain, ofTrain), Estimate.wilson(control / (double) ofControl, ofControl));
    }

    /** Of two rates with their Wilson intervals. */
    static Estimate of(Estimate train, Estimate control) {
        double t = (train.low() + train.high()) / 2;
        double c = (control.low() + control.high()) / 2;
        double risk = (t - c) / (1 - c);
        double half = Math.hypot((train.high() - train.low()) / 2 / (1 - c),
                (control.high() - control.low()) / 2 * (1 - t) / ((1 - c) * (1 - c)));
        return new Estimate(risk, risk - half, Math.max(risk, Math.min(1, risk + half)));
    }
}
