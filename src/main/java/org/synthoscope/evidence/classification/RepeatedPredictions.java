package org.synthoscope.evidence.classification;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.Student;

/**
 * The same classifier trained with several seeds, judged on the same images. A figure is the mean over the seeds.
 *
 * <p>Its doubt has two sources: other patients could have been tested, and other seeds drawn. The first is the variance over
 * bootstrap resamples of patients (the same ones for every seed and every classifier, so that differences are paired), the
 * second the seeds' variance over their number. The standard error is the root of their sum; its degrees of freedom are
 * Satterthwaite's (1946), from patients less one and seeds less one. With one seed the second part can't be known and is
 * left out.
 */
public final class RepeatedPredictions {

    /** Patients behind a figure below which it isn't given: so few resample too evenly to show their doubt. */
    public static final int LEAST_PATIENTS = 5;

    private static final double LEVEL = 0.05;
    private static final double POWER = 0.2;

    /**
     * A figure over the seeds.
     *
     * @param estimate  mean with its 95% interval
     * @param spread    standard deviation over the seeds; 0 with one seed
     * @param patients  behind it: of the class, of the others, or all
     */
    public record Summary(Estimate estimate, double spread, int patients) {
    }

    /**
     * The change of a figure from one classifier to another.
     *
     * @param estimate   mean over the seeds with its 95% interval
     * @param spread     standard deviation over the seeds
     * @param p          two-sided, of no change
     * @param detectable the least true change that images and seeds like these would show at the 5% level four times in five
     * @param patients   behind it
     */
    public record Change(Estimate estimate, double spread, double p, double detectable, int patients) {
    }

    private final List<Predictions> seeds;
    private final List<Figure> figures;
    private final double[][] values;
    private final double[][] replicates;
    private final int[] behind;

    /**
     * Takes all figures.
     *
     * @param seeds of the same images, at least one
     * @param seed  of the bootstrap
     * @throws SynthoscopeException if the predictions are of different images, or a class has fewer than two
     */
    public RepeatedPredictions(List<Predictions> seeds, long seed) {
        Predictions first = seeds.get(0);
        for (Predictions p : seeds) {
            if (!p.files().equals(first.files()) || !Arrays.equals(p.labels(), first.labels())
                    || !p.groups().equals(first.groups()) || !p.classes().equals(first.classes())) {
                throw new SynthoscopeException("the classifiers of several seeds judged different images; judge them again");
            }
        }
        for (int c = 0; c < first.classes().size(); c++) {
            boolean[] is = first.is(c);
            long n = IntStream.range(0, is.length).filter(i -> is[i]).count();
            if (n < 2) {
                throw new SynthoscopeException("class " + first.classes().get(c) + " has " + n + " test images; at least two "
                        + "are needed, and dozens for an answer");
            }
        }
        this.seeds = List.copyOf(seeds);
        this.figures = Figure.all(first.classes());
        List<WeightedFigures> weighted = seeds.stream().map(WeightedFigures::new).toList();
        double[] ones = new double[first.count()];
        Arrays.fill(ones, 1);
        this.values = weighted.stream().map(w -> w.of(ones)).toArray(double[][]::new);
        this.replicates = new double[figures.size()][ClassificationMeasures.RESAMPLES];
        Patients patients = new Patients(first.patients());
        int[] at = {0};
        patients.bootstrap(ClassificationMeasures.RESAMPLES, seed, weights -> {
            for (WeightedFigures w : weighted) {
                double[] v = w.of(weights);
                for (int f = 0; f < v.length; f++) {
                    replicates[f][at[0]] += v[f] / weighted.size();
                }
            }
            at[0]++;
            return 0;
        });
        this.behind = IntStream.range(0, figures.size()).map(f -> behind(figures.get(f), patients)).toArray();
    }

    private int behind(Figure figure, Patients patients) {
        Predictions first = seeds.get(0);
        int c = first.classes().indexOf(figure.group());
        if (c < 0) {
            return figure.name().equals("balanced-accuracy") ? IntStream.range(0, first.classes().size())
                    .map(k -> patients.count(first.is(k))).min().orElse(0) : patients.count();
        }
        boolean[] is = first.is(c);
        boolean[] not = new boolean[is.length];
        IntStream.range(0, is.length).forEach(i -> not[i] = !is[i]);
        return switch (figure.name()) {
            case "specificity" -> patients.count(not);
            case "AUC" -> Math.min(patients.count(is), patients.count(not));
            case "precision" -> seeds.stream().mapToInt(p -> {
                boolean[] answered = new boolean[is.length];
                IntStream.range(0, is.length).forEach(i -> answered[i] = p.predicted(i) == c);
                return patients.count(answered);
            }).min().orElse(0);
            default -> patients.count(is);
        };
    }

    /** The predictions of each seed. */
    public List<Predictions> seeds() {
        return seeds;
    }

    /** All figures there are for these classes. */
    public List<Figure> figures() {
        return figures;
    }

    /** A figure of each seed; NaN where it has none. */
    public double[] values(Figure figure) {
        int f = figures.indexOf(figure);
        return Arrays.stream(values).mapToDouble(v -> v[f]).toArray();
    }

    /** A figure over the seeds, or nothing if too few patients are behind it. */
    public Optional<Summary> summary(Figure figure) {
        int f = figures.indexOf(figure);
        double[] own = values(figure);
        Doubt doubt = doubt(own, replicates[f], behind[f]);
        if (behind[f] < LEAST_PATIENTS || !Double.isFinite(doubt.mean) || !doubt.known) {
            return Optional.empty();
        }
        double reach = doubt.error * Student.quantile(LEVEL, doubt.freedom);
        Estimate estimate;
        if (doubt.error == 0) {
            estimate = Estimate.wilson(doubt.mean, behind[f]);
        } else if (figure.share()) {
            double scaled = reach / Estimate.Z;
            estimate = Estimate.share(Math.min(1, doubt.mean), scaled * scaled, behind[f]);
        } else {
            estimate = new Estimate(doubt.mean, Math.max(0, doubt.mean - reach), Math.max(doubt.mean,
                    Math.min(1, doubt.mean + reach)));
        }
        return Optional.of(new Summary(estimate, doubt.spread, behind[f]));
    }

    /**
     * The change from another classifier to this one, seed by seed, or nothing if too few patients are behind it.
     *
     * @throws SynthoscopeException if the two judged different images or have different numbers of seeds
     */
    public Optional<Change> since(RepeatedPredictions other, Figure figure) {
        if (!other.seeds.get(0).files().equals(seeds.get(0).files()) || other.seeds.size() != seeds.size()) {
            throw new SynthoscopeException("the two classifiers judged different images or have different numbers of seeds; a "
                    + "paired comparison needs the same");
        }
        int f = figures.indexOf(figure);
        double[] own = values(figure);
        double[] others = other.values(figure);
        Arrays.setAll(own, s -> own[s] - others[s]);
        double[] resampled = replicates[f].clone();
        Arrays.setAll(resampled, r -> resampled[r] - other.replicates[f][r]);
        int patients = Math.min(behind[f], other.behind[f]);
        Doubt doubt = doubt(own, resampled, patients);
        if (patients < LEAST_PATIENTS || !Double.isFinite(doubt.mean) || !doubt.known) {
            return Optional.empty();
        }
        // Where no patient makes a difference, as many as these could still miss that a few in a hundred do.
        double error = doubt.error > 0 ? doubt.error : (1 - Math.pow(LEVEL, 1.0 / patients)) / Estimate.Z;
        double t = Student.quantile(LEVEL, doubt.freedom);
        double reach = t * error;
        return Optional.of(new Change(new Estimate(doubt.mean, Math.min(doubt.mean, Math.max(-1, doubt.mean - reach)),
                Math.max(doubt.mean, Math.min(1, doubt.mean + reach))), doubt.spread,
                Student.twoSided(doubt.mean / error, doubt.freedom),
                (t + Student.quantile(2 * POWER, doubt.freedom)) * error, patients));
    }

    private record Doubt(double mean, double error, double freedom, double spread, boolean known) {
    }

    private static Doubt doubt(double[] own, double[] resampled, int patients) {
        double mean = Arrays.stream(own).average().orElse(Double.NaN);
        List<Double> finite = new ArrayList<>();
        Arrays.stream(resampled).filter(Double::isFinite).forEach(finite::add);
        boolean known = finite.size() >= resampled.length / 2;
        double ofPatients = known ? variance(finite.stream().mapToDouble(v -> v).toArray()) : Double.NaN;
        double ofSeeds = own.length > 1 ? variance(own) : 0;
        double a = ofPatients;
        double b = ofSeeds / own.length;
        double freedom = a + b > 0 ? (a + b) * (a + b) / (a * a / Math.max(1, patients - 1)
                + (own.length > 1 ? b * b / (own.length - 1) : 0)) : Math.max(1, patients - 1);
        return new Doubt(mean, Math.sqrt(a + b), Double.isFinite(freedom) ? Math.max(1, freedom) : 1, Math.sqrt(ofSeeds), known);
    }

    private static double variance(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        // Rounding of equal values is no variance.
        return squares < 1e-24 * values.length ? 0 : squares / (values.length - 1);
    }
}
