package org.synthoscope.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.synthoscope.classifier.arms.Arm;
import org.synthoscope.classifier.arms.ArmPlan;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.classification.ClassificationMeasures;
import org.synthoscope.evidence.classification.RepeatedPredictions;
import org.synthoscope.evidence.utility.ArmResult;
import org.synthoscope.evidence.utility.Difference;
import org.synthoscope.evidence.utility.Origin;
import org.synthoscope.evidence.utility.SeedTests;
import org.synthoscope.evidence.utility.UtilityAnswer;
import org.synthoscope.evidence.utility.UtilityResult;

/** Whether synthetic images help a classifier, as one HTML page that runs no script, loads nothing and shows no image. */
public final class UtilityPage {

    private static final int CURVES = 6;

    private final String title;
    private final UtilityResult result;
    private final List<Fact> facts;
    private final String minority;
    private final Markup html = new Markup();
    private final Blocks blocks = new Blocks(html);

    private UtilityPage(String title, UtilityResult result, List<Fact> facts) {
        this.title = title;
        this.result = result;
        this.facts = List.copyOf(facts);
        this.minority = result.minority();
    }

    /**
     * The page: HTML that is also well-formed XML.
     *
     * @param facts about program, machine and settings
     */
    public static String html(String title, UtilityResult result, List<Fact> facts) {
        return "<!DOCTYPE html>\n" + new UtilityPage(title, result, facts).page() + "\n";
    }

    private String page() {
        blocks.head("Utility – " + title + " – Synthoscope");
        html.open("header").element("p", "Synthoscope: utility", "class", "kicker").element("h1", title).element("p",
                "Do the synthetic images help a classifier?", "class", "subtitle").close().newline().open("main");
        section("short", "In short", this::summary);
        section("arms", "What was compared", this::arms);
        section("figures", "What each arm is worth", this::figures);
        section("differences", "What the synthetic images changed", this::differences);
        section("doses", "Dose and curve", this::charts);
        section("origin", "Can their origin be told?", this::origins);
        section("matrices", "Which class was taken for which", this::matrices);
        section("missing", "What can't be told", this::missing);
        section("provenance", "Where every number comes from", this::provenance);
        html.close().open("footer").element("p", "Made by Synthoscope. This file holds all that it shows: it runs no "
                + "script and loads nothing from a network. A classifier of this page is not for diagnosis.").close();
        return html.close().newline().close().done();
    }

    private void section(String id, String heading, Runnable body) {
        html.open("section", "id", id, "aria-labelledby", id + "-title").element("h2", heading, "id", id + "-title").newline();
        body.run();
        html.close().newline();
    }

    private void summary() {
        html.open("dl", "class", "answers").open("div").element("dt", "Do they help?").element("dd", UtilityAnswer.of(result))
                .close().close();
        html.open("aside", "class", "cautions", "aria-label", "Cautions").element("h3", "Please keep in mind");
        List<String> cautions = new ArrayList<>(List.of(
                "The answer is about this synthetic set, this kind of classifier and these test images. Another network, or "
                        + "more real images, may answer otherwise.",
                "A change that isn't found isn't a change that isn't there: see what the test could have seen."));
        if (result.seeds().size() == 1) {
            cautions.add("There is one training an arm: how much another seed would change isn't known, and no interval here "
                    + "includes it.");
        }
        result.evidence().provenance().entrySet().stream().filter(e -> e.getKey().equals("looks") && !e.getValue().equals("1"))
                .findFirst().ifPresent(e -> cautions.add("The test images were judged in " + e.getValue()
                        + " different experiments here. Who chooses among these by their results must test on other images."));
        blocks.sentences(cautions);
        html.close();
    }

    private void arms() {
        html.element("p", "All arms take the same number of optimiser steps of the same batch size from the same seeds, are "
                + "steered by the same real validation images, and meet the same real test images, of patients that nothing "
                + "learned from, once, after all of them were trained. They differ in what they learn from alone.", "class",
                "lead");
        blocks.facts(result.arms().stream().map(a -> new Fact(a.arm().name(), a.arm().says())).toList());
        List<String> headers = new ArrayList<>(List.of("Arm"));
        headers.addAll(result.classes());
        headers.add("Compared with");
        List<List<String>> rows = new ArrayList<>();
        for (ArmResult a : result.arms()) {
            List<String> row = new ArrayList<>(List.of(a.arm().name()));
            for (int c = 0; c < result.classes().size(); c++) {
                int made = a.arm().synthetic().get(c);
                row.add(Numbers.fixed(a.arm().real().get(c), 0) + (made > 0 ? " + " + Numbers.fixed(made, 0) + " synthetic" : ""));
            }
            List<String> with = new ArrayList<>(a.arm().name().equals(Arm.REAL) ? List.of() : List.of(Arm.REAL));
            with.addAll(a.arm().controls());
            row.add(with.isEmpty() ? "–" : String.join(", ", with));
            rows.add(row);
        }
        blocks.table(new Table("Arms, and the training images of each class", headers, rows));
    }

    private void figures() {
        html.element("p", "Means over " + result.seeds().size() + (result.seeds().size() == 1 ? " seed" : " seeds")
                + ", with 95% intervals over patients and seeds, and in brackets the standard deviation over the seeds.", "class",
                "lead");
        figures("Telling " + minority + " from the others", minority, List.of("AUC", "recall", "specificity"));
        figures("Telling " + minority + " from the others, further figures", minority, List.of("sensitivity-at-80",
                "sensitivity-at-90", "sensitivity-at-95"));
        figures("Answers of " + minority, minority, List.of("precision", "F1"));
        figures("All classes", Measurement.ALL, List.of("accuracy", "balanced-accuracy", "Brier", "ECE"));
        for (String c : result.classes()) {
            if (!c.equals(minority)) {
                figures("Telling " + c + " from the others", c, List.of("AUC", "recall", "precision", "F1"));
            }
        }
    }

    private void figures(String caption, String group, List<String> names) {
        List<String> headers = new ArrayList<>(List.of("Arm"));
        names.forEach(n -> headers.add(n.startsWith("sensitivity-at-") ? "sensitivity at " + n.substring(15) + "% specificity"
                : n.equals("recall") && !group.equals(Measurement.ALL) ? "recall (sensitivity)" : n.replace('-', ' ')));
        List<List<String>> rows = new ArrayList<>();
        for (ArmResult a : result.arms()) {
            List<String> row = new ArrayList<>(List.of(a.arm().name()));
            names.forEach(n -> row.add(a.figure(n, group).map(UtilityPage::summary).orElse("too few")));
            rows.add(row);
        }
        blocks.table(new Table(caption, headers, rows));
    }

    private static String summary(RepeatedPredictions.Summary s) {
        return number(s.estimate().value(), false) + " (" + number(s.estimate().low(), false) + "–"
                + number(s.estimate().high(), false) + ") [" + number(s.spread(), false) + "]";
    }

    private void differences() {
        html.element("p", "Each change is paired: the same patients, the same seeds. p is of no change; after Holm it is "
                + "corrected for the number of arms compared in that figure. The last column says how large a true change must "
                + "be for this test to find it four times in five: an arm whose change is smaller than that may still help or "
                + "hurt.", "class", "lead");
        List<Difference> all = result.differences();
        for (String figure : List.of("AUC", "recall", "sensitivity-at-90", "specificity", "F1", "balanced-accuracy", "accuracy",
                "Brier", "ECE")) {
            List<List<String>> rows = new ArrayList<>();
            for (Difference d : all) {
                if (d.figure().name().equals(figure)) {
                    rows.add(List.of(d.arm() + " against " + d.against(), number(d.change().estimate().value(), true),
                            number(d.change().estimate().low(), true) + " to " + number(d.change().estimate().high(), true),
                            p(d.change().p()), p(d.adjusted()) + (d.found() ? d.better() ? " ▲" : " ▼" : ""),
                            number(d.change().detectable(), false)));
                }
            }
            if (!rows.isEmpty()) {
                String of = all.stream().filter(d -> d.figure().name().equals(figure)).findFirst().orElseThrow().figure().group();
                blocks.table(new Table("Change in " + figure + (of.equals(Measurement.ALL) ? "" : " of " + of), List.of("Arm",
                        "Change", "95% interval", "p", "after Holm", "could have been seen"), rows));
            }
        }
        if (!result.tests().isEmpty()) {
            html.element("h3", "The classical paired tests, seed by seed").element("p", "They take the trained classifiers as "
                    + "they are, McNemar's also every image as independent. The last two columns join the seeds by twice the "
                    + "mean p, corrected by Holm.", "class", "note");
            List<List<String>> rows = new ArrayList<>();
            for (SeedTests t : result.tests()) {
                rows.add(List.of(t.arm() + " against " + t.against(), list(t.mcNemar()), list(t.deLong()), p(t.mcNemarAdjusted()),
                        p(t.deLongAdjusted())));
            }
            blocks.table(new Table("p of McNemar's test of errors and DeLong's of the area", List.of("Arms", "McNemar", "DeLong",
                    "McNemar, all seeds", "DeLong, all seeds"), rows));
        }
    }

    private static String list(List<Double> p) {
        return String.join(", ", p.stream().map(UtilityPage::p).toList());
    }

    private void charts() {
        html.open("div", "class", "charts");
        for (String figure : List.of("AUC", "recall")) {
            List<IntervalChart.Line> lines = new ArrayList<>();
            lines.add(new IntervalChart.Line("synthetic " + minority + " added", points(figure, "")));
            lines.add(new IntervalChart.Line("real " + minority + " repeated instead", points(figure, ArmPlan.REPEATED)));
            new IntervalChart(figure.equals("AUC") ? "Area under the curve by dose" : "Sensitivity by dose",
                    "Means over the seeds with 95% intervals.", "images added, in numbers of the real " + minority,
                    figure.equals("AUC") ? "AUC" : "sensitivity", lines).draw(html);
        }
        List<Series> roc = new ArrayList<>();
        for (ArmResult a : result.arms().stream().sorted(Comparator.comparing(a -> !a.arm().name().equals(Arm.REAL)
                && !a.arm().usesSynthetic())).limit(CURVES).toList()) {
            roc.add(new Series(a.arm().name(), UtilityResult.ALARMS, result.curves().get(a.arm().name())));
        }
        new LineChart(new Curve("Found against false alarms", "The curve of each arm, mean over the seeds"
                + (result.arms().size() > CURVES ? "; the first " + CURVES + " arms." : "."), "share of others taken for " + minority,
                "share of " + minority + " found", Curve.Scale.LINEAR, roc)).draw(html);
        html.close();
    }

    private List<IntervalChart.Point> points(String figure, String suffix) {
        List<IntervalChart.Point> points = new ArrayList<>();
        result.plan().curve().forEach((dose, arm) -> {
            Optional<RepeatedPredictions.Summary> s = result.arm(arm.equals(Arm.REAL) ? arm : arm + suffix)
                    .flatMap(a -> a.figure(figure, minority));
            s.ifPresent(v -> points.add(new IntervalChart.Point(dose, v.estimate().value(), v.estimate().low(),
                    v.estimate().high())));
        });
        return points.size() < 2 ? List.of() : points;
    }

    private void origins() {
        html.element("p", "A network was trained to tell synthetic from real images of each class, and met real test images and "
                + "synthetic images that it hadn't seen. At ½ it guesses; near 1 origin is plain to see, and a classifier that "
                + "gets synthetic images of one class only can take origin for the class.", "class", "lead");
        List<List<String>> rows = new ArrayList<>();
        for (Origin o : result.origins()) {
            rows.add(List.of(result.classes().get(o.label()), number(o.area().value(), false), number(o.area().low(), false) + "–"
                    + number(o.area().high(), false), Numbers.fixed(o.real(), 0), Numbers.fixed(o.synthetic(), 0)));
        }
        if (rows.isEmpty()) {
            html.element("p", "There are too few images of every class for it.");
        } else {
            blocks.table(new Table("Area under the curve of real against synthetic", List.of("Class", "Area", "95% interval",
                    "Real images", "Synthetic images"), rows));
        }
    }

    private void matrices() {
        html.element("p", "Answers of all " + result.seeds().size() + " seeds together: each test image counts once a seed.",
                "class", "lead");
        int classes = result.classes().size();
        List<String> headers = new ArrayList<>(List.of("Arm"));
        for (String truth : result.classes()) {
            result.classes().forEach(answer -> headers.add(truth + " taken for " + answer));
        }
        List<List<String>> rows = new ArrayList<>();
        for (ArmResult a : result.arms()) {
            List<String> row = new ArrayList<>(List.of(a.arm().name()));
            IntStream.range(0, classes * classes).forEach(i -> row.add(Numbers.fixed(a.seeds().stream()
                    .mapToLong((ClassificationMeasures m) -> m.matrix().counts()[i / classes][i % classes]).sum(), 0)));
            rows.add(row);
        }
        blocks.table(new Table("Confusion", headers, rows));
    }

    private void missing() {
        if (result.evidence().insufficient().isEmpty()) {
            html.element("p", "Every arm was trained and every figure could be given.");
        } else {
            blocks.sentences(result.evidence().insufficient().stream().map(i -> i.name() + (i.group().equals(Measurement.ALL) ? ""
                    : ", " + i.group()) + ": " + i.why()).distinct().toList());
        }
    }

    private void provenance() {
        List<Fact> all = new ArrayList<>(facts);
        all.add(new Fact("Test images", String.join(", ", IntStream.range(0, result.classes().size()).mapToObj(c ->
                Numbers.fixed(result.test().get(c), 0) + " " + result.classes().get(c)).toList()) + ", of "
                + Numbers.fixed(result.patients(), 0) + " patients"));
        result.evidence().provenance().forEach((k, v) -> all.add(new Fact(k, v)));
        blocks.facts(all);
    }

    private static String p(double value) {
        return value < 0.0001 ? "<0.0001" : String.format(Locale.ROOT, value < 0.1 ? "%.4f" : "%.2f", value);
    }

    private static String number(double value, boolean signed) {
        String text = Numbers.fixed(value, 3);
        return signed && value > 0 && !text.equals("0.000") ? "+" + text : text;
    }
}
