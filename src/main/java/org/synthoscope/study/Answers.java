package org.synthoscope.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.report.Answer;

/** The reader's questions, answered from the measurements in plain language. It decides nothing. */
final class Answers {

    private final ComparisonResult result;
    private final List<EvaluateStage.Pair> pairs;

    Answers(ComparisonResult result, List<EvaluateStage.Pair> pairs) {
        this.result = result;
        this.pairs = pairs;
    }

    List<Answer> all() {
        List<Answer> answers = new ArrayList<>();
        answers.add(new Answer("Are these images good?", good()));
        answers.add(new Answer("Are they varied?", varied()));
        answers.add(new Answer("Are they copies of patients?", copies()));
        answers.add(new Answer("Do they help, and may they be released?", "This report doesn't answer that: whether "
                + "synthetic images help a classifier, and whether membership attacks find the training patients, "
                + "needs experiments of their own."));
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

    private String copies() {
        if (pairs.isEmpty()) {
            return "Not looked for: the training images come from fewer than two patients.";
        }
        long close = pairs.stream().filter(p -> p.percentile() <= 1).count();
        return String.format(Locale.ROOT, "%d of %,d synthetic images lie closer to a training image than 99%% of training "
                        + "images lie to another patient's. The closest pairs are shown below for you to judge. This "
                        + "screens for copies; it doesn't prove that there are none.", close, pairs.size());
    }
}
