package org.synthoscope.evidence;

import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

/**
 * Squared Euclidean distances between the points of two sets.
 *
 * <p>They come from dot products in double precision and are stored in single: the rounding of the products (about
 * 1e-15 of the points' squared length) is then finer than what is stored, so that equal distances compare as equal
 * and a copy is at distance 0 exactly. Rankings by {@code <} depend on both.
 */
public final class Distances {

    private static final int ROWS = 512;
    private static final double NOTHING = 1e-12;

    private final int rows;
    private final int columns;
    private final float[][] squared;

    private Distances(int rows, int columns, float[][] squared) {
        this.rows = rows;
        this.columns = columns;
        this.squared = squared;
    }

    /**
     * The nearest neighbour of each point.
     *
     * @param distance Euclidean, not squared; infinite where there is no candidate
     */
    public record Nearest(int[] index, double[] distance) {
    }

    /** Takes the squared distances of one point; the array is used again for the next. */
    private interface Row {
        void take(int i, float[] squared);
    }

    /** All squared distances, a row for each point of {@code a}: 4 bytes each. */
    public static Distances between(Points a, Points b) {
        float[][] out = new float[a.count()][];
        forEachRow(a, b, (i, row) -> out[i] = row.clone());
        return new Distances(a.count(), b.count(), out);
    }

    /** For each point of {@code a}, the nearest point of {@code b} of another group; holds no matrix. */
    public static Nearest nearest(Points a, int[] aGroups, Points b, int[] bGroups) {
        int[] index = new int[a.count()];
        double[] distance = new double[a.count()];
        forEachRow(a, b, (i, row) -> {
            int best = -1;
            for (int j = 0; j < row.length; j++) {
                if (bGroups[j] != aGroups[i] && (best < 0 || row[j] < row[best])) {
                    best = j;
                }
            }
            index[i] = best;
            distance[i] = best < 0 ? Double.POSITIVE_INFINITY : Math.sqrt(row[best]);
        });
        return new Nearest(index, distance);
    }

    private static void forEachRow(Points a, Points b, Row consumer) {
        // A common offset would cost digits: take it away from both.
        double[] origin = b.mean();
        Points x = a.minus(origin);
        Points y = b.minus(origin);
        double[] xx = lengths(x);
        double[] yy = lengths(y);
        float[] row = new float[b.count()];
        try (Scope all = Scope.open()) {
            Tensor left = Tensor.of(x.values(), x.count(), x.dimension());
            Tensor right = Tensor.of(y.values(), y.count(), y.dimension()).transpose(0, 1);
            for (int start = 0; start < x.count(); start += ROWS) {
                int n = Math.min(ROWS, x.count() - start);
                try (Scope s = Scope.open()) {
                    double[] dots = left.narrow(0, start, n).matmul(right).toDoubles();
                    for (int i = 0; i < n; i++) {
                        for (int j = 0; j < row.length; j++) {
                            double scale = xx[start + i] + yy[j];
                            double d = scale - 2 * dots[i * row.length + j];
                            row[j] = d > NOTHING * scale ? (float) d : 0;
                        }
                        consumer.take(start + i, row);
                    }
                }
            }
        }
    }

    private static double[] lengths(Points p) {
        double[] out = new double[p.count()];
        for (int i = 0; i < out.length; i++) {
            for (int j = i * p.dimension(); j < (i + 1) * p.dimension(); j++) {
                out[i] += p.values()[j] * p.values()[j];
            }
        }
        return out;
    }

    /** Points of the first set. */
    public int rows() {
        return rows;
    }

    /** Points of the second set. */
    public int columns() {
        return columns;
    }

    /** Squared distances of one row; not to be changed. */
    public float[] row(int i) {
        return squared[i];
    }
}
