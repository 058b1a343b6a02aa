package org.synthoscope.evidence;

import java.util.Arrays;

/**
 * A value with its 95% interval.
 *
 * @param low  lower end
 * @param high upper end
 */
public record Estimate(double value, double low, double high) {

    /** The 97.5% quantile of the standard normal distribution. */
    public static final double Z = 1.959963984540054;

    public Estimate {
        if (!(low <= value && value <= high)) {
            throw new IllegalArgumentException("the value " + value + " is outside its interval " + low + " to " + high);
        }
    }

    /** value ± 1.96 standard errors, cut off at {@code least} and {@code most}. */
    public static Estimate normal(double value, double standardError, double least, double most) {
        return new Estimate(value, Math.min(value, Math.max(least, value - Z * standardError)),
                Math.max(value, Math.min(most, value + Z * standardError)));
    }

    /**
     * Wilson's interval of a share whose variance is known from elsewhere, through the sample size at which a simple
     * random sample would vary as much. At 0 and 1, where the variance is 0, {@code mostEffective} bounds it, so that
     * "all of 40" doesn't claim certainty.
     */
    public static Estimate share(double p, double variance, double mostEffective) {
        double effective = variance > 0 ? Math.min(mostEffective, p * (1 - p) / variance) : mostEffective;
        return wilson(p, Math.max(1, effective));
    }

    /** Wilson's score interval (1927) of a share {@code p} among {@code n}. */
    public static Estimate wilson(double p, double n) {
        double z2 = Z * Z;
        double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
        double half = Z / (1 + z2 / n) * Math.sqrt(p * (1 - p) / n + z2 / (4 * n * n));
        return new Estimate(p, Math.min(p, Math.max(0, centre - half)), Math.max(p, Math.min(1, centre + half)));
    }

    /** The percentile interval of bootstrap replicates; a value outside all of them widens it. */
    public static Estimate percentile(double value, double[] replicates) {
        double[] sorted = replicates.clone();
        Arrays.sort(sorted);
        return new Estimate(value, Math.min(value, quantile(sorted, 0.025)), Math.max(value, quantile(sorted, 0.975)));
    }

    /** The standard error that leaving out one block at a time implies. */
    static double jackknifeError(double[] without) {
        double mean = Arrays.stream(without).average().orElse(0);
        double squares = Arrays.stream(without).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares * (without.length - 1) / without.length);
    }

    /** The q-quantile of sorted values, linear between neighbours. */
    static double quantile(double[] sorted, double q) {
        double at = q * (sorted.length - 1);
        int i = (int) at;
        return i + 1 < sorted.length ? sorted[i] + (at - i) * (sorted[i + 1] - sorted[i]) : sorted[i];
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return quantile(sorted, 0.5);
    }
}
