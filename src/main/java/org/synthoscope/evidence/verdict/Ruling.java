package org.synthoscope.evidence.verdict;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The verdict for one purpose.
 *
 * @param purpose    what the set is wanted for
 * @param decision   whether it may be
 * @param clauses    what it rests on, in the order of {@link ClauseKind}
 * @param conditions what must be done before a release, a sentence each
 */
public record Ruling(Purpose purpose, Decision decision, List<Clause> clauses, List<String> conditions) {

    public Ruling {
        Objects.requireNonNull(purpose);
        Objects.requireNonNull(decision);
        clauses = List.copyOf(clauses);
        conditions = List.copyOf(conditions);
    }

    /** The clauses without which the decision would have been better: what it rests on; none for a release. */
    public List<Clause> grounds() {
        return switch (decision) {
            case RELEASE -> List.of();
            case REFUSE -> clauses.stream().filter(c -> c.outcome() == Outcome.FAIL && c.consequence() == Consequence.REFUSE)
                    .toList();
            case INSUFFICIENT -> clauses.stream().filter(c -> c.outcome() == Outcome.INSUFFICIENT).toList();
            case RESTRICT -> clauses.stream().filter(c -> c.outcome() == Outcome.FAIL).toList();
        };
    }

    /** The decision and what it rests on, in a sentence. */
    public String sentence() {
        long held = clauses.stream().filter(c -> c.outcome() == Outcome.PASS).count();
        if (decision == Decision.RELEASE) {
            return "All " + held + " clauses hold.";
        }
        String named = grounds().stream().map(Clause::title).distinct().limit(6).collect(Collectors.joining(", "));
        long more = grounds().stream().map(Clause::title).distinct().count() - 6;
        String list = named + (more > 0 ? " and " + more + " more" : "");
        return switch (decision) {
            case REFUSE -> "What forbids it: " + list + ".";
            case INSUFFICIENT -> "What couldn't be told: " + list + "." + failing();
            default -> "Nothing forbids it, but what doesn't hold must be known to whoever uses it: " + list + ".";
        };
    }

    private String failing() {
        String failed = clauses.stream().filter(c -> c.outcome() == Outcome.FAIL).map(Clause::title).distinct()
                .collect(Collectors.joining(", "));
        return failed.isEmpty() ? "" : " What doesn't hold: " + failed + ".";
    }
}
