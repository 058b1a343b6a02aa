package org.synthoscope.evidence;

import java.util.stream.IntStream;
import org.synthoscope.tensor.Linalg;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

/**
 * The Fréchet distance between two sets of points, each seen as a normal distribution (Heusel et al. 2017, eq. 6):
 * ‖μ₁ − μ₂‖² + tr(Σ₁ + Σ₂ − 2(Σ₁Σ₂)^½), covariances divided by n − 1. On the features of the 2015 Inception network
 * it is FID.
 *
 * <p>With Σ = AᵀA, A the centred points over √(n − 1), the last trace is the sum of the singular values of A₁A₂ᵀ.
 * They come from symmetric eigenproblems in the smallest of the number of dimensions and the two counts, so singular
 * covariances need no regulariser. An estimate from n points is too high by about b/n: compare only values of one n.
 */
public final class FrechetDistance {

    private FrechetDistance() {
    }

    /** The distance between two sets of at least two points. */
    public static double of(Points a, Points b) {
        Points.requireComparable(a, b);
        try (Scope s = Scope.open()) {
            Tensor x = factor(a);
            Tensor y = factor(b);
            return meanGap(a, b) + x.square().sum().item() + y.square().sum().item() - 2 * nuclearNorm(x, y);
        }
    }

    /**
     * The distance between two normal distributions.
     *
     * @param mean1  d
     * @param sigma1 d x d, row-major, symmetric and positive semi-definite
     */
    public static double ofMoments(double[] mean1, double[] sigma1, double[] mean2, double[] sigma2) {
        int d = mean1.length;
        double gap = 0;
        double trace = 0;
        for (int i = 0; i < d; i++) {
            gap += (mean1[i] - mean2[i]) * (mean1[i] - mean2[i]);
            trace += sigma1[i * d + i] + sigma2[i * d + i];
        }
        try (Scope s = Scope.open()) {
            Tensor root = root(Tensor.of(sigma1, d, d));
            Tensor inner = root.matmul(Tensor.of(sigma2, d, d)).matmul(root);
            return gap + trace - 2 * sumOfRoots(Linalg.eigenvalues(inner).toDoubles());
        }
    }

    /**
     * The distance with a 95% interval: value ± 1.96 standard errors by the infinitesimal jackknife over groups, the
     * influence of each point being the derivative of the plug-in distance by the point's weight. The interval is
     * for the expected distance <em>at these counts</em>, upward bias included.
     *
     * @param groupsA number of the patient each point of {@code a} belongs to
     */
    public static Estimate estimate(Points a, int[] groupsA, Points b, int[] groupsB) {
        Points.requireComparable(a, b);
        try (Scope s = Scope.open()) {
            Tensor x = factor(a);
            Tensor y = factor(b);
            double[][] shares = traceShares(x, y);
            double traces = x.square().sum().item() + y.square().sum().item();
            double value = meanGap(a, b) + traces - 2 * (sum(shares[0]));
            double variance = Groups.varianceOfMean(influence(a, b, shares[0]), groupsA)
                    + Groups.varianceOfMean(influence(b, a, shares[1]), groupsB);
            return Estimate.normal(Math.max(0, value), Math.sqrt(variance), 0, Double.POSITIVE_INFINITY);
        }
    }

    /** A with AᵀA = Σ, count x dimension. */
    private static Tensor factor(Points p) {
        return Tensor.of(p.minus(p.mean()).values(), p.count(), p.dimension()).mul_(1 / Math.sqrt(p.count() - 1.0));
    }

    private static double meanGap(Points a, Points b) {
        double[] m = a.mean();
        double[] n = b.mean();
        return IntStream.range(0, m.length).mapToDouble(i -> (m[i] - n[i]) * (m[i] - n[i])).sum();
    }

    /** Sum of the singular values of x · yᵀ. */
    private static double nuclearNorm(Tensor x, Tensor y) {
        long smaller = Math.min(x.size(0), y.size(0));
        if (smaller <= x.size(1)) {
            Tensor cross = x.size(0) <= y.size(0) ? x.matmul(y.transpose(0, 1)) : y.matmul(x.transpose(0, 1));
            return sumOfRoots(Linalg.eigenvalues(cross.matmul(cross.transpose(0, 1))).toDoubles());
        }
        Tensor root = root(x.transpose(0, 1).matmul(x));
        Tensor inner = root.matmul(y.transpose(0, 1).matmul(y)).matmul(root);
        return sumOfRoots(Linalg.eigenvalues(inner).toDoubles());
    }

    /**
     * How the nuclear norm divides among the rows of x and of y: the diagonals of |xyᵀ| and |yxᵀ|, where |M| is
     * (MMᵀ)^½. A row's share is twice the derivative of the norm by the row's weight.
     */
    private static double[][] traceShares(Tensor x, Tensor y) {
        Tensor cross;
        Tensor basis;
        if (x.size(0) <= x.size(1)) {
            cross = x;
            basis = x;
        } else {
            // x = basis · cross with orthonormal columns, in d instead of n dimensions.
            Linalg.Eigen e = Linalg.eigen(x.transpose(0, 1).matmul(x));
            double[] values = e.values().toDoubles();
            Tensor rootOf = Tensor.of(powers(values, 0.5), values.length);
            Tensor inverse = Tensor.of(powers(values, -0.5), values.length);
            basis = x.matmul(e.vectors().mul(inverse));
            cross = e.vectors().mul(rootOf).transpose(0, 1);
        }
        boolean direct = basis == cross;
        Tensor half = cross.matmul(y.transpose(0, 1));
        Linalg.Eigen e = Linalg.eigen(half.matmul(half.transpose(0, 1)));
        double[] values = e.values().toDoubles();
        Tensor left = direct ? e.vectors() : basis.matmul(e.vectors());
        Tensor right = half.transpose(0, 1).matmul(e.vectors().mul(Tensor.of(powers(values, -0.25), values.length)));
        Tensor fourth = Tensor.of(powers(values, 0.25), values.length);
        return new double[][] {left.mul(fourth).square().sum(false, 1).toDoubles(),
                right.square().sum(false, 1).toDoubles()};
    }

    private static double[] influence(Points own, Points other, double[] shares) {
        double[] mean = own.mean();
        double[] otherMean = other.mean();
        int d = own.dimension();
        double[] out = new double[own.count()];
        for (int i = 0; i < out.length; i++) {
            double linear = 0;
            double square = 0;
            for (int j = 0; j < d; j++) {
                double centred = own.values()[i * d + j] - mean[j];
                linear += 2 * (mean[j] - otherMean[j]) * centred;
                square += centred * centred;
            }
            out[i] = linear + square - (own.count() - 1.0) * shares[i];
        }
        return out;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double v : values) {
            sum += v;
        }
        return sum;
    }

    private static Tensor root(Tensor sigma) {
        Linalg.Eigen e = Linalg.eigen(sigma);
        double[] values = e.values().toDoubles();
        return e.vectors().mul(Tensor.of(powers(values, 0.5), values.length)).matmul(e.vectors().transpose(0, 1));
    }

    private static double sumOfRoots(double[] eigenvalues) {
        return sum(powers(eigenvalues, 0.5));
    }

    /** Powers of ascending eigenvalues; those within rounding of zero give zero, their inverses too. */
    private static double[] powers(double[] ascending, double exponent) {
        double[] out = new double[ascending.length];
        double least = ascending[ascending.length - 1] * ascending.length * Math.ulp(1.0);
        for (int i = 0; i < out.length; i++) {
            out[i] = ascending[i] > Math.max(0, least) ? Math.pow(ascending[i], exponent) : 0;
        }
        return out;
    }
}
