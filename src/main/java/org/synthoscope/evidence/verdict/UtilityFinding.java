package org.synthoscope.evidence.verdict;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.Measurement.Better;
import org.synthoscope.evidence.privacy.Power;

/**
 * What an experiment found about synthetic images helping a classifier: how much better one does that learned from them
 * too than one that learned from the same real images alone, on the same test patients.
 *
 * @param measure    what was compared, e.g. {@code AUC}; higher is better
 * @param gain       with synthetic images less without, with its 95% interval
 * @param n          test images
 * @param detectable the smallest loss, as a positive number, that this experiment would have found with 80% chance
 * @param note       the arms and seeds, in a sentence
 */
public record UtilityFinding(String measure, Estimate gain, int n, double detectable, String note) {

    public UtilityFinding {
        Objects.requireNonNull(measure);
        Objects.requireNonNull(gain);
        Objects.requireNonNull(note);
        if (n < 1 || !(detectable >= 0)) {
            throw new IllegalArgumentException("a finding about utility needs test images and what they could have shown");
        }
    }

    /** The finding in the form of all evidence, for {@link Verdict#decide}: the loss, so that more is worse. */
    public ComparisonResult evidence() {
        String name = ClauseKind.UTILITY.measure();
        Power power = new Power(name, Measurement.ALL, 0, (gain.high() - gain.low()) / 2, detectable);
        // 0 - x rather than -x, which would be a negative zero.
        return new ComparisonResult(List.of(new Measurement(name, Measurement.ALL, 0 - gain.value(), 0 - gain.high(),
                0 - gain.low(), OptionalDouble.of(0), n, Better.LOWER, "Loss of " + measure + " by learning from synthetic images "
                + "too. " + note)), List.of(), Map.of(power.key(), power.write()));
    }
}
