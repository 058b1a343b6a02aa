package org.synthoscope.curation.artefact;

import java.util.BitSet;

/** Violet or grey strokes: pixels bluer and darker than their surroundings, mostly away from the lesion. */
final class InkFeatures {

    private static final double[] BLUER = {2.5, 4, 6, 9, 13, 18};

    private InkFeatures() {
    }

    /** Adds the features; returns the coarse cells that hold ink if there is any. */
    static BitSet add(Field field, Values values) {
        int h = field.height / 2;
        int w = field.width / 2;
        int radius = Math.max(3, Math.max(h, w) / 14);
        float[][] mean = means(field.lab, h, w, radius);
        double[][] counts = new double[2][BLUER.length];
        double[][] skinCounts = new double[2][BLUER.length];
        double[] purple = new double[BLUER.length];
        double[] grey = new double[4];
        double[] size = new double[2];
        int[][] histogram = new int[2][64];
        int[] perCell = new int[field.rows * field.columns];
        for (int y = 0, i = 0; y < h; y++) {
            for (int x = 0; x < w; x++, i++) {
                double l = (field.lab[3 * i] & 255) * (100.0 / 255);
                double a = (field.lab[3 * i + 1] & 255) - 128;
                double b = (field.lab[3 * i + 2] & 255) - 128;
                int cell = Math.min(y / 2, field.rows - 1) * field.columns + Math.min(x / 2, field.columns - 1);
                double radius2 = square((y + 0.5) * 2 / h - 1) + square((x + 0.5) * 2 / w - 1);
                int zone = radius2 < 0.36 ? 0 : 1;
                size[zone]++;
                double darker = mean[0][i] * (100.0 / 255) - l;
                double bluer = mean[2][i] - 128 - b;
                double redder = a - (mean[1][i] - 128);
                double overSkin = field.skinB - b;
                histogram[zone][(int) Math.max(0, Math.min(63, bluer * 2))]++;
                // Hair is darker and less yellow too; ink keeps its red while losing its yellow.
                boolean dark = darker > 0.5 && darker < 40;
                for (int k = 0; k < BLUER.length && dark && bluer > BLUER[k]; k++) {
                    counts[zone][k]++;
                    if (redder > -0.3 * bluer && l > 15) {
                        purple[k]++;
                    }
                    if (k == 2 && redder > -0.4 * bluer) {
                        perCell[cell]++;
                    }
                }
                for (int k = 0; k < BLUER.length && overSkin > 2 * BLUER[k] && l > 12 && a > -2; k++) {
                    skinCounts[zone][k]++;
                }
                if (zone == 1 && darker > 3
                        && Field.norm(a, b) < Field.norm(mean[1][i] - 128, mean[2][i] - 128) - 2) {
                    grey[darker > 12 ? 3 : darker > 8 ? 2 : darker > 5 ? 1 : 0]++;
                }
            }
        }
        for (int zone = 0; zone < 2; zone++) {
            String name = zone == 0 ? "ink.inner" : "ink.outer";
            for (int k = 0; k < BLUER.length; k++) {
                values.add(name + ".bluer" + BLUER[k], Math.sqrt(counts[zone][k] / Math.max(1, size[zone])));
                values.add(name + ".skin" + BLUER[k], Math.sqrt(skinCounts[zone][k] / Math.max(1, size[zone])));
            }
            for (double share : new double[] {0.9, 0.97, 0.99, 0.997}) {
                values.add(name + ".top" + share, quantile(histogram[zone], share, size[zone]));
            }
        }
        double all = size[0] + size[1];
        for (int k = 0; k < BLUER.length; k++) {
            values.add("ink.purple" + BLUER[k], Math.sqrt(purple[k] / all));
        }
        for (int k = 0; k < grey.length; k++) {
            values.add("ink.grey" + k, Math.sqrt(grey[k] / all));
        }
        values.add("ink.skinA", field.skinA);
        values.add("ink.skinB", field.skinB);
        return cells(field, perCell, values);
    }

    /** Cells with several ink pixels and such a neighbour: single ones are noise. */
    private static BitSet cells(Field field, int[] perCell, Values values) {
        BitSet cells = new BitSet();
        int blobs = 0;
        for (int i = 0; i < perCell.length; i++) {
            if (perCell[i] >= 2) {
                int row = i / field.columns;
                int column = i % field.columns;
                boolean beside = column > 0 && perCell[i - 1] >= 2 || column < field.columns - 1 && perCell[i + 1] >= 2
                        || row > 0 && perCell[i - field.columns] >= 2
                        || row < field.rows - 1 && perCell[i + field.columns] >= 2;
                if (beside) {
                    cells.set(i);
                    blobs++;
                }
            }
        }
        values.add("ink.cells", Math.sqrt((double) blobs / perCell.length));
        return cells;
    }

    private static double quantile(int[] histogram, double share, double n) {
        double below = 0;
        for (int v = 0; v < histogram.length; v++) {
            below += histogram[v];
            if (below >= share * n) {
                return v / 2.0;
            }
        }
        return histogram.length / 2.0;
    }

    /** Box means of the three channels, by running sums. */
    private static float[][] means(byte[] lab, int h, int w, int radius) {
        float[][] means = new float[3][h * w];
        int[] column = new int[w];
        for (int c = 0; c < 3; c++) {
            java.util.Arrays.fill(column, 0);
            for (int y = -radius; y < h; y++) {
                int in = y + radius;
                int out = y - radius - 1;
                for (int x = 0; x < w; x++) {
                    column[x] += (in < h ? lab[(in * w + x) * 3 + c] & 255 : 0) - (out >= 0 ? lab[(out * w + x) * 3 + c] & 255 : 0);
                }
                if (y < 0) {
                    continue;
                }
                int tall = Math.min(h - 1, in) - Math.max(0, y - radius) + 1;
                int sum = 0;
                for (int x = 0; x < Math.min(w, radius); x++) {
                    sum += column[x];
                }
                for (int x = 0; x < w; x++) {
                    sum += (x + radius < w ? column[x + radius] : 0) - (x - radius - 1 >= 0 ? column[x - radius - 1] : 0);
                    int wide = Math.min(w - 1, x + radius) - Math.max(0, x - radius) + 1;
                    means[c][y * w + x] = (float) sum / (tall * wide);
                }
            }
        }
        return means;
    }

    private static double square(double x) {
        return x * x;
    }
}
