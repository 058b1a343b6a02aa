package org.synthoscope.evidence.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.Insufficient;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.labels.ClassShares;
import org.synthoscope.evidence.privacy.Power;

/** Decides clauses from measures. */
final class Clauses {

    private static final String EVERY_MEASURE = "all measures";

    private final VerdictPolicy policy;
    private final List<ComparisonResult> evidence;

    Clauses(VerdictPolicy policy, List<ComparisonResult> evidence) {
        this.policy = policy;
        this.evidence = List.copyOf(evidence);
    }

    static Clause with(Clause c, Consequence consequence) {
        return new Clause(c.kind(), c.measure(), c.group(), c.claim(), c.outcome(), consequence, c.estimate(), c.n(),
                c.detectable(), c.threshold(), c.why());
    }

    /** One clause for each measure and group that speaks to the kind; one that says what is missing if there is none. */
    List<Clause> of(ClauseKind kind) {
        if (kind.needsClasses() && evidence.stream().anyMatch(e -> "1".equals(e.provenance().get(ClassShares.CLASSES)))) {
            return List.of();
        }
        List<Clause> out = new ArrayList<>();
        for (ComparisonResult e : evidence) {
            e.measurements().stream().filter(m -> kind.reads(m.name()) && counts(kind, m.group()))
                    .forEach(m -> out.add(measured(kind, m, e.provenance())));
            e.insufficient().stream().filter(i -> counts(kind, i.group()) && (kind.reads(i.name())
                            || i.name().equals(EVERY_MEASURE) && kind.groups() == ClauseKind.Groups.BOTH && !nobodys(i.group())))
                    .forEach(i -> out.add(missing(kind, i)));
        }
        if (out.isEmpty()) {
            out.add(missing(kind, new Insufficient(kind.measure(), Measurement.ALL, kind == ClauseKind.UTILITY
                    ? "whether they help a classifier wasn't measured" : "it wasn't measured")));
        }
        return out;
    }

    /** Whether neither real nor synthetic images are of a class, as where a run learned from one class of several. */
    private boolean nobodys(String group) {
        return evidence.stream().anyMatch(e -> e.provenance().containsKey(ClassShares.CLASSES)
                && e.find(ClassShares.NAME, group).isEmpty());
    }

    private static boolean counts(ClauseKind kind, String group) {
        return switch (kind.groups()) {
            case ALL -> group.equals(Measurement.ALL);
            // What is missing for all classes together is missing for each.
            case CLASSES, BOTH -> true;
        };
    }

    private Clause missing(ClauseKind kind, Insufficient i) {
        VerdictPolicy.Threshold t = policy.thresholds().get(kind);
        return new Clause(kind, i.name(), i.group(), kind.claim(t.limit()), Outcome.INSUFFICIENT, Consequence.IGNORE,
                Optional.empty(), 0, Optional.empty(), t, "Not measured: " + i.why() + ".");
    }

    private Clause measured(ClauseKind kind, Measurement m, Map<String, String> provenance) {
        VerdictPolicy.Threshold t = policy.thresholds().get(kind);
        Optional<Power> power = Power.read(provenance, m.name(), m.group());
        Optional<Harm> harm = Harm.of(kind.form(), m, power);
        if (harm.isEmpty()) {
            return missing(kind, new Insufficient(m.name(), m.group(), "there is no figure between real images to hold it "
                    + "against"));
        }
        Harm h = harm.get();
        Outcome outcome = h.against(t.limit());
        String why = text(h, t.limit(), outcome);
        if (kind == ClauseKind.LABELS && outcome != Outcome.FAIL && blind(m, power, t.limit())) {
            outcome = Outcome.INSUFFICIENT;
            why = String.format(Locale.ROOT, "Real images' own labels are told with an area of only %.3f, so labels without any "
                    + "meaning would hardly fall short of that.", m.floor().orElse(ClauseKind.CHANCE));
        }
        return new Clause(kind, m.name(), m.group(), kind.claim(t.limit()), outcome, Consequence.IGNORE,
                Optional.of(h.estimate()), m.n(), Optional.of(h.detectable()), t, why);
    }

    /** Whether labels that mean nothing would have passed. */
    private static boolean blind(Measurement m, Optional<Power> power, double limit) {
        double band = power.map(Power::band).orElse((m.high() - m.low()) / 2);
        return m.floor().isEmpty() || m.floor().getAsDouble() - band - ClauseKind.CHANCE <= limit;
    }

    private static String text(Harm h, double limit, Outcome outcome) {
        Estimate e = h.estimate();
        String interval = e.low() == e.high() ? number(e.value())
                : number(e.value()) + " (" + number(e.low()) + " to " + number(e.high()) + ")";
        return switch (outcome) {
            case PASS -> e.low() == e.high() ? interval + ": counted, without doubt."
                    : interval + " lies at or below " + number(limit) + " as a whole; from " + number(h.detectable())
                    + " on it would have been seen.";
            case FAIL -> interval + (e.low() == e.high() ? " is above " + number(limit) + "."
                    : " lies above " + number(limit) + " as a whole.");
            case INSUFFICIENT -> e.high() > limit ? interval + " leaves open on which side of " + number(limit)
                    + " it lies; more images would tell." : interval + " lies below " + number(limit) + ", but only from "
                    + number(h.detectable()) + " on would a failure have been seen; more images would tell.";
        };
    }

    private static String number(double v) {
        return v == Math.rint(v) && Math.abs(v) < 1e9 ? Long.toString((long) v) : String.format(Locale.ROOT, "%.3g", v);
    }
}
