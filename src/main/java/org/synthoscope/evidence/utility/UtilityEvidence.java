package org.synthoscope.evidence.utility;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.synthoscope.classifier.arms.Arm;
import org.synthoscope.classifier.arms.TrainedArms;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.Holm;
import org.synthoscope.evidence.Insufficient;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.Measurement.Better;
import org.synthoscope.evidence.classification.ClassificationMeasures;
import org.synthoscope.evidence.classification.Figure;
import org.synthoscope.evidence.classification.PairedComparison;
import org.synthoscope.evidence.classification.Predictions;
import org.synthoscope.evidence.classification.RepeatedPredictions;
import org.synthoscope.evidence.classification.RocCurve;

/** From the arms' answers to figures, differences and tests. */
public final class UtilityEvidence {

    private static final int LEAST = RepeatedPredictions.LEAST_PATIENTS;

    private final TrainedArms trained;
    private final Judged judged;
    private final long seed;
    private final Map<String, String> provenance;
    private final List<String> classes;
    private final int minority;
    private final Map<String, RepeatedPredictions> repeated = new LinkedHashMap<>();
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<Insufficient> insufficient = new ArrayList<>();

    private UtilityEvidence(TrainedArms trained, Judged judged, long seed, Map<String, String> provenance) {
        this.trained = trained;
        this.judged = judged;
        this.seed = seed;
        this.provenance = provenance;
        this.classes = judged.arms().get(Arm.REAL).get(0).classes();
        this.minority = trained.plan().minority();
    }

    /** The figures in which arms are compared: what the question is about, and what could be paid for it. */
    public static List<Figure> compared(List<String> classes, int minority) {
        String c = classes.get(minority);
        return Figure.all(classes).stream().filter(f -> f.group().equals(Measurement.ALL) || f.group().equals(c)
                && List.of("AUC", "recall", "specificity", "F1", "sensitivity-at-90").contains(f.name())).toList();
    }

    /**
     * Measures.
     *
     * @param seed       of the bootstraps
     * @param provenance what is to be recorded beside the figures
     */
    public static UtilityResult measure(TrainedArms trained, Judged judged, long seed, Map<String, String> provenance) {
        return new UtilityEvidence(trained, judged, seed, provenance).run();
    }

    private UtilityResult run() {
        List<ArmResult> arms = new ArrayList<>();
        Map<String, double[]> curves = new LinkedHashMap<>();
        trained.plan().impossible().forEach((name, why) -> insufficient.add(new Insufficient(name, Measurement.ALL, why)));
        for (Arm arm : trained.plan().arms()) {
            RepeatedPredictions answers = new RepeatedPredictions(judged.arms().get(arm.name()), seed);
            repeated.put(arm.name(), answers);
            arms.add(result(arm, answers));
            curves.put(arm.name(), curve(answers.seeds()));
        }
        List<Difference> differences = differences();
        differences.forEach(d -> measurements.add(measurement(d)));
        List<Origin> origins = origins();
        Predictions one = repeated.get(Arm.REAL).seeds().get(0);
        int patients = (int) one.groups().stream().distinct().count();
        List<Long> seeds = trained.of(Arm.REAL).stream().map(TrainedArms.Member::seed).toList();
        List<SeedTests> tests = tests();
        UtilityResult bare = new UtilityResult(classes, trained.plan(), judged.test(), patients, seeds, arms, differences, tests,
                origins, curves, new ComparisonResult(measurements, insufficient, provenance));
        bare.nothingLearned().ifPresent(why -> insufficient.add(0, new Insufficient("utility", classes.get(minority), why)));
        return new UtilityResult(classes, trained.plan(), judged.test(), patients, seeds, arms, differences, tests, origins,
                curves, new ComparisonResult(measurements, insufficient, provenance));
    }

    private ArmResult result(Arm arm, RepeatedPredictions answers) {
        List<ArmResult.Value> values = new ArrayList<>();
        for (Figure f : answers.figures()) {
            Optional<RepeatedPredictions.Summary> summary = answers.summary(f);
            if (summary.isEmpty()) {
                insufficient.add(new Insufficient(f.name() + "[" + arm.name() + "]", f.group(), "fewer than " + LEAST
                        + " test patients are behind it"));
                continue;
            }
            RepeatedPredictions.Summary s = summary.get();
            values.add(new ArmResult.Value(f, s));
            measurements.add(new Measurement(f.name() + "[" + arm.name() + "]", f.group(), s.estimate().value(),
                    s.estimate().low(), s.estimate().high(), OptionalDouble.empty(), answers.seeds().get(0).count(), f.better(),
                    String.format(Locale.ROOT, "mean of %d seeds, standard deviation %.4f; %d patients behind it; interval over "
                            + "patients and seeds", answers.seeds().size(), s.spread(), s.patients())));
        }
        List<TrainedArms.Member> members = trained.of(arm.name());
        return new ArmResult(arm, answers.seeds().stream().map(p -> ClassificationMeasures.of(p, seed)).toList(),
                members.stream().map(m -> m.epochs().size()).toList(), members.stream().map(TrainedArms.Member::best).toList(),
                List.copyOf(values));
    }

    private double[] curve(List<Predictions> seeds) {
        double[] mean = new double[UtilityResult.ALARMS.length];
        for (Predictions p : seeds) {
            double[] own = new RocCurve(p.is(minority), p.scores(minority), p.patients()).heights(UtilityResult.ALARMS);
            for (int i = 0; i < mean.length; i++) {
                mean[i] += own[i] / seeds.size();
            }
        }
        return mean;
    }

    private record Pair(String arm, String against) {
    }

    /** Arms against {@code real}, or against their controls: each a family for Holm. */
    private List<Pair> pairs(boolean controls) {
        List<Pair> pairs = new ArrayList<>();
        for (Arm arm : trained.plan().arms()) {
            if (controls) {
                arm.controls().forEach(c -> pairs.add(new Pair(arm.name(), c)));
            } else if (!arm.name().equals(Arm.REAL)) {
                pairs.add(new Pair(arm.name(), Arm.REAL));
            }
        }
        return pairs;
    }

    private List<Difference> differences() {
        List<Difference> all = new ArrayList<>();
        for (boolean controls : List.of(false, true)) {
            for (Figure f : compared(classes, minority)) {
                List<Pair> given = new ArrayList<>();
                List<RepeatedPredictions.Change> changes = new ArrayList<>();
                for (Pair pair : pairs(controls)) {
                    Optional<RepeatedPredictions.Change> change = repeated.get(pair.arm).since(repeated.get(pair.against), f);
                    if (change.isPresent()) {
                        given.add(pair);
                        changes.add(change.get());
                    } else {
                        insufficient.add(new Insufficient(f.name() + "[" + pair.arm + " - " + pair.against + "]", f.group(),
                                "fewer than " + LEAST + " test patients are behind it"));
                    }
                }
                double[] adjusted = Holm.adjust(changes.stream().mapToDouble(c -> Math.min(1, c.p())).toArray());
                for (int i = 0; i < adjusted.length; i++) {
                    all.add(new Difference(given.get(i).arm, given.get(i).against, f, changes.get(i), adjusted[i]));
                }
            }
        }
        return all;
    }

    private Measurement measurement(Difference d) {
        return new Measurement(d.figure().name() + "[" + d.arm() + " - " + d.against() + "]", d.figure().group(),
                d.change().estimate().value(), d.change().estimate().low(), d.change().estimate().high(), OptionalDouble.of(0),
                repeated.get(d.arm()).seeds().get(0).count(), d.figure().better(), String.format(Locale.ROOT, "change over %d "
                        + "seeds, standard deviation %.4f; p %.4f, after Holm %.4f; a change of %.4f would have been found four "
                        + "times in five", repeated.get(d.arm()).seeds().size(), d.change().spread(), d.change().p(),
                d.adjusted(), d.change().detectable()));
    }

    private List<SeedTests> tests() {
        List<SeedTests> out = new ArrayList<>();
        boolean enough = repeated.get(Arm.REAL).summary(new Figure("AUC", classes.get(minority), Better.HIGHER, false))
                .isPresent();
        for (boolean controls : List.of(false, true)) {
            List<SeedTests> family = new ArrayList<>();
            for (Pair pair : enough ? pairs(controls) : List.<Pair>of()) {
                List<Double> mcNemar = new ArrayList<>();
                List<Double> deLong = new ArrayList<>();
                List<Predictions> own = repeated.get(pair.arm).seeds();
                for (int s = 0; s < own.size(); s++) {
                    PairedComparison c = PairedComparison.of(repeated.get(pair.against).seeds().get(s), own.get(s), minority,
                            seed);
                    mcNemar.add(Math.min(1, c.errors().exact()));
                    deLong.add(Math.min(1, c.areaP()));
                }
                family.add(new SeedTests(pair.arm, pair.against, mcNemar, deLong, combined(mcNemar), combined(deLong)));
            }
            double[] a = Holm.adjust(family.stream().mapToDouble(SeedTests::mcNemarAdjusted).toArray());
            double[] b = Holm.adjust(family.stream().mapToDouble(SeedTests::deLongAdjusted).toArray());
            for (int i = 0; i < a.length; i++) {
                SeedTests t = family.get(i);
                out.add(new SeedTests(t.arm(), t.against(), t.mcNemar(), t.deLong(), a[i], b[i]));
            }
        }
        return out;
    }

    /** With one seed its own p. */
    private static double combined(List<Double> p) {
        double mean = p.stream().mapToDouble(v -> v).average().orElse(1);
        return p.size() == 1 ? mean : Math.min(1, 2 * mean);
    }

    private List<Origin> origins() {
        List<Origin> out = new ArrayList<>();
        trained.undetected().forEach((c, why) -> insufficient.add(new Insufficient("origin-AUC", classes.get(c), why)));
        judged.detectors().forEach((c, p) -> {
            int synthetic = java.util.Arrays.stream(p.labels()).sum();
            Origin origin = new Origin(c, new RocCurve(p.is(1), p.scores(1), p.patients()).areaWithInterval(),
                    p.count() - synthetic, synthetic);
            out.add(origin);
            measurements.add(new Measurement("origin-AUC", classes.get(c), origin.area().value(), origin.area().low(),
                    origin.area().high(), OptionalDouble.of(0.5), Math.min(origin.real(), synthetic), Better.LOWER,
                    "area under the curve of a network that tells synthetic from real images of the class, on "
                            + origin.real() + " real test images and " + synthetic + " unseen synthetic ones; DeLong's interval "
                            + "for this network"));
        });
        return out;
    }
}
