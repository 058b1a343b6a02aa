package org.synthoscope.evidence.privacy;

import org.synthoscope.evidence.Estimate;

/** Exact binomial limits of a share (Clopper and Pearson 1934), for shares near 0, where normal limits fail. */
public final class ExactShare {

    private ExactShare() {
    }

    /**
     * A share with its 95% interval. If none or all were hit, the interval is one-sided, since the other end is sure: 0 of
     * 8,000 is at most .00037.
     *
     * @param hits among {@code n}, 0..n
     * @param n    at least 1
     */
    public static Estimate of(int hits, int n) {
        if (n < 1 || hits < 0 || hits > n) {
            throw new IllegalArgumentException(hits + " of " + n + " is no share");
        }
        double tail = hits == 0 || hits == n ? 0.05 : 0.025;
        return new Estimate(hits / (double) n, hits == 0 ? 0 : quantile(tail, hits, n - hits + 1.0),
                hits == n ? 1 : quantile(1 - tail, hits + 1.0, n - hits));
    }

    /** The rate of which {@code n} images show at least one with a chance of {@code power}: 1 − (1 − power)^(1/n). */
    public static double visible(int n, double power) {
        return -Math.expm1(Math.log1p(-power) / n);
    }

    /** The p-quantile of the beta distribution, by bisection. */
    private static double quantile(double p, double a, double b) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < 100 && high - low > 1e-15; i++) {
            double x = (low + high) / 2;
            if (beta(x, a, b) < p) {
                low = x;
            } else {
                high = x;
            }
        }
        return (low + high) / 2;
    }

    /** The regularised incomplete beta function I_x(a, b), by its continued fraction (Lentz's method). */
    static double beta(double x, double a, double b) {
        if (x <= 0 || x >= 1) {
            return x <= 0 ? 0 : 1;
        }
        if (x > (a + 1) / (a + b + 2)) {
            return 1 - beta(1 - x, b, a);
        }
        double tiny = 1e-300;
        double c = 1;
        double d = 1 / nonzero(1 - (a + b) * x / (a + 1), tiny);
        double value = d;
        for (int m = 1; m < 10_000; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / nonzero(1 + even * d, tiny);
            c = nonzero(1 + even / c, tiny);
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / nonzero(1 + odd * d, tiny);
            c = nonzero(1 + odd / c, tiny);
            value *= d * c;
            if (Math.abs(d * c - 1) < 1e-15) {
                break;
            }
        }
        return Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) * value / a;
    }

    private static double nonzero(double value, double tiny) {
        return Math.abs(value) < tiny ? tiny : value;
    }

    /** log Γ(x), x > 0: Stirling's series after shifting x above 10. */
    private static double logGamma(double x) {
        double shift = 0;
        double y = x;
        while (y < 10) {
            shift += Math.log(y);
            y++;
        }
        double i = 1 / (y * y);
        return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI)
                + (1 / 12.0 - i * (1 / 360.0 - i * (1 / 1260.0 - i * (1 / 1680.0 - i / 1188)))) / y - shift;
    }
}
