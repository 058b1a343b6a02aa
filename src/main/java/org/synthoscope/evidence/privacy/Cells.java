package org.synthoscope.evidence.privacy;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.synthoscope.evidence.Points;
import org.synthoscope.tensor.Linalg;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

/** A partition of space: the leading principal components of some points, parted by k-means. */
final class Cells {

    private static final int RESTARTS = 5;
    private static final int ITERATIONS = 50;

    private final double[] mean;
    /** dimension x components, row-major. */
    private final double[] axes;
    private final int components;
    private final double[][] centres;

    private Cells(double[] mean, double[] axes, int components, double[][] centres) {
        this.mean = mean;
        this.axes = axes;
        this.components = components;
        this.centres = centres;
    }

    /**
     * Fits both on the training points.
     *
     * @param most  principal components kept, at most as many as the points have dimensions
     * @param count of cells; fewer if there are fewer different points
     */
    static Cells fit(Points train, int most, int count, long seed) {
        int d = train.dimension();
        int components = Math.min(most, d);
        double[] mean = mean(train);
        double[] axes = new double[d * components];
        try (Scope s = Scope.open()) {
            Tensor x = Tensor.of(centred(train, mean), train.count(), d);
            double[] vectors = Linalg.eigen(x.transpose(0, 1).matmul(x)).vectors().toDoubles();
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < components; j++) {
                    axes[i * components + j] = vectors[i * d + d - 1 - j];
                }
            }
        }
        Cells plain = new Cells(mean, axes, components, new double[0][]);
        return new Cells(mean, axes, components, cluster(plain.project(train), count, new SplittableRandom(seed)));
    }

    private static double[] mean(Points p) {
        double[] mean = new double[p.dimension()];
        for (int i = 0; i < p.values().length; i++) {
            mean[i % mean.length] += p.values()[i] / p.count();
        }
        return mean;
    }

    private static double[] centred(Points p, double[] mean) {
        double[] out = new double[p.values().length];
        for (int i = 0; i < out.length; i++) {
            out[i] = p.values()[i] - mean[i % mean.length];
        }
        return out;
    }

    /** The points by their principal components. */
    Points project(Points p) {
        try (Scope s = Scope.open()) {
            return new Points(p.count(), components, Tensor.of(centred(p, mean), p.count(), p.dimension())
                    .matmul(Tensor.of(axes, p.dimension(), components)).toDoubles());
        }
    }

    int count() {
        return centres.length;
    }

    /** The cell of each projected point. */
    int[] of(Points projected) {
        int[] out = new int[projected.count()];
        for (int i = 0; i < out.length; i++) {
            out[i] = nearest(projected, i, centres, centres.length);
        }
        return out;
    }

    private static double[][] cluster(Points p, int wanted, SplittableRandom random) {
        double[][] best = new double[0][];
        double least = Double.POSITIVE_INFINITY;
        for (int run = 0; run < RESTARTS; run++) {
            double[][] centres = start(p, wanted, random);
            double spread = Double.POSITIVE_INFINITY;
            for (int i = 0; i < ITERATIONS; i++) {
                double now = refine(p, centres);
                if (now >= spread * (1 - 1e-9)) {
                    break;
                }
                spread = now;
            }
            if (spread < least) {
                least = spread;
                best = centres;
            }
        }
        return best;
    }

    /** k-means++ (Arthur and Vassilvitskii 2007): each next centre with a chance in proportion to its squared distance. */
    private static double[][] start(Points p, int wanted, SplittableRandom random) {
        double[][] centres = new double[Math.min(wanted, p.count())][];
        centres[0] = row(p, random.nextInt(p.count()));
        for (int k = 1; k < centres.length; k++) {
            int known = k;
            double[] squared = IntStream.range(0, p.count())
                    .mapToDouble(i -> squared(p, i, centres[nearest(p, i, centres, known)])).toArray();
            double at = random.nextDouble() * java.util.Arrays.stream(squared).sum();
            int chosen = 0;
            while (chosen < squared.length - 1 && at >= squared[chosen]) {
                at -= squared[chosen++];
            }
            centres[k] = row(p, chosen);
        }
        return centres;
    }

    /** Moves the centres to the means of what is nearest to them; returns the sum of squares before. */
    private static double refine(Points p, double[][] centres) {
        double[][] sums = new double[centres.length][p.dimension()];
        int[] counts = new int[centres.length];
        double spread = 0;
        for (int i = 0; i < p.count(); i++) {
            int k = nearest(p, i, centres, centres.length);
            spread += squared(p, i, centres[k]);
            counts[k]++;
            for (int j = 0; j < p.dimension(); j++) {
                sums[k][j] += p.values()[i * p.dimension() + j];
            }
        }
        for (int k = 0; k < centres.length; k++) {
            for (int j = 0; j < p.dimension() && counts[k] > 0; j++) {
                centres[k][j] = sums[k][j] / counts[k];
            }
        }
        return spread;
    }

    private static int nearest(Points p, int i, double[][] centres, int known) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < known; k++) {
            double d = squared(p, i, centres[k]);
            if (d < least) {
                least = d;
                best = k;
            }
        }
        return best;
    }

    private static double squared(Points p, int i, double[] centre) {
        double sum = 0;
        for (int j = 0; j < centre.length; j++) {
            double d = p.values()[i * centre.length + j] - centre[j];
            sum += d * d;
        }
        return sum;
    }

    private static double[] row(Points p, int i) {
        return java.util.Arrays.copyOfRange(p.values(), i * p.dimension(), (i + 1) * p.dimension());
    }
}
