package org.synthoscope.evidence.classification;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.Insufficient;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.Measurement.Better;

/**
 * All figures of one classifier on one set of images, each with its 95% interval.
 *
 * <p>Shares (accuracy, precision, recall, specificity) have Wilson's interval, widened for patients with several images;
 * areas under the curve DeLong's, in Obuchowski's form for such patients; the others a percentile bootstrap over patients
 * (where all resamples agree, as at 100%, Wilson's interval). Measures of a class take it against all others together.
 *
 * @param matrix       how often each class was taken for each
 * @param measurements all that could be given
 * @param insufficient what couldn't, and why
 * @param calibration  the reliability diagram
 */
public record ClassificationMeasures(ConfusionMatrix matrix, List<Measurement> measurements,
                                     List<Insufficient> insufficient, List<Calibration.Bin> calibration) {

    /** The specificities at which sensitivity is given. */
    public static final List<Double> SPECIFICITIES = List.of(0.8, 0.9, 0.95);

    /** Resamples of the bootstrap. */
    public static final int RESAMPLES = 1000;

    private static final int LEAST_PATIENTS = 2;

    /**
     * Takes all measures.
     *
     * @param seed of the bootstrap
     */
    public static ClassificationMeasures of(Predictions predictions, long seed) {
        Taker taker = new Taker(predictions, seed);
        taker.overall();
        for (int c = 0; c < predictions.classes().size(); c++) {
            taker.ofClass(c);
        }
        return new ClassificationMeasures(ConfusionMatrix.of(predictions), List.copyOf(taker.measurements),
                List.copyOf(taker.insufficient), new Calibration(predictions).bins());
    }

    /** The measurement of a name and group. @throws IllegalArgumentException if it couldn't be given */
    public Measurement get(String name, String group) {
        return measurements.stream().filter(m -> m.name().equals(name) && m.group().equals(group)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + name + " of " + group));
    }

    private static final class Taker {

        private static final String BOOTSTRAP = "percentile interval of " + RESAMPLES + " resamples of patients";
        private static final String WILSON = "Wilson's interval, at the number of images that would vary as much if "
                + "they were independent";

        private final Predictions p;
        private final long seed;
        private final Patients patients;
        private final boolean[] right;
        private final List<Measurement> measurements = new ArrayList<>();
        private final List<Insufficient> insufficient = new ArrayList<>();

        Taker(Predictions p, long seed) {
            this.p = p;
            this.seed = seed;
            this.patients = new Patients(p.patients());
            this.right = new boolean[p.count()];
            for (int i = 0; i < right.length; i++) {
                right[i] = p.right(i);
            }
        }

        private void add(String name, String group, Estimate e, int n, Better better, String note) {
            measurements.add(new Measurement(name, group, e.value(), e.low(), e.high(), OptionalDouble.empty(), n, better,
                    note));
        }

        /** @param behind patients that a share rests on: where all resamples agree, Wilson's interval for as many stands in */
        private void bootstrapShare(String name, String group, double value, int behind, String note,
                                    ToDoubleFunction<double[]> statistic) {
            double[] replicates = patients.bootstrap(RESAMPLES, seed, statistic);
            if (replicates.length > 0 && java.util.Arrays.stream(replicates).allMatch(r -> r == value)) {
                add(name, group, Estimate.wilson(value, behind), p.count(), Better.HIGHER,
                        (note.isEmpty() ? "" : note + "; ") + "all resamples agree: Wilson's interval for " + behind
                        + " patients");
            } else {
                bootstrap(name, group, value, p.count(), Better.HIGHER, note, replicates);
            }
        }

        private void bootstrap(String name, String group, double value, int n, Better better, String note,
                               double[] replicates) {
            if (replicates.length < RESAMPLES / 2) {
                insufficient.add(new Insufficient(name, group, "most resamples of the patients lack images that it needs"));
                return;
            }
            add(name, group, Estimate.percentile(value, replicates), n, better,
                    note.isEmpty() ? BOOTSTRAP : note + "; " + BOOTSTRAP);
        }

        void overall() {
            if (patients.count() < LEAST_PATIENTS) {
                for (String name : List.of("accuracy", "balanced-accuracy", "Brier", "ECE")) {
                    insufficient.add(new Insufficient(name, Measurement.ALL, p.count() + " images of " + patients.count()
                            + " patients can't tell how far the figure would vary"));
                }
                return;
            }
            boolean[] all = new boolean[p.count()];
            java.util.Arrays.fill(all, true);
            add("accuracy", Measurement.ALL, patients.share(right, all), p.count(), Better.HIGHER, WILSON);
            double[] ones = ones();
            double balanced = balanced(ones);
            if (Double.isFinite(balanced)) {
                int rarest = java.util.stream.IntStream.range(0, p.classes().size()).map(c -> patients.count(p.is(c))).min()
                        .orElse(0);
                bootstrapShare("balanced-accuracy", Measurement.ALL, balanced, rarest, "mean recall of the classes",
                        this::balanced);
            } else {
                insufficient.add(new Insufficient("balanced-accuracy", Measurement.ALL, "a class has no image"));
            }
            Calibration calibration = new Calibration(p);
            bootstrap("Brier", Measurement.ALL, calibration.brier(), p.count(), Better.LOWER, "",
                    patients.bootstrap(RESAMPLES, seed, calibration::brier));
            bootstrap("ECE", Measurement.ALL, calibration.expectedError(), p.count(), Better.LOWER,
                    Calibration.BINS + " bins; above 0 by chance even for a perfect classifier",
                    patients.bootstrap(RESAMPLES, seed, calibration::expectedError));
        }

        void ofClass(int c) {
            String name = p.classes().get(c);
            boolean[] is = p.is(c);
            boolean[] not = new boolean[is.length];
            boolean[] answered = new boolean[is.length];
            boolean[] rejected = new boolean[is.length];
            for (int i = 0; i < is.length; i++) {
                not[i] = !is[i];
                answered[i] = p.predicted(i) == c;
                rejected[i] = !answered[i];
            }
            share("recall", name, answered, is, "images of the class");
            share("specificity", name, rejected, not, "images of other classes");
            share("precision", name, is, answered, "images that were given this class");
            if (patients.count(is) < LEAST_PATIENTS || patients.count(not) < LEAST_PATIENTS) {
                String why = "the class has images of " + patients.count(is) + " patients and the others of "
                        + patients.count(not) + "; at least " + LEAST_PATIENTS + " on each side are needed";
                insufficient.add(new Insufficient("F1", name, why));
                insufficient.add(new Insufficient("AUC", name, why));
                SPECIFICITIES.forEach(s -> insufficient.add(new Insufficient(sensitivity(s), name, why)));
                return;
            }
            int behind = patients.count(is);
            bootstrapShare("F1", name, f1(c, ones()), behind, "", w -> f1(c, w));
            RocCurve roc = new RocCurve(is, p.scores(c), p.patients());
            add("AUC", name, roc.areaWithInterval(), p.count(), Better.HIGHER,
                    "DeLong's interval, with images of one patient as dependent (Obuchowski)");
            for (double s : SPECIFICITIES) {
                bootstrapShare(sensitivity(s), name, roc.sensitivityAt(s), behind,
                        "threshold chosen anew on each resample", w -> roc.sensitivityAt(s, w));
            }
        }

        private static String sensitivity(double specificity) {
            return String.format(Locale.ROOT, "sensitivity-at-%.0f", 100 * specificity);
        }

        private void share(String measure, String group, boolean[] hit, boolean[] chosen, String of) {
            int n = 0;
            for (boolean b : chosen) {
                n += b ? 1 : 0;
            }
            if (patients.count(chosen) < LEAST_PATIENTS) {
                insufficient.add(new Insufficient(measure, group, "there are only " + n + " " + of + ", of "
                        + patients.count(chosen) + " patients"));
                return;
            }
            add(measure, group, patients.share(hit, chosen), n, Better.HIGHER, WILSON);
        }

        private double balanced(double[] weights) {
            double sum = 0;
            for (int c = 0; c < p.classes().size(); c++) {
                double hits = 0;
                double all = 0;
                for (int i = 0; i < p.count(); i++) {
                    if (p.labels()[i] == c) {
                        all += weights[i];
                        hits += right[i] ? weights[i] : 0;
                    }
                }
                sum += hits / all / p.classes().size();
            }
            return sum;
        }

        /** 2·TP / (2·TP + FP + FN). */
        private double f1(int c, double[] weights) {
            double twice = 0;
            double others = 0;
            for (int i = 0; i < p.count(); i++) {
                boolean is = p.labels()[i] == c;
                boolean answered = p.predicted(i) == c;
                if (is && answered) {
                    twice += 2 * weights[i];
                } else if (is || answered) {
                    others += weights[i];
                }
            }
            return twice / (twice + others);
        }

        private double[] ones() {
            double[] ones = new double[p.count()];
            java.util.Arrays.fill(ones, 1);
            return ones;
        }
    }
}
