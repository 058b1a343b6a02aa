package org.synthoscope.evidence.classification;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.synthoscope.evidence.Estimate;

/** Which images belong to which patient, and what that does to the doubt of a figure. */
final class Patients {

    private final int[] of;
    private final int count;

    /** @param of the patient of each image, numbered from 0 without gaps */
    Patients(int[] of) {
        this.of = of;
        this.count = Arrays.stream(of).max().orElse(-1) + 1;
    }

    /** How many patients there are. */
    int count() {
        return count;
    }

    /** How many patients have an image among the chosen. */
    int count(boolean[] chosen) {
        boolean[] seen = new boolean[count];
        int n = 0;
        for (int i = 0; i < of.length; i++) {
            if (chosen[i] && !seen[of[i]]) {
                seen[of[i]] = true;
                n++;
            }
        }
        return n;
    }

    /** Sums of values by patient. */
    double[] sums(double[] values) {
        double[] sums = new double[count];
        for (int i = 0; i < of.length; i++) {
            sums[of[i]] += values[i];
        }
        return sums;
    }

    /**
     * The share of hits among the chosen images by Wilson's interval, through the number of independent images at which the
     * share would vary as much (the variance of a ratio of sums over patients, linearised).
     */
    Estimate share(boolean[] hit, boolean[] chosen) {
        double hits = 0;
        double all = 0;
        for (int i = 0; i < hit.length; i++) {
            all += chosen[i] ? 1 : 0;
            hits += chosen[i] && hit[i] ? 1 : 0;
        }
        double p = hits / all;
        double[] residuals = new double[hit.length];
        for (int i = 0; i < hit.length; i++) {
            residuals[i] = chosen[i] ? ((hit[i] ? 1 : 0) - p) / all : 0;
        }
        double squares = Arrays.stream(sums(residuals)).map(s -> s * s).sum();
        int clusters = count(chosen);
        double variance = clusters > 1 ? squares * clusters / (clusters - 1.0) : 0;
        // Independent images must give Wilson's own interval, so the factor for few clusters isn't applied to them.
        return Estimate.share(p, clusters == all ? p * (1 - p) / all : variance, clusters);
    }

    /**
     * A statistic's values in bootstrap resamples of whole patients; those in which it has no value are left out.
     *
     * @param statistic of how often each image is drawn; NaN where it has no value
     */
    double[] bootstrap(int resamples, long seed, ToDoubleFunction<double[]> statistic) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[resamples];
        double[] weights = new double[of.length];
        for (int r = 0; r < resamples; r++) {
            double[] times = new double[count];
            for (int i = 0; i < count; i++) {
                times[random.nextInt(count)]++;
            }
            Arrays.setAll(weights, i -> times[of[i]]);
            values[r] = statistic.applyAsDouble(weights);
        }
        return Arrays.stream(values).filter(Double::isFinite).toArray();
    }
}
