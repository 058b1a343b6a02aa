package org.synthoscope.evidence;

/**
 * Points in feature space in double precision: what the measures compute on.
 *
 * @param values count x dimension, row-major
 */
public record Points(int count, int dimension, double[] values) {

    public Points {
        if (values.length != (long) count * dimension) {
            throw new IllegalArgumentException(values.length + " values are not " + count + " x " + dimension);
        }
    }

    /** The same vectors in double precision. */
    public static Points of(Features features) {
        double[] out = new double[features.values().length];
        for (int i = 0; i < out.length; i++) {
            out[i] = features.values()[i];
        }
        return new Points(features.count(), features.dimension(), out);
    }

    /** Points given one by one. */
    public static Points of(double[]... rows) {
        int d = rows.length == 0 ? 0 : rows[0].length;
        double[] out = new double[Math.multiplyExact(rows.length, d)];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != d) {
                throw new IllegalArgumentException("row " + i + " has " + rows[i].length + " values, the first " + d);
            }
            System.arraycopy(rows[i], 0, out, i * d, d);
        }
        return new Points(rows.length, d, out);
    }

    /** The chosen rows, in that order. */
    public Points rows(int[] indices) {
        double[] out = new double[Math.multiplyExact(indices.length, dimension)];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(values, indices[i] * dimension, out, i * dimension, dimension);
        }
        return new Points(indices.length, dimension, out);
    }

    double[] mean() {
        double[] mean = new double[dimension];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < dimension; j++) {
                mean[j] += values[i * dimension + j];
            }
        }
        for (int j = 0; j < dimension; j++) {
            mean[j] /= count;
        }
        return mean;
    }

    /** The points moved by −{@code origin}: differences keep their digits when the common offset is gone. */
    Points minus(double[] origin) {
        double[] out = new double[values.length];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < dimension; j++) {
                out[i * dimension + j] = values[i * dimension + j] - origin[j];
            }
        }
        return new Points(count, dimension, out);
    }

    static void requireComparable(Points a, Points b) {
        if (a.dimension != b.dimension) {
            throw new IllegalArgumentException("points of " + a.dimension + " and " + b.dimension
                    + " dimensions can't be compared");
        }
        if (a.count < 2 || b.count < 2) {
            throw new IllegalArgumentException("two points a side are needed, got " + a.count + " and " + b.count);
        }
    }
}
