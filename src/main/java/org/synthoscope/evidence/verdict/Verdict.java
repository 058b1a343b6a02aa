package org.synthoscope.evidence.verdict;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.Measurement;

/**
 * Whether a synthetic set may be released, for each purpose.
 *
 * @param rulings    one for each purpose
 * @param policy     which policy it was decided by, in words
 * @param provenance digests and settings of the evidence
 * @param notes      what a reader should know and no clause needs: what differential privacy promises, what people saw
 */
public record Verdict(List<Ruling> rulings, String policy, Map<String, String> provenance, List<String> notes) {

    public Verdict {
        rulings = List.copyOf(rulings);
        Objects.requireNonNull(policy);
        provenance = new LinkedHashMap<>(provenance);
        notes = List.copyOf(notes);
    }

    /**
     * Decides.
     *
     * @param policy   what must be reached
     * @param name     of the policy, for the record
     * @param evidence all measures; what is in none of them counts as not measured
     */
    public static Verdict decide(VerdictPolicy policy, String name, List<ComparisonResult> evidence) {
        Clauses clauses = new Clauses(policy, evidence);
        Map<ClauseKind, List<Clause>> decided = new EnumMap<>(ClauseKind.class);
        List<Ruling> rulings = new ArrayList<>();
        for (Purpose purpose : Purpose.values()) {
            List<Clause> own = new ArrayList<>();
            policy.purposes().get(purpose).forEach((kind, consequence) -> {
                if (consequence != Consequence.IGNORE) {
                    decided.computeIfAbsent(kind, clauses::of).forEach(c -> own.add(Clauses.with(c, consequence)));
                }
            });
            rulings.add(new Ruling(purpose, decision(own), own, conditions(own)));
        }
        Map<String, String> provenance = new LinkedHashMap<>();
        evidence.forEach(e -> e.provenance().forEach((k, v) -> {
            if (k.endsWith("digest") || k.endsWith("seed")) {
                provenance.put(k, v);
            }
        }));
        return new Verdict(rulings, name, provenance, notes(evidence));
    }

    private static List<String> notes(List<ComparisonResult> evidence) {
        List<String> notes = new ArrayList<>();
        measured(evidence, ClauseKind.EPSILON).ifPresent(m -> notes.add(String.format(Locale.ROOT,
                "Trained with differential privacy: epsilon = %.3f. %s", m.value(), m.note())));
        measured(evidence, ClauseKind.READERS).ifPresent(m -> notes.add(String.format(Locale.ROOT,
                "Readers tell synthetic from real images with an area of %.3f (%.3f to %.3f), %d images; .5 is guessing.", m.value(),
                m.low(), m.high(), m.n())));
        return notes;
    }

    private static Optional<Measurement> measured(List<ComparisonResult> evidence, ClauseKind kind) {
        return evidence.stream().flatMap(e -> e.find(kind.measure(), Measurement.ALL).stream()).findFirst();
    }

    private static Decision decision(List<Clause> clauses) {
        if (clauses.stream().anyMatch(c -> c.outcome() == Outcome.FAIL && c.consequence() == Consequence.REFUSE)) {
            return Decision.REFUSE;
        }
        if (clauses.isEmpty() || clauses.stream().anyMatch(c -> c.outcome() == Outcome.INSUFFICIENT)) {
            return Decision.INSUFFICIENT;
        }
        return clauses.stream().anyMatch(c -> c.outcome() == Outcome.FAIL) ? Decision.RESTRICT : Decision.RELEASE;
    }

    private static List<String> conditions(List<Clause> clauses) {
        return clauses.stream().filter(c -> c.kind() == ClauseKind.COPIES && c.outcome() == Outcome.PASS
                && c.estimate().orElseThrow().value() > 0).map(c -> {
                    long found = Math.round(c.estimate().orElseThrow().value() * c.n());
                    return found + (found == 1 ? " image looks" : " images look") + " like a training image (see nearest.json): "
                            + "a person must look at them and take out what is a copy.";
                }).toList();
    }

    /** The ruling of a purpose. */
    public Ruling of(Purpose purpose) {
        return rulings.stream().filter(r -> r.purpose() == purpose).findFirst().orElseThrow();
    }

    /** The worst decision of some purposes; of all if none is named. */
    public Decision worst(Collection<Purpose> purposes) {
        return rulings.stream().filter(r -> purposes.isEmpty() || purposes.contains(r.purpose())).map(Ruling::decision)
                .max(Decision::compareTo).orElse(Decision.INSUFFICIENT);
    }
}
