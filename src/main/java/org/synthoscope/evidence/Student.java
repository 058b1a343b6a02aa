package org.synthoscope.evidence;

/** Student's t distribution (1908), also with a broken number of degrees of freedom. */
public final class Student {

    private static final double[] LANCZOS = {76.18009172947146, -86.50532032941677, 24.01409824083091, -1.231739572450155,
        0.1208650973866179e-2, -0.5395239384953e-5};
    private static final int MOST_TERMS = 400;

    private Student() {
    }

    /** P(|T| > t). @param freedom degrees of freedom, above 0; the normal distribution from a million on */
    public static double twoSided(double t, double freedom) {
        if (Double.isNaN(t) || !(freedom > 0)) {
            throw new IllegalArgumentException("t " + t + " with " + freedom + " degrees of freedom");
        }
        if (Double.isInfinite(t)) {
            return 0;
        }
        return freedom > 1e6 ? 2 * PairedTests.upperTail(Math.abs(t))
                : incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
    }

    /** The t that is exceeded either way with probability {@code p}, 0 to 1, both excluded. */
    public static double quantile(double p, double freedom) {
        double low = 0;
        double high = 1;
        while (twoSided(high, freedom) > p) {
            high *= 2;
        }
        for (int i = 0; i < 200 && high - low > 1e-13 * high; i++) {
            double middle = (low + high) / 2;
            if (twoSided(middle, freedom) > p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** The regularised incomplete beta function I_x(a, b), by its continued fraction (Abramowitz and Stegun, 26.5.8). */
    static double incompleteBeta(double x, double a, double b) {
        if (x <= 0 || x >= 1) {
            return x <= 0 ? 0 : 1;
        }
        double front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
        return x < (a + 1) / (a + b + 2) ? front * fraction(x, a, b) / a : 1 - front * fraction(1 - x, b, a) / b;
    }

    /** Lentz's evaluation, forwards. */
    private static double fraction(double x, double a, double b) {
        double tiny = 1e-300;
        double c = 1;
        double d = 1 / away(1 - (a + b) * x / (a + 1), tiny);
        double value = d;
        for (int m = 1; m < MOST_TERMS; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / away(1 + even * d, tiny);
            c = away(1 + even / c, tiny);
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / away(1 + odd * d, tiny);
            c = away(1 + odd / c, tiny);
            value *= d * c;
            if (Math.abs(d * c - 1) < 1e-15) {
                break;
            }
        }
        return value;
    }

    private static double away(double value, double tiny) {
        return Math.abs(value) < tiny ? tiny : value;
    }

    /** Lanczos's approximation with six terms, relative error below 2e-10. */
    private static double logGamma(double x) {
        double sum = 1.000000000190015;
        for (int i = 0; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (x + i + 1);
        }
        double t = x + 5.5;
        return (x + 0.5) * Math.log(t) - t + Math.log(2.5066282746310005 * sum / x);
    }
}
