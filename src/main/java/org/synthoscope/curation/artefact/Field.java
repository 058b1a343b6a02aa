package org.synthoscope.curation.artefact;

import java.util.Arrays;
import org.synthoscope.image.Image;
import org.synthoscope.image.ImageFilters;

/**
 * One image at the fixed sizes that all detectors work on, with the colour of its skin as reference.
 *
 * <p>The longer side has {@value #SIDE} pixels in {@code luma}, half as many in {@code lab}, a quarter in the coarse
 * planes; all sides are multiples of 4 and 2 and at least {@value #LEAST}, {@value #LEAST} / 2 and {@value #LEAST} / 4.
 */
final class Field {

    static final int SIDE = 256;
    private static final int LEAST = 32;

    /** Sides of {@link #luma}. */
    final int height;
    final int width;
    /** Luma, 0..255. */
    final byte[] luma;
    /** {@code height/2 x width/2 x 3}, see {@link ImageFilters#lab}. */
    final byte[] lab;
    /** Sides of the coarse planes. */
    final int rows;
    final int columns;
    /** Coarse L*, 0..100, and a*, b*. */
    final float[] l;
    final float[] a;
    final float[] b;
    /** What the skin around the lesion looks like: medians over the brighter half. */
    final float skinL;
    final float skinA;
    final float skinB;

    private Field(int height, int width, byte[] luma, byte[] lab) {
        this.height = height;
        this.width = width;
        this.luma = luma;
        this.lab = lab;
        this.rows = height / 4;
        this.columns = width / 4;
        this.l = new float[rows * columns];
        this.a = new float[rows * columns];
        this.b = new float[rows * columns];
        int half = width / 2;
        for (int y = 0, i = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++, i++) {
                int at = (2 * y * half + 2 * x) * 3;
                int below = at + half * 3;
                l[i] = sum(at, below) * (100f / 255 / 4);
                a[i] = sum(at + 1, below + 1) / 4f - 128;
                b[i] = sum(at + 2, below + 2) / 4f - 128;
            }
        }
        float[] bounds = quantiles(l, 0, 10, 0.5, 0.97);
        float[] ls = new float[l.length];
        float[] as = new float[l.length];
        float[] bs = new float[l.length];
        int n = 0;
        for (int i = 0; i < l.length; i++) {
            if (l[i] >= bounds[0] - 0.1f && l[i] <= bounds[1] + 0.1f) {
                ls[n] = l[i];
                as[n] = a[i];
                bs[n++] = b[i];
            }
        }
        skinL = quantiles(Arrays.copyOf(ls, n), 0, 10, 0.5)[0];
        skinA = quantiles(Arrays.copyOf(as, n), -128, 4, 0.5)[0];
        skinB = quantiles(Arrays.copyOf(bs, n), -128, 4, 0.5)[0];
    }

    /** Quantiles by counting in steps of {@code 1 / scale} from {@code low}: much faster than sorting. */
    static float[] quantiles(float[] values, float low, float scale, double... shares) {
        int[] histogram = new int[1024];
        for (float v : values) {
            histogram[Math.max(0, Math.min(1023, (int) ((v - low) * scale + 0.5f)))]++;
        }
        float[] quantiles = new float[shares.length];
        for (int k = 0; k < shares.length; k++) {
            int rank = (int) (shares[k] * (values.length - 1));
            int v = 0;
            for (int below = histogram[0]; below <= rank; below += histogram[v]) {
                v++;
            }
            quantiles[k] = low + v / scale;
        }
        return quantiles;
    }

    static double norm(double x, double y) {
        return Math.sqrt(x * x + y * y);
    }

    static Field of(Image image) {
        double scale = (double) SIDE / Math.max(image.height(), image.width());
        int height = side(image.height() * scale);
        int width = side(image.width() * scale);
        Image fitted = ImageFilters.resize(image, height, width);
        Image lab = ImageFilters.lab(ImageFilters.resize(fitted, height / 2, width / 2));
        return new Field(height, width, ImageFilters.luma(fitted).pixels(), lab.pixels());
    }

    private static int side(double length) {
        return Math.min(SIDE, Math.max(LEAST, 4 * (int) Math.round(length / 4)));
    }

    private int sum(int at, int below) {
        return (lab[at] & 255) + (lab[at + 3] & 255) + (lab[below] & 255) + (lab[below + 3] & 255);
    }

    /** Distance of a coarse cell from the middle: 1 at the middle of the nearer sides, about 1.41 in the corners. */
    double radius(int row, int column) {
        double y = (row + 0.5) * 2 / rows - 1;
        double x = (column + 0.5) * 2 / columns - 1;
        return Math.sqrt(x * x + y * y);
    }
}
