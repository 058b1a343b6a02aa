package org.synthoscope.classifier;

import java.util.List;
import org.synthoscope.base.SynthoscopeException;

/**
 * Lowers the learning rate when a validation figure stops improving; a pure function of the figures so far (Keras's
 * ReduceLROnPlateau, with its smallest counted improvement of 1e-4).
 *
 * @param factor   the rate is multiplied by, between 0 and 1
 * @param patience epochs without improvement after which it is
 * @param floor    the least rate
 * @param watched  which figure
 */
public record Plateau(double factor, int patience, double floor, Watched watched) {

    /** Figures of an epoch. */
    public enum Watched { VALIDATION_LOSS, VALIDATION_ACCURACY }

    /** The hospital study's: halved after 2 epochs without a better validation accuracy, never below 1e-5. */
    public static final Plateau STUDY = new Plateau(0.5, 2, 1e-5, Watched.VALIDATION_ACCURACY);

    private static final double LEAST_IMPROVEMENT = 1e-4;

    public Plateau {
        if (!(factor > 0 && factor <= 1) || patience < 1 || !(floor >= 0)) {
            throw new SynthoscopeException("a learning rate is lowered by a factor above 0 and up to 1 (not " + factor
                    + "), after 1 epoch or more (not " + patience + "), to a floor of 0 or more (not " + floor + ")");
        }
    }

    /** Never lowers it. */
    public static Plateau never() {
        return new Plateau(1, Integer.MAX_VALUE, 0, Watched.VALIDATION_LOSS);
    }

    /** The learning rate of the epoch after these. */
    public double rate(double first, List<EpochReport> epochs) {
        double rate = first;
        double best = Double.POSITIVE_INFINITY;
        int waiting = 0;
        for (EpochReport e : epochs) {
            double figure = watched == Watched.VALIDATION_LOSS ? e.validationLoss() : -e.validationAccuracy();
            if (figure < best - LEAST_IMPROVEMENT) {
                best = figure;
                waiting = 0;
            } else if (++waiting >= patience) {
                rate = Math.min(rate, Math.max(rate * factor, floor));
                waiting = 0;
            }
        }
        return rate;
    }
}
