package org.synthoscope.evidence.verdict;

import java.util.Optional;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.privacy.Power;

/**
 * A measurement turned so that more is worse: what a clause holds against its limit.
 *
 * @param estimate   with its 95% interval
 * @param detectable the smallest value that the test would have told from a faultless set's with 80% chance
 */
record Harm(Estimate estimate, double detectable) {

    /**
     * Whether a limit is kept. It is if the whole interval lies at or below it and a set just beyond it would have been told
     * from a faultless one; it isn't if the whole interval lies above; all else is too little evidence. Widening the interval or
     * raising what is detectable never makes it pass.
     */
    Outcome against(double limit) {
        if (estimate.low() > limit) {
            return Outcome.FAIL;
        }
        return estimate.high() <= limit && detectable <= limit ? Outcome.PASS : Outcome.INSUFFICIENT;
    }

    /** By the form of a clause; empty if it is held against a floor and there is none. */
    static Optional<Harm> of(ClauseKind.Form form, Measurement m, Optional<Power> power) {
        if (form == ClauseKind.Form.AT_MOST) {
            Estimate e = new Estimate(m.value(), m.low(), m.high());
            double expected = m.floor().orElse(0);
            double detectable = power.map(Power::detectable).orElse(m.high() == m.low() ? 0
                    : expected + Power.PER_BAND * (m.high() - m.low()) / 2);
            return Optional.of(new Harm(e, detectable));
        }
        if (m.floor().isEmpty()) {
            return Optional.empty();
        }
        double floor = m.floor().getAsDouble();
        double sign = form == ClauseKind.Form.SHORT_OF_FLOOR ? -1 : 1;
        double value = sign * (m.value() - floor);
        // The floor has a doubt of its own: where it is known, the band of the difference holds both.
        double band = power.map(Power::band).orElse(0.0);
        double below = Math.max(band, sign > 0 ? m.value() - m.low() : m.high() - m.value());
        double above = Math.max(band, sign > 0 ? m.high() - m.value() : m.value() - m.low());
        Estimate difference = new Estimate(value, value - below, value + above);
        // A share near 1 has a lopsided interval; what a faultless set would have shown goes by its mean width.
        double detectable = Power.PER_BAND * (below + above) / 2;
        if (form == ClauseKind.Form.FROM_FLOOR) {
            return Optional.of(new Harm(size(difference), detectable));
        }
        return Optional.of(new Harm(difference, detectable));
    }

    private static Estimate size(Estimate e) {
        double low = e.low() > 0 ? e.low() : e.high() < 0 ? -e.high() : 0;
        return new Estimate(Math.abs(e.value()), low, Math.max(Math.abs(e.low()), Math.abs(e.high())));
    }
}
