package org.synthoscope.evidence.verdict;

import java.util.Objects;
import java.util.Optional;
import org.synthoscope.evidence.Estimate;

/**
 * One clause of a verdict, decided.
 *
 * @param kind        which
 * @param measure     name of the measure that decided it, with its feature space
 * @param group       a class, or all
 * @param claim       what must hold, in a sentence
 * @param outcome     what became of it
 * @param consequence what follows if it fails
 * @param estimate    of what the claim bounds from above, with its 95% interval; empty if it wasn't measured
 * @param n           images on the smaller side; 0 if it wasn't measured
 * @param detectable  the smallest value that the test would have told from a faultless set's with 80% chance; empty if it
 *                    wasn't measured
 * @param threshold   the limit, its owner and the reason for it
 * @param why         how it was decided, in a sentence
 */
public record Clause(ClauseKind kind, String measure, String group, String claim, Outcome outcome, Consequence consequence,
                     Optional<Estimate> estimate, int n, Optional<Double> detectable, VerdictPolicy.Threshold threshold,
                     String why) {

    public Clause {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(measure);
        Objects.requireNonNull(group);
        Objects.requireNonNull(claim);
        Objects.requireNonNull(outcome);
        Objects.requireNonNull(consequence);
        Objects.requireNonNull(estimate);
        Objects.requireNonNull(detectable);
        Objects.requireNonNull(threshold);
        Objects.requireNonNull(why);
    }

    /** E.g. {@code recall (melanoma)}. */
    public String title() {
        String subject = measure.equals(kind.measure()) || !kind.word().startsWith("artefact") ? kind.word()
                : kind.word() + " " + measure.substring(kind.measure().length() + 1);
        return group.equals(org.synthoscope.evidence.Measurement.ALL) ? subject : subject + " (" + group + ")";
    }
}
