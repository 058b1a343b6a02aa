package org.synthoscope.evidence;

import java.util.stream.IntStream;

/** Tests of two classifiers on the same cases. */
public final class PairedTests {

    /**
     * McNemar's test of two classifiers' errors.
     *
     * @param exact      two-sided binomial p
     * @param chiSquared with the continuity correction; 0 without any discordant case
     */
    public record McNemar(double exact, double chiSquared) {
    }

    /**
     * DeLong's test of two correlated areas under the ROC curve (DeLong et al. 1988).
     *
     * @param z of the difference; 0 if the areas agree exactly
     * @param p two-sided
     */
    public record DeLong(double first, double second, double z, double p) {
    }

    private PairedTests() {
    }

    /**
     * Compares errors.
     *
     * @param onlyFirst  cases only the first classifier gets right
     * @param onlySecond cases only the second gets right
     */
    public static McNemar mcNemar(int onlyFirst, int onlySecond) {
        int n = onlyFirst + onlySecond;
        if (n == 0) {
            return new McNemar(1, 0);
        }
        double tail = 0;
        double log = -n * Math.log(2);
        for (int i = 0; i <= Math.min(onlyFirst, onlySecond); i++) {
            tail += Math.exp(log);
            log += Math.log(n - i) - Math.log(i + 1.0);
        }
        double gap = Math.max(0, Math.abs(onlyFirst - onlySecond) - 1.0);
        return new McNemar(Math.min(1, 2 * tail), gap * gap / n);
    }

    /**
     * Compares areas under the curve.
     *
     * @throws IllegalArgumentException unless there are two positive and two negative cases
     */
    public static DeLong deLong(boolean[] positive, double[] first, double[] second) {
        int[] cases = IntStream.range(0, positive.length).filter(i -> positive[i]).toArray();
        int[] controls = IntStream.range(0, positive.length).filter(i -> !positive[i]).toArray();
        if (cases.length < 2 || controls.length < 2) {
            throw new IllegalArgumentException("two positive and two negative cases are needed, got " + cases.length
                    + " and " + controls.length);
        }
        double one = mean(shares(first, cases, controls));
        double two = mean(shares(second, cases, controls));
        double variance = variance(difference(shares(first, cases, controls), shares(second, cases, controls)))
                / cases.length
                + variance(difference(shares(first, controls, cases), shares(second, controls, cases)))
                / controls.length;
        double z = one == two ? 0 : (one - two) / Math.sqrt(variance);
        return new DeLong(one, two, z, 2 * upperTail(Math.abs(z)));
    }

    /** For each of {@code own}, the share of {@code others} it is on the right side of; ties count half. */
    private static double[] shares(double[] scores, int[] own, int[] others) {
        double[] out = new double[own.length];
        for (int i = 0; i < own.length; i++) {
            for (int other : others) {
                out[i] += (1 + Math.signum(scores[own[i]] - scores[other])) / 2 / others.length;
            }
        }
        return out;
    }

    private static double[] difference(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray();
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double v : values) {
            sum += v;
        }
        return sum / values.length;
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double v : values) {
            sum += (v - mean) * (v - mean);
        }
        return sum / (values.length - 1);
    }

    /** P(Z > z), z ≥ 0, by the series for small z and the continued fraction for large (relative error below 1e-9). */
    public static double upperTail(double z) {
        double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        if (z < 3) {
            double term = z;
            double sum = z;
            for (int i = 3; Math.abs(term) > 1e-17; i += 2) {
                term *= z * z / i;
                sum += term;
            }
            return 0.5 - density * sum;
        }
        double fraction = 0;
        for (int i = 200; i > 0; i--) {
            fraction = i / (z + fraction);
        }
        return density / (z + fraction);
    }
}
