package org.synthoscope.evidence.turing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.Groups;
import org.synthoscope.evidence.Insufficient;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.Measurement.Better;

/**
 * The statistics of a test. Only readers who finished count. Measures of {@link Measurement#ALL} are means over readers, with
 * intervals for other images shown to these readers; what other readers would have said isn't in them.
 */
public final class TuringStatistics {

    private static final int LEAST_REPEATS = 10;

    private final TuringDesign design;
    private final List<Measurement> measures = new ArrayList<>();
    private final List<Insufficient> missing = new ArrayList<>();
    private final int[] real;
    private final int[] synthetic;
    private final int[] realPatients;

    private TuringStatistics(TuringDesign design) {
        this.design = design;
        this.real = of(design, Origin.REAL);
        this.synthetic = of(design, Origin.SYNTHETIC);
        Map<String, Integer> patients = new LinkedHashMap<>();
        this.realPatients = Arrays.stream(real).map(i -> {
            patients.putIfAbsent(design.images().get(i).group(), patients.size());
            return patients.get(design.images().get(i).group());
        }).toArray();
    }

    private static int[] of(TuringDesign design, Origin origin) {
        return IntStream.range(0, design.images().size()).filter(i -> design.images().get(i).origin() == origin).toArray();
    }

    /** Judges what readers answered. */
    public static TuringResult of(TuringDesign design, Map<String, List<Answer>> answers, TuringPolicy policy) {
        List<Reading> all = new ArrayList<>();
        answers.forEach((reader, given) -> all.add(Reading.of(design, reader, given)));
        List<Reading> done = all.stream().filter(Reading::complete).toList();
        TuringStatistics s = new TuringStatistics(design);
        Optional<Equivalence> equivalence = s.measure(done, policy);
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("images", Integer.toString(design.images().size()));
        provenance.put("repeats", Integer.toString(design.trials() - design.images().size()));
        provenance.put("seed", Long.toString(design.settings().seed()));
        provenance.put("real.part", design.settings().part());
        provenance.put("real.digest", design.digests().get(0));
        provenance.put("synthetic.digest", design.digests().get(1));
        provenance.put("margin", Double.toString(policy.margin()));
        provenance.put("marginSetBy", policy.setBy());
        provenance.put("readers", done.size() + " finished of " + all.size());
        return new TuringResult(new ComparisonResult(s.measures, s.missing, provenance), equivalence,
                all.stream().map(s::summary).toList(), s.outcomes(done));
    }

    private TuringResult.Reader summary(Reading reading) {
        Map<Integer, Answer> first = reading.first();
        int right = (int) first.entrySet().stream().filter(e -> right(e.getKey(), e.getValue()) > 0).count();
        double[] seconds = reading.answers().stream().mapToDouble(Answer::seconds).toArray();
        return new TuringResult.Reader(reading.reader(), reading.answers().size(), reading.order().length, right, first.size(),
                Guessing.of(first.size()), Guessing.p(right, first.size()), seconds.length == 0 ? 0 : Estimate.median(seconds));
    }

    private List<TuringResult.Outcome> outcomes(List<Reading> done) {
        return IntStream.range(0, design.images().size()).mapToObj(i -> new TuringResult.Outcome(design.images().get(i),
                (int) done.stream().filter(r -> r.first().get(i).said() == Origin.SYNTHETIC).count(), done.size())).toList();
    }

    private double right(int image, Answer answer) {
        return answer.said() == design.images().get(image).origin() ? 1 : 0;
    }

    private Optional<Equivalence> measure(List<Reading> done, TuringPolicy policy) {
        if (done.isEmpty()) {
            missing.add(new Insufficient("turing-auc", Measurement.ALL, "no reader has finished yet"));
            return Optional.empty();
        }
        Optional<Equivalence> equivalence = origin(done, Measurement.ALL, policy);
        agreement(done);
        diagnoses(done);
        if (done.size() > 1) {
            done.forEach(r -> origin(List.of(r), r.reader(), policy));
        }
        return equivalence;
    }

    private Optional<Equivalence> origin(List<Reading> readers, String group, TuringPolicy policy) {
        List<double[]> ofSynthetic = ratings(readers, synthetic);
        List<double[]> ofReal = ratings(readers, real);
        String who = readers.size() == 1 ? "one reader" : "mean of " + readers.size() + " readers; for other images, not other readers";
        Guessing band = Guessing.of(design.images().size());
        ReaderArea area = ReaderArea.of(ofSynthetic, ofReal, realPatients);
        boolean constant = IntStream.range(0, readers.size()).anyMatch(r ->
                Arrays.stream(ofSynthetic.get(r)).allMatch(v -> v == ofSynthetic.get(r)[0])
                        && Arrays.stream(ofReal.get(r)).allMatch(v -> v == ofSynthetic.get(r)[0]));
        if (constant) {
            missing.add(new Insufficient("turing-auc", group, "a reader gave every image the same rating, which tells nothing"));
        } else {
            add("turing-auc", group, area.estimate(), OptionalDouble.of(0.5), Better.LOWER,
                    "how often a synthetic image is rated more synthetic than a real one; .5 is guessing; " + who);
        }
        add("turing-accuracy", group, share(readers, design.images().size(), this::right), OptionalDouble.of(0.5), Better.LOWER,
                "share told rightly; 95 of 100 guessers get " + band.low() + " to " + band.high() + " of " + design.images().size()
                        + " right; " + who);
        add("turing-sensitivity", group, share(readers, synthetic, this::right), OptionalDouble.empty(), Better.LOWER,
                "share of synthetic images called synthetic; " + who);
        add("turing-specificity", group, share(readers, real, this::right), OptionalDouble.empty(), Better.LOWER,
                "share of real images called real; " + who);
        return constant ? Optional.empty()
                : Optional.of(Equivalence.of(area.value(), area.usableError(), synthetic.length, policy));
    }

    private void agreement(List<Reading> done) {
        List<Kappa.Pair> within = new ArrayList<>();
        int pairs = 0;
        for (Reading r : done) {
            List<Reading.Twice> twice = r.twice();
            pairs = twice.size();
            within.add(new Kappa.Pair(words(twice.stream().map(Reading.Twice::first).toList(), a -> a.said().word()),
                    words(twice.stream().map(Reading.Twice::second).toList(), a -> a.said().word())));
        }
        kappa("turing-kappa-within", within, pairs, pairs < LEAST_REPEATS ? pairs + " images were shown twice; "
                + LEAST_REPEATS + " are the least" : "", "Cohen's, of a reader with him- or herself on images shown twice");
        List<Kappa.Pair> between = new ArrayList<>();
        List<Kappa.Pair> diagnosed = new ArrayList<>();
        int n = design.images().size();
        for (int i = 0; i < done.size(); i++) {
            for (int j = 0; j < i; j++) {
                List<Answer> one = IntStream.range(0, n).mapToObj(done.get(i).first()::get).toList();
                List<Answer> other = IntStream.range(0, n).mapToObj(done.get(j).first()::get).toList();
                between.add(new Kappa.Pair(words(one, a -> a.said().word()), words(other, a -> a.said().word())));
                diagnosed.add(new Kappa.Pair(words(one, Answer::diagnosis), words(other, Answer::diagnosis)));
            }
        }
        String alone = done.size() < 2 ? "it takes two readers who finished" : "";
        kappa("turing-kappa-between", between, n, alone, "Cohen's, mean over pairs of readers (Light)");
        if (!design.classes().isEmpty()) {
            kappa("diagnosis-kappa-between", diagnosed, n, alone, "of the diagnoses, mean over pairs of readers");
        }
    }

    private static String[] words(List<Answer> answers, java.util.function.Function<Answer, String> word) {
        return answers.stream().map(word).toArray(String[]::new);
    }

    private void kappa(String name, List<Kappa.Pair> pairs, int n, String why, String note) {
        Optional<Estimate> kappa = why.isEmpty() ? Kappa.mean(pairs, design.settings().seed()) : Optional.empty();
        if (kappa.isEmpty()) {
            missing.add(new Insufficient(name, Measurement.ALL, why.isEmpty() ? "all answers are the same" : why));
        } else {
            measures.add(new Measurement(name, Measurement.ALL, kappa.get().value(), kappa.get().low(), kappa.get().high(),
                    OptionalDouble.empty(), n, Better.HIGHER, note + "; 0 is chance, 1 full agreement; bootstrap over images"));
        }
    }

    private void diagnoses(List<Reading> done) {
        if (design.classes().isEmpty()) {
            missing.add(new Insufficient("diagnosis-accuracy", Measurement.ALL, "no diagnosis was asked, because the sets don't "
                    + "share two classes"));
            return;
        }
        double[][] right = new double[2][];
        for (Origin origin : Origin.values()) {
            int[] images = origin == Origin.REAL ? real : synthetic;
            right[origin.ordinal()] = means(done, images, this::diagnosed);
            add("diagnosis-accuracy-" + origin.word(), Measurement.ALL, share(done, images, this::diagnosed),
                    OptionalDouble.of(1.0 / design.classes().size()), Better.HIGHER, origin == Origin.REAL
                            ? "share of real images whose class was named" : "share of synthetic images named as the class they were "
                            + "made for");
        }
        double difference = mean(right[1]) - mean(right[0]);
        double error = Math.sqrt(Groups.varianceOfMean(right[1], Groups.singles(right[1].length))
                + Groups.varianceOfMean(right[0], realPatients));
        measures.add(new Measurement("diagnosis-difference", Measurement.ALL, difference, Math.max(-1, difference - Estimate.Z * error),
                Math.min(1, difference + Estimate.Z * error), OptionalDouble.of(0), design.images().size(), Better.HIGHER,
                "accuracy on synthetic less on real images; below 0 the synthetic ones show their class less clearly"));
    }

    private double diagnosed(int image, Answer answer) {
        return answer.diagnosis().equals(design.images().get(image).className()) ? 1 : 0;
    }

    /** What a reader's answer to an image counts. */
    private interface Score {
        double of(int image, Answer answer);
    }

    private Estimate share(List<Reading> readers, int all, Score score) {
        return share(readers, IntStream.range(0, all).toArray(), score);
    }

    private Estimate share(List<Reading> readers, int[] images, Score score) {
        double[] means = means(readers, images, score);
        Map<String, Integer> seen = new LinkedHashMap<>();
        int[] groups = Arrays.stream(images).map(i -> {
            seen.putIfAbsent(design.images().get(i).group(), seen.size());
            return seen.get(design.images().get(i).group());
        }).toArray();
        return Estimate.share(mean(means), Groups.varianceOfMean(means, groups), seen.size());
    }

    private static double[] means(List<Reading> readers, int[] images, Score score) {
        List<Map<Integer, Answer>> firsts = readers.stream().map(Reading::first).toList();
        return Arrays.stream(images).mapToDouble(i ->
                firsts.stream().mapToDouble(f -> score.of(i, f.get(i))).average().orElseThrow()).toArray();
    }

    private static double mean(double[] values) {
        return Math.min(1, Arrays.stream(values).average().orElseThrow());
    }

    private static List<double[]> ratings(List<Reading> readers, int[] images) {
        ToDoubleFunction<Answer> rating = Answer::rating;
        return readers.stream().map(Reading::first).map(f -> Arrays.stream(images).mapToObj(f::get).mapToDouble(rating).toArray())
                .toList();
    }

    private void add(String name, String group, Estimate e, OptionalDouble floor, Better better, String note) {
        int n = name.endsWith("sensitivity") || name.endsWith("synthetic") ? synthetic.length
                : name.endsWith("specificity") || name.endsWith("real") ? real.length : design.images().size();
        measures.add(new Measurement(name, group, e.value(), e.low(), e.high(), floor, n, better, note));
    }
}
