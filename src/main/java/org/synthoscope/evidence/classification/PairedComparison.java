package org.synthoscope.evidence.classification;

import java.util.Arrays;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.PairedTests;

/**
 * Two classifiers on the same images: differences are second minus first.
 *
 * @param onlyFirst   images that only the first gets right
 * @param onlySecond  images that only the second gets right
 * @param errors      McNemar's test of these; it takes every image as independent
 * @param accuracy    difference, by a bootstrap over patients
 * @param area        difference of the areas under the curve of one class, with DeLong's variance in Obuchowski's form
 * @param areaP       two-sided p of the area's difference
 */
public record PairedComparison(int onlyFirst, int onlySecond, PairedTests.McNemar errors, Difference accuracy,
                               Difference area, double areaP) {

    /** The 80% quantile of the standard normal distribution: the power that {@link Difference#detectable()} speaks of. */
    private static final double POWER = 0.8416212335729143;

    /**
     * A difference with its doubt.
     *
     * @param estimate   with its 95% interval
     * @param detectable the least true difference that images like these would show at the 5% level four times in five: (1.96
     *                   + 0.84) standard errors
     */
    public record Difference(Estimate estimate, double detectable) {
    }

    /**
     * Compares.
     *
     * @param c    the class whose curve is compared
     * @param seed of the bootstrap
     * @throws SynthoscopeException if the predictions are of different images, or too few to compare
     */
    public static PairedComparison of(Predictions first, Predictions second, int c, long seed) {
        if (!first.files().equals(second.files()) || !Arrays.equals(first.labels(), second.labels())
                || !first.groups().equals(second.groups()) || !first.classes().equals(second.classes())) {
            throw new SynthoscopeException("the two classifiers judged different images (" + first.count() + " and "
                    + second.count() + "); a paired comparison needs the same ones in the same order");
        }
        Patients patients = new Patients(first.patients());
        boolean[] is = first.is(c);
        boolean[] not = new boolean[is.length];
        int onlyFirst = 0;
        int onlySecond = 0;
        double[] change = new double[is.length];
        for (int i = 0; i < is.length; i++) {
            not[i] = !is[i];
            onlyFirst += first.right(i) && !second.right(i) ? 1 : 0;
            onlySecond += second.right(i) && !first.right(i) ? 1 : 0;
            change[i] = (second.right(i) ? 1 : 0) - (first.right(i) ? 1 : 0);
        }
        if (patients.count(is) < 2 || patients.count(not) < 2) {
            throw new SynthoscopeException("class " + first.classes().get(c) + " has images of " + patients.count(is)
                    + " patients and the others of " + patients.count(not) + "; two on each side are the least that can be "
                    + "compared");
        }
        double mean = Arrays.stream(change).sum() / change.length;
        double[] replicates = patients.bootstrap(ClassificationMeasures.RESAMPLES, seed, w -> weightedMean(change, w));
        RocCurve one = new RocCurve(is, first.scores(c), first.patients());
        RocCurve two = new RocCurve(is, second.scores(c), first.patients());
        double[] influence = two.influence();
        double[] ofFirst = one.influence();
        Arrays.setAll(influence, i -> influence[i] - ofFirst[i]);
        double error = Math.sqrt(RocCurve.variance(influence, is, patients));
        double difference = two.area() - one.area();
        double z = difference == 0 ? 0 : difference / error;
        return new PairedComparison(onlyFirst, onlySecond, PairedTests.mcNemar(onlyFirst, onlySecond),
                new Difference(Estimate.percentile(mean, replicates), (Estimate.Z + POWER) * deviation(replicates)),
                new Difference(Estimate.normal(difference, error, -1, 1), (Estimate.Z + POWER) * error),
                2 * PairedTests.upperTail(Math.abs(z)));
    }

    private static double weightedMean(double[] values, double[] weights) {
        double sum = 0;
        double all = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * weights[i];
            all += weights[i];
        }
        return sum / all;
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        return Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1));
    }
}
