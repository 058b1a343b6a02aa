package org.synthoscope.evidence.labels;

import org.synthoscope.evidence.Points;
import org.synthoscope.tensor.Linalg;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

/**
 * Ridge regression of a label on standardised features, one eigendecomposition for any number of labels. The penalty is the
 * one of a grid with the least generalised cross-validation error (Golub, Heath and Wahba 1979).
 */
final class Ridge {

    private static final double[] GRID = {1e-4, 1e-3, 1e-2, 1e-1, 1, 10};

    private final int count;
    private final int dimension;
    private final double[] mean;
    private final double[] deviation;
    /** Eigenvalues of the features' correlation matrix, ascending. */
    private final double[] values;
    /** dimension x dimension, one eigenvector a column. */
    private final double[] vectors;
    /** count x dimension: the points along the eigenvectors. */
    private final double[] along;

    private Ridge(Points p, double[] mean, double[] deviation, double[] values, double[] vectors, double[] along) {
        this.count = p.count();
        this.dimension = p.dimension();
        this.mean = mean;
        this.deviation = deviation;
        this.values = values;
        this.vectors = vectors;
        this.along = along;
    }

    /** What a fit gives. */
    interface Scorer {
        /** One score a point, higher for the class. */
        double[] scores(Points points);
    }

    static Ridge on(Points p) {
        int d = p.dimension();
        double[] mean = new double[d];
        double[] deviation = new double[d];
        for (int i = 0; i < p.values().length; i++) {
            mean[i % d] += p.values()[i] / p.count();
        }
        for (int i = 0; i < p.values().length; i++) {
            double off = p.values()[i] - mean[i % d];
            deviation[i % d] += off * off / p.count();
        }
        for (int j = 0; j < d; j++) {
            // A feature without any spread says nothing: it becomes 0.
            deviation[j] = deviation[j] > 1e-18 ? Math.sqrt(deviation[j]) : Double.POSITIVE_INFINITY;
        }
        double[] z = standardised(p, mean, deviation);
        try (Scope s = Scope.open()) {
            Tensor x = Tensor.of(z, p.count(), d);
            Linalg.Eigen e = Linalg.eigen(x.transpose(0, 1).matmul(x).mul_(1.0 / p.count()));
            return new Ridge(p, mean, deviation, e.values().toDoubles(), e.vectors().toDoubles(),
                    x.matmul(e.vectors()).toDoubles());
        }
    }

    private static double[] standardised(Points p, double[] mean, double[] deviation) {
        double[] z = new double[p.values().length];
        for (int i = 0; i < z.length; i++) {
            int j = i % mean.length;
            z[i] = (p.values()[i] - mean[j]) / deviation[j];
        }
        return z;
    }

    Scorer fit(boolean[] label) {
        double[] y = new double[count];
        double share = 0;
        for (boolean l : label) {
            share += l ? 1.0 / count : 0;
        }
        double[] onto = new double[dimension];
        for (int i = 0; i < count; i++) {
            y[i] = (label[i] ? 1 : 0) - share;
            for (int j = 0; j < dimension; j++) {
                onto[j] += along[i * dimension + j] * y[i] / count;
            }
        }
        double[] best = new double[dimension];
        double least = Double.POSITIVE_INFINITY;
        for (double penalty : GRID) {
            double[] c = new double[dimension];
            double trace = 0;
            for (int j = 0; j < dimension; j++) {
                double v = Math.max(0, values[j]);
                c[j] = onto[j] / (v + penalty);
                trace += v / (v + penalty);
            }
            double error = error(c, y) / Math.pow(Math.max(1e-9, 1 - (trace + 1) / count), 2);
            if (trace + 1 < count && error < least) {
                least = error;
                best = c;
            }
        }
        double[] weights = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j < dimension; j++) {
                weights[i] += vectors[i * dimension + j] * best[j];
            }
        }
        return points -> {
            double[] z = standardised(points, mean, deviation);
            double[] out = new double[points.count()];
            for (int i = 0; i < z.length; i++) {
                out[i / dimension] += z[i] * weights[i % dimension];
            }
            return out;
        };
    }

    private double error(double[] c, double[] y) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double left = y[i];
            for (int j = 0; j < dimension; j++) {
                left -= along[i * dimension + j] * c[j];
            }
            sum += left * left;
        }
        return sum;
    }
}
