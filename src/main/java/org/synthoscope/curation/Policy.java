package org.synthoscope.curation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;

/**
 * What curation does by itself, as it stands in a study's configuration. A person's decision always comes before it.
 *
 * @param skin       whether the images show skin: {@code auto}, {@code yes} or {@code no}. If they don't, findings that
 *                   only make sense on skin are neither looked for nor acted upon
 * @param findings   by the word of a {@link FindingKind}, what is done with images that have it; a kind that isn't
 *                   named gets its default
 * @param duplicates what is done with images that show the same picture
 * @param review     what a person is asked, and when the asking ends
 */
public record Policy(String skin, Map<String, Rule> findings, Duplicates duplicates, Review review) {

    /**
     * What is done about one kind of finding.
     *
     * @param action    {@code keep}, {@code exclude}, {@code crop} (dark corners only) or {@code inpaint} (hair, rulers
     *                  and ink only)
     * @param threshold the finding counts from this score on, above 0 up to 1; detectors put their own operating
     *                  point at .5
     */
    public record Rule(String action, double threshold) {
        public Rule {
            Objects.requireNonNull(action, "action");
            if (!(threshold > 0 && threshold <= 1)) {
                throw new SynthoscopeException("the threshold of a finding lies above 0 and up to 1, not " + threshold);
            }
        }
    }

    /**
     * What is done about images that show the same picture.
     *
     * @param exact     {@code keep-one}: of images with equal pixels all but one are excluded; {@code group}: all stay,
     *                  but never on two sides of a split
     * @param near      the same choice for near duplicates
     * @param conflict  images of one duplicate group with different labels: {@code exclude} all of them, {@code review}
     *                  (excluded until a person has decided) or {@code keep}
     * @param threshold a near pair counts from this confidence on, above 0 up to 1
     * @param doubtful  a near pair from this confidence on up to the threshold is doubtful: a person is asked, and the
     *                  two stay on one side of a split until then
     */
    public record Duplicates(String exact, String near, String conflict, double threshold, double doubtful) {
        public Duplicates {
            check("duplicates.exact", exact, List.of("keep-one", "group"));
            check("duplicates.near", near, List.of("keep-one", "group"));
            check("duplicates.conflict", conflict, List.of("exclude", "review", "keep"));
            if (!(doubtful > 0 && doubtful <= threshold && threshold <= 1)) {
                throw new SynthoscopeException("duplicates.doubtful and duplicates.threshold lie in this order above 0 and up "
                        + "to 1, not " + doubtful + " and " + threshold);
            }
        }
    }

    /**
     * What a person is asked, and when the asking ends.
     *
     * @param from       findings with a score from here ...
     * @param to         ... to here are doubtful
     * @param errorRate  asking ends once the share of wrong ones among the remaining is bounded by this ...
     * @param confidence ... with this confidence, e.g. 58 right ones in a row bound it at .05 with confidence .95
     */
    public record Review(double from, double to, double errorRate, double confidence) {
        public Review {
            if (!(from >= 0 && from <= to && to <= 1)) {
                throw new SynthoscopeException("review.from and review.to lie in this order between 0 and 1, not "
                        + from + " and " + to);
            }
            if (!(errorRate > 0 && errorRate < 1 && confidence > 0 && confidence < 1)) {
                throw new SynthoscopeException("review.errorRate and review.confidence lie between 0 and 1, not "
                        + errorRate + " and " + confidence);
            }
        }

        /** Whether a score is doubtful. */
        public boolean doubtful(double score) {
            return score >= from && score <= to;
        }
    }

    public Policy {
        check("skin", skin, List.of("auto", "yes", "no"));
        Objects.requireNonNull(duplicates, "duplicates");
        Objects.requireNonNull(review, "review");
        findings = complete(findings);
    }

    /**
     * Stickers are excluded, as is what can't be read; exact copies but one are excluded, near duplicates stay together on one
     * side of a split, images with contradicting labels are excluded. All else is kept and reported, frames without skin
     * too: colour alone tells them, and pale or greyish skin isn't to be lost by that.
     */
    public static Policy defaults() {
        return new Policy("auto", Map.of(), new Duplicates("keep-one", "group", "exclude", 0.7, 0.3),
                new Review(0.35, 0.65, 0.05, 0.95));
    }

    /** What is done about a kind of finding. */
    public Action action(FindingKind kind) {
        return Action.parse(findings.get(kind.word()).action());
    }

    /** From which score on a kind of finding counts. */
    public double threshold(FindingKind kind) {
        return findings.get(kind.word()).threshold();
    }

    /** The same with another rule for one kind. */
    public Policy with(FindingKind kind, String action, double threshold) {
        Map<String, Rule> other = new LinkedHashMap<>(findings);
        other.put(kind.word(), new Rule(action, threshold));
        return new Policy(skin, other, duplicates, review);
    }

    /** The same with other rules about duplicates. */
    public Policy with(Duplicates other) {
        return new Policy(skin, findings, other, review);
    }

    /** The same with other rules about review. */
    public Policy with(Review other) {
        return new Policy(skin, findings, duplicates, other);
    }

    private static Map<String, Rule> complete(Map<String, Rule> given) {
        Map<FindingKind, Rule> rules = new EnumMap<>(FindingKind.class);
        for (FindingKind kind : FindingKind.values()) {
            rules.put(kind, new Rule(kind == FindingKind.STICKER ? "exclude" : "keep", 0.5));
        }
        List<String> known = Arrays.stream(FindingKind.values()).map(FindingKind::word).toList();
        given.forEach((word, rule) -> {
            check("findings", word, known);
            FindingKind kind = FindingKind.values()[known.indexOf(word)];
            check("findings." + word + ".action", rule.action(), allowed(kind));
            rules.put(kind, rule);
        });
        Map<String, Rule> words = new LinkedHashMap<>();
        rules.forEach((kind, rule) -> words.put(kind.word(), rule));
        return Collections.unmodifiableMap(words);
    }

    private static List<String> allowed(FindingKind kind) {
        List<String> allowed = new ArrayList<>(List.of("keep", "exclude"));
        switch (kind) {
            case DARK_CORNER -> allowed.add("crop");
            case HAIR, RULER, INK -> allowed.add("inpaint");
            default -> { }
        }
        return allowed;
    }

    private static void check(String setting, String word, Collection<String> known) {
        if (word == null || !known.contains(word)) {
            throw new SynthoscopeException("curate." + setting + ": unknown '" + word + "'"
                    + Suggestions.forWord(word == null ? "" : word, known) + " It is one of " + String.join(", ", known));
        }
    }
}
