package org.synthoscope.training.dp;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.synthoscope.base.SynthoscopeException;

/**
 * Rényi differential privacy of the subsampled Gaussian mechanism: each step takes every image with probability q, clips each
 * image's gradient to norm C and adds normal noise of deviation σC to the sum (Abadi et al. 2016; Mironov, Talwar and Zhang,
 * "Rényi Differential Privacy of the Sampled Gaussian Mechanism", 2019, section 3.3).
 *
 * <p>The divergences of all steps add up at each order; the best order gives ε by the conversion of Balle et al. 2020
 * (theorem 21; also Canonne, Kamath and Steinke 2020): ε = T·R(α) + log((α − 1)/α) − (log δ + log α)/(α − 1). Orders and
 * conversion are those of Opacus: σ = 1.5, q = .04, δ = 1e-5 and 2,250 steps give ε = 7.32911 at α = 3.9.
 *
 * <p>The promise holds for batches drawn by Poisson sampling, for neighbouring sets that differ by one image. With several
 * images of a patient it is the image that is protected, not the patient.
 */
public final class RenyiAccountant {

    /** 1.1 to 10.9 by tenths, then the whole numbers from 12 to 63. */
    private static final double[] ORDERS = DoubleStream.concat(IntStream.range(1, 100).mapToDouble(i -> 1 + i / 10.0),
            IntStream.range(12, 64).asDoubleStream()).toArray();
    /** Terms of the series below e^-30 of the moment, which is at least 1, change nothing that is reported. */
    private static final double NEGLIGIBLE = -30;
    private static final double MOST_NOISE = 1e6;

    private RenyiAccountant() {
    }

    /**
     * What a training promises.
     *
     * @param epsilon at least 0; infinite without noise
     * @param order   the Rényi order that gave it; at an end of the range another might do better, never worse
     */
    public record Guarantee(double epsilon, double delta, double order) {
    }

    /**
     * The guarantee of a training.
     *
     * @param noise  σ, the noise's deviation over the clipping norm, at least 0
     * @param rate   q, the chance of an image to be in a batch, 0..1: the batch's expected size over the set's
     * @param delta  chance of the promise not to hold, above 0 and below 1; well below one over the number of images
     * @throws SynthoscopeException if an argument is outside its range
     */
    public static Guarantee guarantee(double noise, double rate, long steps, double delta) {
        require(noise >= 0 && Double.isFinite(noise), "the noise multiplier is at least 0, not " + noise);
        require(rate >= 0 && rate <= 1, "the sampling rate lies between 0 and 1, not " + rate);
        require(steps >= 0, "the number of steps is at least 0, not " + steps);
        require(delta > 0 && delta < 1, "delta lies between 0 and 1, not " + delta);
        if (steps == 0 || rate == 0) {
            return new Guarantee(0, delta, ORDERS[0]);
        }
        double best = Double.POSITIVE_INFINITY;
        double at = ORDERS[0];
        for (double order : ORDERS) {
            double epsilon = steps * divergence(noise, rate, order) + Math.log1p(-1 / order)
                    - (Math.log(delta) + Math.log(order)) / (order - 1);
            if (epsilon < best) {
                best = epsilon;
                at = order;
            }
        }
        return new Guarantee(Math.max(0, best), delta, at);
    }

    /**
     * The least noise that keeps a training within a budget, to a thousandth, rounded up.
     *
     * @throws SynthoscopeException if no noise does
     */
    public static double noiseFor(double epsilon, double rate, long steps, double delta) {
        require(epsilon > 0, "epsilon is greater than 0, not " + epsilon);
        double high = 1;
        while (guarantee(high, rate, steps, delta).epsilon() > epsilon) {
            high *= 2;
            require(high < MOST_NOISE, "no noise keeps " + steps + " steps at a sampling rate of " + rate + " within epsilon = "
                    + epsilon + " at delta = " + delta + "; allow a larger epsilon or delta");
        }
        double low = 0;
        while (high - low > 1e-4) {
            double middle = (low + high) / 2;
            if (guarantee(middle, rate, steps, delta).epsilon() > epsilon) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.ceil(high * 1000) / 1000;
    }

    /** The most steps that stay within a budget; 0 if not even one does. */
    public static long stepsFor(double epsilon, double noise, double rate, double delta) {
        long high = 1;
        while (guarantee(noise, rate, high, delta).epsilon() <= epsilon) {
            high *= 2;
            require(high < 1L << 40, "more steps than any training takes stay within epsilon = " + epsilon);
        }
        long low = 0;
        while (high - low > 1) {
            long middle = (low + high) / 2;
            if (guarantee(noise, rate, middle, delta).epsilon() <= epsilon) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * The Rényi divergence of one step.
     *
     * @param order α, greater than 1
     */
    public static double divergence(double noise, double rate, double order) {
        if (rate == 0) {
            return 0;
        }
        if (noise == 0) {
            return Double.POSITIVE_INFINITY;
        }
        if (rate == 1) {
            return order / (2 * noise * noise);
        }
        double moment = order == Math.rint(order) ? wholeMoment(noise, rate, (int) order) : moment(noise, rate, order);
        return Math.max(0, moment / (order - 1));
    }

    /** log A(α) for whole α, a binomial sum. */
    private static double wholeMoment(double noise, double rate, int order) {
        double sum = Double.NEGATIVE_INFINITY;
        double choose = 0;
        for (int i = 0; i <= order; i++) {
            sum = logAdd(sum, choose + i * Math.log(rate) + (order - i) * Math.log1p(-rate)
                    + ((double) i * i - i) / (2 * noise * noise));
            choose += Math.log(order - i) - Math.log(i + 1.0);
        }
        return sum;
    }

    /** log A(α) for any α: the integral parted where the two densities weigh alike, each part a binomial series. */
    private static double moment(double noise, double rate, double order) {
        double split = noise * noise * Math.log(1 / rate - 1) + 0.5;
        double logRate = Math.log(rate);
        double logRest = Math.log1p(-rate);
        // Both parts have terms of both signs.
        double[] plus = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        double[] minus = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        double choose = 1;
        for (int i = 0; ; i++) {
            double j = order - i;
            double log = Math.log(Math.abs(choose));
            double left = log + i * logRate + j * logRest + ((double) i * i - i) / (2 * noise * noise)
                    + logHalfErfc((i - split) / (Math.sqrt(2) * noise));
            double right = log + j * logRate + i * logRest + (j * j - j) / (2 * noise * noise)
                    + logHalfErfc((split - j) / (Math.sqrt(2) * noise));
            double[] into = choose > 0 ? plus : minus;
            into[0] = logAdd(into[0], left);
            into[1] = logAdd(into[1], right);
            if (i > order && Math.max(left, right) < NEGLIGIBLE) {
                break;
            }
            choose *= (order - i) / (i + 1);
        }
        return logAdd(logSubtract(plus[0], minus[0]), logSubtract(plus[1], minus[1]));
    }

    private static double logAdd(double a, double b) {
        double high = Math.max(a, b);
        return high == Double.NEGATIVE_INFINITY ? high : high + Math.log1p(Math.exp(Math.min(a, b) - high));
    }

    private static double logSubtract(double a, double b) {
        return b == Double.NEGATIVE_INFINITY ? a : a <= b ? Double.NEGATIVE_INFINITY : a + Math.log1p(-Math.exp(b - a));
    }

    /** log(erfc(x)/2): the Taylor series of erf near 0, Laplace's continued fraction beyond. */
    static double logHalfErfc(double x) {
        if (x < 0) {
            return Math.log1p(-Math.exp(logHalfErfc(-x)));
        }
        if (x < 2) {
            double term = x;
            double sum = x;
            for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum) && n < 100; n++) {
                term *= -x * x / n;
                sum += term / (2 * n + 1);
            }
            return Math.log(0.5 - sum / Math.sqrt(Math.PI));
        }
        double fraction = 0;
        for (int k = 120; k > 0; k--) {
            fraction = k / 2.0 / (x + fraction);
        }
        return -x * x - Math.log(2 * Math.sqrt(Math.PI) * (x + fraction));
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new SynthoscopeException("differential privacy: " + message);
        }
    }
}
