package org.synthoscope.curation.artefact;

import java.util.Arrays;
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
        double[] acrossSquared = new double[w];
        Arrays.setAll(acrossSquared, x -> square((x + 0.5) * 2 / w - 1));
        for (int y = 0, i = 0; y < h; y++) {
            double downSquared = square((y + 0.5) * 2 / h - 1);
            for (int x = 0; x < w; x++, i++) {
                double l = (field.lab[3 * i] & 255) * (100.0 / 255);
                double a = (field.lab[3 * i + 1] & 255) - 128;
                double b = (field.lab[3 * i + 2] & 255) - 128;
                int cell = Math.min(y / 2, field.rows - 1) * field.columns + Math.min(x / 2, field.columns - 1);
                double radius2 = downSquared + acrossSquared[x];
                int zone = radius2 < 0.36 ? 0 : 1;
                size[zone]++;
                double darker = mean[0][i] * (100.0 / 255) - l;
                double bluer = mean[2][i] - 128 - b;
                double redder = a - (mean[1][i] - 128);
                double overSkin = field.skinB - b;
                histogram[zone][Math.max(0, Math.min(63, (int) (bluer * 2)))]++;
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
            String bluer = zone == 0 ? "ink.inner.bluer" : "ink.outer.bluer";
            String skin = zone == 0 ? "ink.inner.skin" : "ink.outer.skin";
            String top = zone == 0 ? "ink.inner.top" : "ink.outer.top";
            for (int k = 0; k < BLUER.length; k++) {
                values.add(bluer, BLUER[k], Math.sqrt(counts[zone][k] / Math.max(1, size[zone])));
                values.add(skin, BLUER[k], Math.sqrt(skinCounts[zone][k] / Math.max(1, size[zone])));
            }
            for (double share : new double[] {0.9, 0.97, 0.99, 0.997}) {
                values.add(top, share, quantile(histogram[zone], share, size[zone]));
            }
        }
        double all = size[0] + size[1];
        for (int k = 0; k < BLUER.length; k++) {
            values.add("ink.purple", BLUER[k], Math.sqrt(purple[k] / all));
        }
        for (int k = 0; k < grey.length; k++) {
            values.add("ink.grey", k, Math.sqrt(grey[k] / all));
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
        // All channels of a row together, pixel after pixel, in plain loops that the virtual machine turns into vectors.
        int[] column = new int[3 * w];
        for (int y = -radius; y < h; y++) {
            int in = y + radius;
            int out = y - radius - 1;
            if (in < h) {
                for (int i = 0, at = 3 * in * w; i < column.length; i++) {
                    column[i] += lab[at + i] & 255;
                }
            }
            if (out >= 0) {
                for (int i = 0, at = 3 * out * w; i < column.length; i++) {
                    column[i] -= lab[at + i] & 255;
                }
            }
            if (y >= 0) {
                int tall = Math.min(h - 1, in) - Math.max(0, y - radius) + 1;
                across(column, w, radius, tall, y * w, means);
            }
        }
        return means;
    }

    /** The means of one row from the sums of its columns. */
    private static void across(int[] column, int w, int radius, int tall, int to, float[][] means) {
        int first = 0;
        int second = 0;
        int third = 0;
        for (int x = 0; x < Math.min(w, radius); x++) {
            first += column[3 * x];
            second += column[3 * x + 1];
            third += column[3 * x + 2];
        }
        for (int x = 0; x < w; x++) {
            int in = 3 * (x + radius);
            int out = 3 * (x - radius - 1);
            if (in < column.length) {
                first += column[in];
                second += column[in + 1];
                third += column[in + 2];
            }
            if (out >= 0) {
                first -= column[out];
                second -= column[out + 1];
                third -= column[out + 2];
            }
            int cells = tall * (Math.min(w - 1, x + radius) - Math.max(0, x - radius) + 1);
            means[0][to + x] = (float) first / cells;
            means[1][to + x] = (float) second / cells;
            means[2][to + x] = (float) third / cells;
        }
    }

    private static double square(double x) {
        return x * x;
    }
}
