package org.synthoscope.curation.artefact;

import java.util.Arrays;

/** How luma falls from the middle to the corners: corner triangles of several sizes, rings, and the slope in between. */
final class CornerFeatures {

    private static final int RINGS = 10;

    private CornerFeatures() {
    }

    static void add(Field field, Values values) {
        double skin = 0;
        double[] medians = new double[RINGS];
        double[] lows = new double[RINGS];
        rings(field, medians, lows);
        for (int k = 4; k < 7; k++) {
            skin = Math.max(skin, medians[k]);
        }
        skin = Math.max(skin, 1);
        values.add("corner.skin", skin);
        for (int k = 5; k < RINGS; k++) {
            values.add("corner.ring", k, medians[k] / skin);
            values.add("corner.low", k, lows[k] / skin);
        }
        int[] sizes = {4, 8, 16, 28, 44};
        double[][] corners = new double[sizes.length][];
        for (int k = 0; k < sizes.length; k++) {
            int side = Math.min(sizes[k], Math.min(field.height, field.width) / 2);
            corners[k] = new double[] {corner(field, side, 0, 0), corner(field, side, 1, 0), corner(field, side, 0, 1),
                corner(field, side, 1, 1)};
        }
        double luma = reference(field);
        double[] falls = new double[4];
        for (int c = 0; c < 4; c++) {
            falls[c] = (corners[0][c] + 1) / (corners[3][c] + 1);
        }
        Arrays.sort(falls);
        for (int k = 0; k < sizes.length; k++) {
            double[] sorted = corners[k].clone();
            Arrays.sort(sorted);
            for (int c = 0; c < 4; c++) {
                values.add("corner.triangle" + sizes[k] + "nth" + c, sorted[c] / luma);
            }
        }
        for (int c = 0; c < 4; c++) {
            values.add("corner.fall", c, falls[c]);
        }
        slope(field, values);
        colour(field, values);
    }

    /** Median and tenth percentile of L* by ring. */
    private static void rings(Field field, double[] medians, double[] lows) {
        int[][] histogram = new int[RINGS][1001];
        int[] n = new int[RINGS];
        for (int row = 0, i = 0; row < field.rows; row++) {
            for (int column = 0; column < field.columns; column++, i++) {
                int k = Math.min(RINGS - 1, (int) (field.radius(row, column) * RINGS / Math.sqrt(2)));
                histogram[k][(int) (field.l[i] * 10)]++;
                n[k]++;
            }
        }
        for (int k = 0; k < RINGS; k++) {
            lows[k] = n[k] > 0 ? rank(histogram[k], n[k] / 10) : field.skinL;
            medians[k] = n[k] > 0 ? rank(histogram[k], n[k] / 2) : field.skinL;
        }
    }

    private static double rank(int[] histogram, int rank) {
        int v = 0;
        for (int below = histogram[0]; below <= rank; below += histogram[v]) {
            v++;
        }
        return v / 10.0;
    }

    /** Mean luma of a triangle at one corner. */
    private static double corner(Field field, int side, int right, int bottom) {
        long sum = 0;
        int n = 0;
        for (int y = 0; y < side; y++) {
            int row = bottom == 0 ? y : field.height - 1 - y;
            for (int x = 0; x < side - y; x++) {
                int column = right == 0 ? x : field.width - 1 - x;
                sum += field.luma[row * field.width + column] & 255;
                n++;
            }
        }
        return n > 0 ? (double) sum / n : 0;
    }

    /** The median luma between the middle and the corners. */
    private static double reference(Field field) {
        int[] histogram = new int[256];
        int n = 0;
        for (int y = 2; y < field.height; y += 4) {
            for (int x = 2; x < field.width; x += 4) {
                double r = field.radius(y / 4, x / 4);
                if (r > 0.6 && r < 1) {
                    histogram[field.luma[y * field.width + x] & 255]++;
                    n++;
                }
            }
        }
        int below = 0;
        for (int v = 0; v < 256; v++) {
            below += histogram[v];
            if (below * 2 >= n) {
                return Math.max(1, v);
            }
        }
        return 1;
    }

    /** Least squares of L* over radius squared outside the lesion, once over all and once far out. */
    private static void slope(Field field, Values values) {
        for (double from : new double[] {0.5, 0.9}) {
            double n = 0;
            double sx = 0;
            double sy = 0;
            double sxx = 0;
            double sxy = 0;
            double syy = 0;
            for (int row = 0, i = 0; row < field.rows; row++) {
                for (int column = 0; column < field.columns; column++, i++) {
                    double r = field.radius(row, column);
                    boolean lesion = r < 0.9 && field.l[i] < field.skinL - 12;
                    if (r > from && !lesion) {
                        double x = r * r;
                        double y = field.l[i];
                        n++;
                        sx += x;
                        sy += y;
                        sxx += x * x;
                        sxy += x * y;
                        syy += y * y;
                    }
                }
            }
            double vx = sxx - sx * sx / Math.max(1, n);
            double vy = syy - sy * sy / Math.max(1, n);
            double cov = sxy - sx * sy / Math.max(1, n);
            values.add("corner.slope", (int) (from * 10), vx > 0 ? cov / vx : 0);
            values.add("corner.fit", (int) (from * 10), vx > 0 && vy > 0 ? cov / Math.sqrt(vx * vy) : 0);
        }
    }

    /** A surround takes colour away as well as light. */
    private static void colour(Field field, Values values) {
        double[] chroma = new double[2];
        double[] n = new double[2];
        for (int row = 0, i = 0; row < field.rows; row++) {
            for (int column = 0; column < field.columns; column++, i++) {
                double r = field.radius(row, column);
                int k = r > 1.2 ? 1 : r > 0.7 && r < 1 ? 0 : -1;
                if (k >= 0) {
                    chroma[k] += Field.norm(field.a[i], field.b[i]);
                    n[k]++;
                }
            }
        }
        values.add("corner.chroma", chroma[1] / Math.max(1, n[1]) - chroma[0] / Math.max(1, n[0]));
        values.add("corner.chromaIn", chroma[0] / Math.max(1, n[0]));
    }
}
