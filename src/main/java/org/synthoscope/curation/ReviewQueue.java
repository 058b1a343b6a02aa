package org.synthoscope.curation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.synthoscope.collection.Catalogue;

/**
 * What a person should look at: findings and pairs in the policy's doubtful bands, where the answer makes a difference. Of
 * each kind the most doubtful, nearest to the threshold, come first, and asking ends once a row of answers that agree with the
 * policy bounds the share of wrong ones among the rest ({@link StoppingRule}). Every answer is a
 * decision in the catalogue as soon as it is given; a queue is a view of the catalogue and holds nothing of its own.
 */
public final class ReviewQueue {

    private final Catalogue catalogue;
    private final Policy policy;
    private final StoppingRule rule;

    /**
     * How far the questions of one kind are.
     *
     * @param kind     see {@link Question}
     * @param total    doubtful ones in all
     * @param answered of them
     * @param wrong    answers against the policy
     * @param row      answers that agree with it since the last one against it
     * @param needed   as long a row ends the asking
     */
    public record Status(String kind, int total, int answered, int wrong, int row, int needed) {

        /** Whether all are answered or the rest is bounded. */
        public boolean done() {
            return answered >= total || row >= needed;
        }
    }

    public ReviewQueue(Catalogue catalogue, Policy policy) {
        this.catalogue = Objects.requireNonNull(catalogue);
        this.policy = Objects.requireNonNull(policy);
        this.rule = new StoppingRule(policy.review().errorRate(), policy.review().confidence());
    }

    /** What a person said, and the number of that decision. */
    private record Said(boolean yes, long decision) {
    }

    private record Asked(Question question, Optional<Said> answer) {
    }

    /** How far each kind is, in the order in which they are asked; kinds without doubtful ones are left out. */
    public List<Status> status() {
        return byKind().entrySet().stream().map(e -> status(e.getKey(), e.getValue())).toList();
    }

    /** The questions still to be asked, most doubtful first; none of a kind that is bounded. */
    public List<Question> open() {
        List<Question> open = new ArrayList<>();
        byKind().forEach((kind, asked) -> {
            if (!status(kind, asked).done()) {
                asked.stream().filter(a -> a.answer().isEmpty()).map(Asked::question).forEach(open::add);
            }
        });
        return open;
    }

    /** Where one kind stands, e.g. for its reader: what is asked, and what the answers so far allow to say. */
    public String statement(Status s) {
        String what = s.kind().equals(Decision.DUPLICATE) ? "pairs" : s.kind().equals(Decision.CONFLICT)
                ? "contradicting labels" : s.kind().replace('_', ' ') + " findings";
        if (s.answered() >= s.total()) {
            return s.answered() + " of " + s.total() + " doubtful " + what + " answered: nothing is left to ask.";
        }
        if (s.done()) {
            return String.format(Locale.ROOT, "The last %d answers agreed with the policy: with %.0f%% confidence at most "
                    + "%.1f%% of the doubtful %s not asked about are wrong. No need to go on.", s.row(),
                    100 * rule.confidence(), 100 * rule.rate(), what);
        }
        return String.format(Locale.ROOT, "%d of %d doubtful %s answered, %d against the policy. %d in a row that agree "
                + "bound the wrong ones among the rest at %.1f%%; the row stands at %d.", s.answered(), s.total(), what,
                s.wrong(), s.needed(),
                100 * rule.rate(), s.row());
    }

    /**
     * Answers a question: a decision by a person, written before this returns.
     *
     * @param person who, without {@code person:}
     * @param yes    the finding is there, both show the same picture, or the first one's label is right
     */
    public void answer(Question q, boolean yes, String person) {
        String reason;
        Action action;
        if (q.kind().equals(Decision.DUPLICATE)) {
            action = yes ? Action.SAME : Action.DIFFERENT;
            reason = yes ? "review: the same picture" : "review: two pictures";
        } else if (q.kind().equals(Decision.CONFLICT)) {
            action = yes ? Action.KEEP : Action.EXCLUDE;
            reason = yes ? "review: this label is right" : "review: this label is wrong";
        } else {
            FindingKind kind = kind(q.kind());
            action = yes ? policy.action(kind) : Action.KEEP;
            reason = "review: " + (yes ? "" : "no ") + Words.of(kind) + ", score " + Words.score(q.score());
        }
        Long other = action.ofPair() ? q.other().orElseThrow() : null;
        catalogue.write(w -> Decisions.insert(w, q.image(), other, q.kind(), action, reason, "person:" + person,
                Decisions.now()));
    }

    private static FindingKind kind(String word) {
        return FindingKind.valueOf(word.toUpperCase(Locale.ROOT));
    }

    // ---- what is asked ----

    private Map<String, List<Asked>> byKind() {
        Map<String, List<Asked>> kinds = new LinkedHashMap<>();
        Map<List<Object>, Said> answers = answers();
        conflicts().forEach(q -> add(kinds, q, answers));
        pairs().forEach(q -> add(kinds, q, answers));
        boolean skin = Judgement.skin(catalogue, policy);
        for (FindingKind kind : FindingKind.values()) {
            if (policy.action(kind) != Action.KEEP && (skin || !kind.ofSkin())) {
                findings(kind).forEach(q -> add(kinds, q, answers));
            }
        }
        return kinds;
    }

    private static void add(Map<String, List<Asked>> kinds, Question q, Map<List<Object>, Said> answers) {
        long other = q.kind().equals(Decision.DUPLICATE) ? q.other().orElse(-1L) : -1L;
        kinds.computeIfAbsent(q.kind(), k -> new ArrayList<>())
                .add(new Asked(q, Optional.ofNullable(answers.get(key(q.image(), other, q.kind())))));
    }

    private List<Question> findings(FindingKind kind) {
        double threshold = policy.threshold(kind);
        // An image that is excluded anyway needs no answer; those already answered stay in the count.
        return catalogue.list("SELECT image, score FROM finding f WHERE kind = ? AND score BETWEEN ? AND ? AND NOT EXISTS ("
                + "SELECT 1 FROM decision d WHERE d.image = f.image AND d.undone IS NULL AND d.action = 'exclude' "
                + "AND d.subject <> f.kind) ORDER BY abs(score - ?), image",
                row -> new Question(kind.word(), row.number(0), Optional.empty(), row.real(1), row.real(1) >= threshold),
                kind.word(), policy.review().from(), policy.review().to(), threshold);
    }

    private List<Question> pairs() {
        double threshold = policy.duplicates().threshold();
        return catalogue.list("SELECT a, b, confidence FROM pair WHERE exact = 0 AND confidence >= ? AND confidence < ? "
                + "ORDER BY confidence DESC, a, b", row -> new Question(Decision.DUPLICATE, row.number(0),
                Optional.of(row.number(1)), row.real(2), false), policy.duplicates().doubtful(), threshold);
    }

    private List<Question> conflicts() {
        if (!policy.duplicates().conflict().equals("review")) {
            return List.of();
        }
        Set<Long> seen = new HashSet<>();
        return catalogue.list("SELECT image, other FROM decision WHERE who = 'policy' AND subject = 'conflict' AND other IS NOT "
                + "NULL ORDER BY undone IS NOT NULL, image", row -> new Question(Decision.CONFLICT, row.number(0),
                Optional.of(row.number(1)), 1, false)).stream().filter(q -> seen.add(q.image())).toList();
    }

    /** The latest answers of persons. */
    private Map<List<Object>, Said> answers() {
        Map<List<Object>, Said> answers = new HashMap<>();
        catalogue.each("SELECT image, other, subject, action, id FROM decision WHERE undone IS NULL AND who <> 'policy' "
                + "ORDER BY id", row -> {
            String subject = row.text(2);
            Action action = Action.parse(row.text(3));
            boolean pair = action.ofPair();
            long a = row.number(0);
            long b = row.number(1);
            boolean yes = pair ? action == Action.SAME : subject.equals(Decision.CONFLICT) ? action == Action.KEEP
                    : action != Action.KEEP;
            answers.put(key(pair ? Math.min(a, b) : a, pair ? Math.max(a, b) : -1, subject),
                    new Said(yes, row.number(4)));
        });
        return answers;
    }

    private static List<Object> key(long image, long other, String subject) {
        return List.of(image, other, subject);
    }

    private Status status(String kind, List<Asked> asked) {
        // Conflicts have no answer that the policy stands by: all of them are asked.
        List<Asked> answered = asked.stream().filter(a -> a.answer().isPresent())
                .sorted(Comparator.comparingLong(a -> a.answer().orElseThrow().decision())).toList();
        int wrong = 0;
        int row = 0;
        for (Asked a : answered) {
            boolean agrees = a.answer().orElseThrow().yes() == a.question().policy() && !kind.equals(Decision.CONFLICT);
            wrong += agrees || kind.equals(Decision.CONFLICT) ? 0 : 1;
            row = agrees ? row + 1 : 0;
        }
        int left = asked.size() - answered.size();
        int needed = kind.equals(Decision.CONFLICT) ? asked.size() : rule.needed(left + row, wrong);
        return new Status(kind, asked.size(), answered.size(), wrong, row, Math.max(1, needed));
    }
}
