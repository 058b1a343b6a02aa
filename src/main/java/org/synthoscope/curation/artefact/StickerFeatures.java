package org.synthoscope.curation.artefact;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Even patches at the border whose colour lies off the line from skin to lesion: bluer, greener, more vivid, whiter.
 *
 * <p>The coarse plane is cut into segments: neighbouring cells belong together while their colours differ little. The
 * segments that stand out most are measured.
 */
final class StickerFeatures {

    private static final double SAME = 5;
    private static final String[] MEASURES = {"off", "blue", "green", "vivid", "white", "area", "border", "edge", "even",
        "l", "a", "b", "round", "weight", "arc", "radius", "residual"};

    private final Field field;
    private final int[] segment;
    private final int segments;
    private final double[][] of;

    private StickerFeatures(Field field) {
        this.field = field;
        int n = field.rows * field.columns;
        int[] parent = new int[n];
        for (int i = 0; i < n; i++) {
            parent[i] = i;
            if (i % field.columns > 0 && difference(i, i - 1) < SAME) {
                parent[root(parent, i - 1)] = root(parent, i);
            }
            if (i >= field.columns && difference(i, i - field.columns) < SAME) {
                parent[root(parent, i - field.columns)] = root(parent, i);
            }
        }
        segment = new int[n];
        int[] number = new int[n];
        Arrays.fill(number, -1);
        int total = 0;
        for (int i = 0; i < n; i++) {
            int r = root(parent, i);
            if (number[r] < 0) {
                number[r] = total++;
            }
            segment[i] = number[r];
        }
        segments = total;
        of = new double[total][];
        measure();
    }

    /** Adds the features; returns the cells of the segments that look most like a sticker. */
    static BitSet add(Field field, Values values) {
        StickerFeatures s = new StickerFeatures(field);
        int off = s.top(13);
        for (int measure : new int[] {13, 3, 4, 7}) {
            s.circle(s.top(measure));
        }
        add(values, "sticker.off", s.row(off));
        add(values, "sticker.vivid", s.row(s.top(3)));
        add(values, "sticker.white", s.row(s.top(4)));
        add(values, "sticker.edge", s.row(s.top(7)));
        s.percentiles(values);
        BitSet cells = new BitSet();
        for (int i = 0; off >= 0 && i < s.segment.length; i++) {
            double[] row = s.of[s.segment[i]];
            if (row != null && row[13] >= 0.4 * s.of[off][13] && row[13] > 0) {
                cells.set(i);
            }
        }
        return cells;
    }

    private static void add(Values values, String name, double[] row) {
        for (int k = 0; k < MEASURES.length; k++) {
            values.add(name + "." + MEASURES[k], row[k]);
        }
    }

    private double[] row(int which) {
        return which < 0 ? new double[MEASURES.length] : of[which];
    }

    /** The border segment of some size with the largest measure x fourth root of its area. */
    private int top(int measure) {
        int best = -1;
        double most = 0;
        for (int s = 0; s < segments; s++) {
            if (of[s] != null && of[s][6] > 0) {
                double value = of[s][measure] * Math.sqrt(Math.sqrt(of[s][5]));
                if (value > most) {
                    most = value;
                    best = s;
                }
            }
        }
        return best;
    }

    private void measure() {
        int n = segment.length;
        double[][] sums = new double[segments][14];
        int columns = field.columns;
        for (int i = 0; i < n; i++) {
            double[] sum = sums[segment[i]];
            int row = i / columns;
            int column = i % columns;
            sum[0]++;
            sum[1] += field.l[i];
            sum[2] += field.a[i];
            sum[3] += field.b[i];
            sum[4] += field.l[i] * field.l[i] + field.a[i] * field.a[i] + field.b[i] * field.b[i];
            sum[5] += row == 0 || column == 0 || row == field.rows - 1 || column == columns - 1 ? 1 : 0;
            edge(sum, i, row > 1 ? -columns : 0);
            edge(sum, i, row < field.rows - 2 ? columns : 0);
            edge(sum, i, column > 1 ? -1 : 0);
            edge(sum, i, column < columns - 2 ? 1 : 0);
            sum[8] += column;
            sum[9] += row;
            sum[10] += column * column + row * row;
        }
        for (int s = 0; s < segments; s++) {
            double[] sum = sums[s];
            double cells = sum[0];
            if (cells < 5) {
                continue;
            }
            double l = sum[1] / cells;
            double a = sum[2] / cells;
            double b = sum[3] / cells;
            double[] row = new double[MEASURES.length];
            double[] off = off(l, a, b);
            System.arraycopy(off, 0, row, 0, 5);
            row[5] = cells / n;
            row[6] = sum[5] / (2.0 * (field.rows + columns));
            row[7] = sum[7] > 0 ? sum[6] / sum[7] : 0;
            row[8] = Math.sqrt(Math.max(0, sum[4] / cells - l * l - a * a - b * b));
            row[9] = l - field.skinL;
            row[10] = a - field.skinA;
            row[11] = b - field.skinB;
            double mx = sum[8] / cells;
            double my = sum[9] / cells;
            row[12] = cells / (2 * Math.PI * Math.max(0.1, sum[10] / cells - mx * mx - my * my));
            row[13] = Math.max(0, off[0]) * Math.min(1, row[7] / 20);
            of[s] = row;
        }
    }

    /** A circle through a segment's edge inside the image (Kåsa's fit): share of the image's side, radius, residual. */
    private void circle(int which) {
        if (which < 0 || of[which][14] > 0) {
            return;
        }
        int columns = field.columns;
        double[] m = new double[9];
        for (int pass = 0; pass < 2; pass++) {
            double[] c = pass == 0 ? null : solve(m);
            double sum = 0;
            for (int i = 0; i < segment.length; i++) {
                int x = i % columns;
                int y = i / columns;
                if (segment[i] != which || x == 0 || y == 0 || x == columns - 1 || y == field.rows - 1) {
                    continue;
                }
                boolean edge = segment[i - 1] != which || segment[i + 1] != which || segment[i - columns] != which
                        || segment[i + columns] != which;
                if (edge && pass == 0) {
                    double z = x * x + y * y;
                    double[] add = {1, x, y, (double) x * x, (double) x * y, (double) y * y, x * z, y * z, z};
                    for (int k = 0; k < 9; k++) {
                        m[k] += add[k];
                    }
                } else if (edge) {
                    sum += Math.abs(Field.norm(x - c[0], y - c[1]) - c[2]);
                }
            }
            if (m[0] < 4) {
                return;
            }
            if (pass == 1) {
                int side = Math.max(field.rows, columns);
                of[which][14] = m[0] / side;
                of[which][15] = Math.min(3, c[2] / side);
                of[which][16] = Math.min(9, sum / m[0]);
            }
        }
    }

    /** Centre and radius from the sums 1, x, y, xx, xy, yy, xz, yz, z with z = xx + yy. */
    private static double[] solve(double[] m) {
        double n = m[0];
        double a = m[3] - m[1] * m[1] / n;
        double b = m[4] - m[1] * m[2] / n;
        double d = m[5] - m[2] * m[2] / n;
        double p = (m[6] - m[8] * m[1] / n) / 2;
        double q = (m[7] - m[8] * m[2] / n) / 2;
        double det = a * d - b * b;
        if (Math.abs(det) < 1e-6 * n * n) {
            return new double[] {m[1] / n, m[2] / n, 1e3};
        }
        double x = (p * d - q * b) / det;
        double y = (a * q - b * p) / det;
        return new double[] {x, y, Math.sqrt(Math.max(0, (m[8] - 2 * x * m[1] - 2 * y * m[2]) / n + x * x + y * y))};
    }

    /** The colour step across a segment's edge, from a cell to the one two further. */
    private void edge(double[] sum, int i, int step) {
        if (step != 0 && segment[i + step] != segment[i]) {
            sum[6] += difference(i, i + 2 * step < 0 || i + 2 * step >= segment.length ? i + step : i + 2 * step);
            sum[7]++;
        }
    }

    /** How far a colour is off the way from this image's skin to a lesion: overall, bluer, greener, more vivid, whiter. */
    private double[] off(double l, double a, double b) {
        double down = Math.max(0, field.skinL - l);
        double blue = Math.max(0, field.skinB - b - 4 - 0.25 * down);
        double green = Math.max(0, field.skinA - a - 3 - 0.2 * down);
        double vivid = Math.max(0, Field.norm(a, b) - Field.norm(field.skinA, field.skinB) - 10 - 0.5 * Math.max(0, down - 8));
        double white = Math.max(0, l - field.skinL - 5);
        return new double[] {Math.sqrt(blue * blue + green * green + vivid * vivid + white * white), blue, green, vivid, white};
    }

    private void percentiles(Values values) {
        int n = segment.length;
        float[][] border = new float[5][n];
        int m = 0;
        for (int i = 0; i < n; i++) {
            int row = i / field.columns;
            int column = i % field.columns;
            int edge = Math.min(Math.min(row, field.rows - 1 - row), Math.min(column, field.columns - 1 - column));
            if (edge < 6) {
                double[] off = off(field.l[i], field.a[i], field.b[i]);
                for (int k = 0; k < 5; k++) {
                    border[k][m] = (float) off[k];
                }
                m++;
            }
        }
        String[] names = {"off", "blue", "green", "vivid", "white"};
        for (int k = 0; k < 5; k++) {
            float[] top = Field.quantiles(Arrays.copyOf(border[k], m), 0, 8, 0.8, 0.94, 0.99);
            values.add("sticker.border." + names[k] + 80, top[0]);
            values.add("sticker.border." + names[k] + 94, top[1]);
            values.add("sticker.border." + names[k] + 99, top[2]);
        }
    }

    private double difference(int i, int j) {
        double l = field.l[i] - field.l[j];
        double a = field.a[i] - field.a[j];
        double b = field.b[i] - field.b[j];
        return Math.sqrt(l * l + a * a + b * b);
    }

    private static int root(int[] parent, int k) {
        while (parent[k] != k) {
            parent[k] = parent[parent[k]];
            k = parent[k];
        }
        return k;
    }
}
