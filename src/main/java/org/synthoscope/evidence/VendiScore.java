package org.synthoscope.evidence;

import org.synthoscope.tensor.Linalg;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

/**
 * The Vendi score (Friedman and Dieng 2023): the effective number of different points in a set, exp of the entropy of
 * the eigenvalues of the cosine similarities over n. 1 if all points agree, n if all are orthogonal. It knows nothing
 * of the real images: compare it with their own score at the same n.
 */
public final class VendiScore {

    private VendiScore() {
    }

    /** The score of a set. */
    public static double of(Points points) {
        return estimate(points, Groups.singles(points.count())).value();
    }

    /** The score with the 95% interval of the infinitesimal jackknife over groups, by the derivative of the entropy. */
    public static Estimate estimate(Points points, int[] groups) {
        int n = points.count();
        int d = points.dimension();
        double[] unit = new double[n * d];
        for (int i = 0; i < n; i++) {
            double squares = 0;
            for (int j = i * d; j < (i + 1) * d; j++) {
                squares += points.values()[j] * points.values()[j];
            }
            double length = Math.sqrt(squares);
            for (int j = i * d; j < (i + 1) * d; j++) {
                unit[j] = length > 0 ? points.values()[j] / length : 0;
            }
        }
        try (Scope s = Scope.open()) {
            Tensor z = Tensor.of(unit, n, d);
            boolean wide = n <= d;
            Tensor gram = (wide ? z.matmul(z.transpose(0, 1)) : z.transpose(0, 1).matmul(z)).mul_(1.0 / n);
            Linalg.Eigen e = Linalg.eigen(gram);
            double[] values = e.values().toDoubles();
            double entropy = 0;
            double[] slope = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                double v = values[i];
                if (v > 1e-14) {
                    entropy -= v * Math.log(v);
                    // The share of point i in eigenvalue k is vectors[i,k]² · λ · n on the n x n side.
                    slope[i] = -(Math.log(v) + 1) * (wide ? v * n : 1);
                }
            }
            Tensor shares = wide ? e.vectors() : z.matmul(e.vectors());
            double[] influence = shares.square().matmul(Tensor.of(slope, slope.length, 1)).toDoubles();
            double score = Math.exp(entropy);
            double error = score * Math.sqrt(Groups.varianceOfMean(influence, groups));
            return Estimate.normal(score, error, Math.min(1, score), Math.max(n, score));
        }
    }
}
