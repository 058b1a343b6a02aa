package org.synthoscope.curation.duplicate;

import java.util.Arrays;
import org.synthoscope.image.Image;

/**
 * The perceptual hash "pHash" as imagededup defines it: grey 32 x 32, cosine transform (type II) on both axes, the 8 x 8
 * lowest frequencies, each compared with the median of all of them but the constant one. Bit 63 is the constant, bits go
 * row by row (vertical frequency by vertical frequency). Two images are usually called near at a Hamming distance of up
 * to 10.
 */
public final class PerceptualHash {

    /** Side of the grey image that the transform is taken of. */
    public static final int SIDE = 32;

    private static final int KEPT = 8;
    private static final float[] COSINES = cosines();

    private PerceptualHash() {
    }

    /**
     * The hash of an image. Where imagededup shrinks by a Lanczos filter, means over areas are taken: for an image of
     * 32 x 32 the two are equal, else a few of the least certain bits may differ.
     */
    public static long of(Image image) {
        return of(AreaMeans.luma(image, SIDE, SIDE));
    }

    /** The hash of 32 x 32 grey values, row by row. */
    static long of(float[] grey) {
        float[] rows = new float[KEPT * SIDE];
        for (int k = 0; k < KEPT; k++) {
            for (int y = 0; y < SIDE; y++) {
                float cosine = COSINES[k * SIDE + y];
                for (int x = 0; x < SIDE; x++) {
                    rows[k * SIDE + x] += cosine * grey[y * SIDE + x];
                }
            }
        }
        double[] waves = new double[KEPT * KEPT];
        for (int k = 0; k < KEPT; k++) {
            for (int l = 0; l < KEPT; l++) {
                double sum = 0;
                for (int x = 0; x < SIDE; x++) {
                    sum += COSINES[l * SIDE + x] * rows[k * SIDE + x];
                }
                waves[k * KEPT + l] = sum;
            }
        }
        double[] sorted = Arrays.copyOfRange(waves, 1, waves.length);
        Arrays.sort(sorted);
        // 63 values: the middle one.
        double median = sorted[sorted.length / 2];
        long hash = 0;
        for (double wave : waves) {
            hash = hash << 1 | (wave >= median ? 1 : 0);
        }
        return hash;
    }

    private static float[] cosines() {
        float[] table = new float[KEPT * SIDE];
        for (int k = 0; k < KEPT; k++) {
            for (int n = 0; n < SIDE; n++) {
                table[k * SIDE + n] = (float) StrictMath.cos((2 * n + 1) * k * Math.PI / (2 * SIDE));
            }
        }
        return table;
    }
}
