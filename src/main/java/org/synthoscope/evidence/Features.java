package org.synthoscope.evidence;

/**
 * Feature vectors of a set of images.
 *
 * @param values count x dimension, row-major
 */
public record Features(int count, int dimension, float[] values) {

    public Features {
        if (values.length != (long) count * dimension) {
            throw new IllegalArgumentException(values.length + " values are not " + count + " x " + dimension);
        }
    }

    /** The chosen rows, in that order. */
    public Features rows(int[] indices) {
        float[] out = new float[Math.multiplyExact(indices.length, dimension)];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(values, indices[i] * dimension, out, i * dimension, dimension);
        }
        return new Features(indices.length, dimension, out);
    }
}
