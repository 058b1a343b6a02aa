package org.synthoscope.curation;

/**
 * A value and where it may lie.
 *
 * @param value the estimate; NaN if there is nothing to estimate from
 * @param low   lower end
 * @param high  upper end, possibly infinite
 */
public record Interval(double value, double low, double high) {

    /** Standard normal quantile for two-sided 95%. */
    static final double Z95 = 1.959963984540054;

    /**
     * A share with Wilson's 95% score interval (Wilson 1927; Brown, Cai and DasGupta, "Interval estimation for a binomial
     * proportion", Statistical Science 16, 2001).
     */
    static Interval share(long found, long of) {
        if (of == 0) {
            return new Interval(Double.NaN, 0, 1);
        }
        double n = of;
        double p = found / n;
        double z2 = Z95 * Z95;
        double middle = (p + z2 / (2 * n)) / (1 + z2 / n);
        double half = Z95 / (1 + z2 / n) * Math.sqrt(p * (1 - p) / n + z2 / (4 * n * n));
        return new Interval(p, found == 0 ? 0 : middle - half, found == of ? 1 : middle + half);
    }
}
