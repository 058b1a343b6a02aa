package org.synthoscope.curation.duplicate;

/**
 * The lowest frequencies of a thumbnail and of its sub-windows, as a copy with a border cut away would show them.
 * Coefficients of the type II cosine transform, {@value #WAVES} x {@value #WAVES}, row by row; the first is the mean.
 */
final class Views {

    static final int WAVES = 8;

    /** What a cut takes off one axis: from its beginning and from its end, as shares of the side. */
    private static final double[][] CUTS = {{0, 0}, {0, 0.05}, {0.05, 0}, {0, 0.1}, {0.05, 0.05}, {0.1, 0}};
    /** For every window the cuts of its rows and columns. The first is the whole picture. */
    private static final int[][] WINDOWS = windows();
    private static final float[][] BASES = bases();

    static final int COUNT = WINDOWS.length;

    private Views() {
    }

    private static int[][] windows() {
        java.util.List<int[]> list = new java.util.ArrayList<>();
        for (int rows = 0; rows < CUTS.length; rows++) {
            for (int columns = 0; columns < CUTS.length; columns++) {
                double lostRows = CUTS[rows][0] + CUTS[rows][1];
                double lostColumns = CUTS[columns][0] + CUTS[columns][1];
                if (Math.abs(lostRows - lostColumns) < 1e-9) {
                    list.add(new int[] {rows, columns});
                }
            }
        }
        return list.toArray(int[][]::new);
    }

    /** Row k, column n: how much cell n of the thumbnail counts in the k-th coefficient of the cut axis. */
    private static float[][] bases() {
        int side = Fingerprint.SIDE;
        float[][] bases = new float[CUTS.length][WAVES * side];
        for (int c = 0; c < CUTS.length; c++) {
            double from = CUTS[c][0];
            double length = 1 - from - CUTS[c][1];
            for (int j = 0; j < side; j++) {
                double place = (from + (j + 0.5) / side * length) * side - 0.5;
                int low = Math.max(0, Math.min(side - 2, (int) Math.floor(place)));
                double high = Math.max(0, Math.min(1, place - low));
                for (int k = 0; k < WAVES; k++) {
                    double cosine = StrictMath.cos((2 * j + 1) * k * Math.PI / (2 * side)) / side;
                    bases[c][k * side + low] += (float) (cosine * (1 - high));
                    bases[c][k * side + low + 1] += (float) (cosine * high);
                }
            }
        }
        return bases;
    }

    /** The window as x0, y0, width, height in shares of the sides. */
    static double[] window(int view) {
        double[] rows = CUTS[WINDOWS[view][0]];
        double[] columns = CUTS[WINDOWS[view][1]];
        return new double[] {columns[0], rows[0], 1 - columns[0] - columns[1], 1 - rows[0] - rows[1]};
    }

    /** The coefficients of the whole picture. */
    static float[] whole(byte[] thumbnail) {
        float[] waves = new float[WAVES * WAVES];
        down(across(thumbnail, BASES[0]), BASES[0], waves);
        return waves;
    }

    /** The coefficients of every window. */
    static float[][] all(byte[] thumbnail) {
        float[][] across = new float[CUTS.length][];
        for (int c = 0; c < CUTS.length; c++) {
            across[c] = across(thumbnail, BASES[c]);
        }
        float[][] waves = new float[COUNT][WAVES * WAVES];
        for (int i = 0; i < COUNT; i++) {
            down(across[WINDOWS[i][1]], BASES[WINDOWS[i][0]], waves[i]);
        }
        return waves;
    }

    /** Column frequency u and row n, at {@code u * side + n}. */
    private static float[] across(byte[] thumbnail, float[] basis) {
        int side = Fingerprint.SIDE;
        float[] out = new float[WAVES * side];
        for (int n = 0; n < side; n++) {
            for (int u = 0; u < WAVES; u++) {
                float sum = 0;
                for (int x = 0; x < side; x++) {
                    sum += basis[u * side + x] * thumbnail[n * side + x];
                }
                out[u * side + n] = sum;
            }
        }
        return out;
    }

    private static void down(float[] across, float[] basis, float[] waves) {
        int side = Fingerprint.SIDE;
        for (int v = 0; v < WAVES; v++) {
            for (int u = 0; u < WAVES; u++) {
                float sum = 0;
                for (int n = 0; n < side; n++) {
                    sum += basis[v * side + n] * across[u * side + n];
                }
                waves[v * WAVES + u] = sum;
            }
        }
    }
}
