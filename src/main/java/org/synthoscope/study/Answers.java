package org.synthoscope.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.verdict.Clause;
import org.synthoscope.evidence.verdict.ClauseKind;
import org.synthoscope.evidence.verdict.Purpose;
import org.synthoscope.evidence.verdict.Verdict;
import org.synthoscope.report.Answer;

/** The reader's questions, answered from the measurements in plain language. It decides nothing. */
final class Answers {

    private final ComparisonResult result;
    private final ComparisonResult privacy;
    private final Verdict verdict;
    private final List<EvaluateStage.Pair> pairs;

    Answers(ReportStage.Found found, List<EvaluateStage.Pair> pairs) {
        this.result = found.measured();
        this.privacy = found.privacy();
        this.verdict = found.verdict();
        this.pairs = pairs;
    }

    List<Answer> all() {
        List<Answer> answers = new ArrayList<>();
        answers.add(new Answer("Are these images good?", good()));
        answers.add(new Answer("Are they varied?", varied()));
        answers.add(new Answer("Are they copies of patients?", copies()));
        answers.add(new Answer("Do they help a classifier?", helps()));
        return answers;
    }

    private Optional<Measurement> first(String prefix) {
        return result.measurements().stream().filter(m -> m.group().equals(Measurement.ALL)
                && (m.name().equals(prefix) || m.name().startsWith(prefix + "-"))).findFirst();
    }

    private String good() {
        Optional<Measurement> kid = first("KID");
        if (kid.isEmpty() || kid.get().floor().isEmpty()) {
            return "There are too few images to tell.";
        }
        Measurement m = kid.get();
        double floor = Math.max(m.floor().getAsDouble(), 0);
        String numbers = String.format(Locale.ROOT, "%s is %.4f (95%% interval %.4f to %.4f); between two halves of the "
                + "real test images it is %.4f.", m.name(), m.value(), m.low(), m.high(), m.floor().getAsDouble());
        if (m.low() <= floor) {
            return numbers + " By this measure they can't be told from real images at this number of images.";
        }
        return numbers + " The synthetic images differ from real ones by more than real ones do among themselves.";
    }

    private String varied() {
        Optional<Measurement> recall = first("recall");
        Optional<Measurement> coverage = first("coverage");
        if (recall.isEmpty() || coverage.isEmpty()) {
            return "There are too few images to tell.";
        }
        return percent("The synthetic images reach the neighbourhood of %s of the real test images (recall)", recall.get())
                + percent("; %s of the real images have a synthetic one close by (coverage)", coverage.get()) + ".";
    }

    private static String percent(String sentence, Measurement m) {
        String value = String.format(Locale.ROOT, "%.0f%% (interval %.0f to %.0f%%", 100 * m.value(), 100 * m.low(),
                100 * m.high());
        String floor = m.floor().isPresent()
                ? String.format(Locale.ROOT, ", real against real %.0f%%)", 100 * m.floor().getAsDouble()) : ")";
        return String.format(sentence, value + floor);
    }

    private String helps() {
        List<Clause> utility = verdict.of(Purpose.TRAINING_A_CLASSIFIER).clauses().stream()
                .filter(c -> c.kind() == ClauseKind.UTILITY).toList();
        return utility.isEmpty() || utility.get(0).estimate().isEmpty() ? "That wasn't measured: it needs an experiment of its own, "
                + "in which classifiers learn with and without them." : "Held against one that learned from real images alone, a "
                + "classifier loses " + utility.get(0).why();
    }

    private String copies() {
        Optional<Measurement> found = privacy.find("copies", Measurement.ALL);
        Optional<Measurement> attack = privacy.find("membership-auc", Measurement.ALL);
        String near = near();
        if (found.isEmpty()) {
            return near;
        }
        Measurement m = found.get();
        String search = m.value() == 0 ? String.format(Locale.ROOT, "None of %,d synthetic images shows the same picture as a "
                + "training image; that bounds the share of copies at %.2g.", m.n(), m.high())
                : String.format(Locale.ROOT, "%,d of %,d synthetic images show the same picture as a training image.",
                Math.round(m.value() * m.n()), m.n());
        return search + attack.map(a -> String.format(Locale.ROOT, " An attacker who has them tells training patients from others "
                + "with an area under the curve of %.3f (%.3f to %.3f; .5 is guessing).", a.value(), a.low(), a.high())).orElse("")
                + " " + near;
    }

    private String near() {
        if (pairs.isEmpty()) {
            return "Close pairs weren't looked for: the training images come from fewer than two patients.";
        }
        long close = pairs.stream().filter(p -> p.percentile() <= 1).count();
        return String.format(Locale.ROOT, "%d of %,d synthetic images lie closer to a training image than 99%% of training "
                + "images lie to another patient's; the closest pairs are shown below for you to judge.", close, pairs.size());
    }
}
