package org.synthoscope.curation.duplicate;

import java.util.Arrays;

/**
 * How far the fine structure of two pictures agrees once one is laid on the other: hairs, texture, grain of the encoder.
 * Pictures of one kind share their layout but not this; two photographs of one lesion share some of it.
 *
 * <p>What is left after taking away a local mean is correlated block by block, and the blocks are ranked: the sharp rim of a
 * dark surround or a scale that two different pictures have in the same place is in a few blocks, a duplicate in all.
 *
 * @param median  correlation in the middle block, -1..1
 * @param quarter correlation that three quarters of the blocks exceed
 * @param blocks  number of blocks that have structure to compare
 */
record Detail(double median, double quarter, int blocks) {

    /** Cells a side of a block: of fine grids, and of grids with fewer than {@link #FINE} cells a side. */
    private static final int BLOCK = 12;
    private static final int SMALL_BLOCK = 8;
    private static final int FINE = 80;
    private static final int REACH = 2;
    /** Deviation within a block, in grey levels, below which there is nothing but rounding. */
    private static final double LEAST = 0.6;
    private static final double INSIDE = 0.8;
    /** Luma outside of which a cell is black surround or burnt out; blocks with more of it than a share are passed over. */
    private static final float DARK = 36;
    private static final float BRIGHT = 250;
    private static final double CLIPPED = 0.12;
    /** Share of the blocks that must be left for the others to be passed over. */
    private static final double ENOUGH = 0.2;

    static Detail of(Plane template, Plane picture, Mapping mapping) {
        int h = template.height();
        int w = template.width();
        float[] seen = picture.through(mapping, h, w);
        float[] values = template.values().clone();
        for (int i = 0; i < values.length; i++) {
            if (Float.isNaN(seen[i])) {
                values[i] = Float.NaN;
            }
        }
        boolean[] clipped = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            clipped[i] = values[i] < DARK || values[i] > BRIGHT || seen[i] < DARK || seen[i] > BRIGHT;
        }
        float[] a = fine(values, h, w);
        float[] b = fine(seen, h, w);
        int side = Math.min(h, w) < FINE ? SMALL_BLOCK : BLOCK;
        int rows = Math.max(1, h / side);
        int columns = Math.max(1, w / side);
        double[] plain = new double[rows * columns];
        double[] all = new double[rows * columns];
        int plains = 0;
        int count = 0;
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                Area area = new Area(r * h / rows, (r + 1) * h / rows, c * w / columns, (c + 1) * w / columns);
                double correlation = area.correlation(a, b, w);
                if (!Double.isNaN(correlation)) {
                    all[count++] = correlation;
                    if (area.share(clipped, w) <= CLIPPED) {
                        plain[plains++] = correlation;
                    }
                }
            }
        }
        return plains > ENOUGH * count ? ranked(plain, plains) : ranked(all, count);
    }

    private static Detail ranked(double[] found, int count) {
        if (count == 0) {
            return new Detail(0, 0, 0);
        }
        double[] sorted = Arrays.copyOf(found, count);
        Arrays.sort(sorted);
        return new Detail(sorted[count / 2], sorted[count / 4], count);
    }

    /** A block's cells, ends excluded. */
    private record Area(int top, int bottom, int left, int right) {

        double share(boolean[] of, int w) {
            int n = 0;
            for (int y = top; y < bottom; y++) {
                for (int x = left; x < right; x++) {
                    n += of[y * w + x] ? 1 : 0;
                }
            }
            return (double) n / ((bottom - top) * (right - left));
        }

        /** NaN if the block lies outside or holds nothing to compare. */
        double correlation(float[] a, float[] b, int w) {
            double n = 0;
            double aa = 0;
            double bb = 0;
            double ab = 0;
            for (int y = top; y < bottom; y++) {
                for (int x = left; x < right; x++) {
                    float va = a[y * w + x];
                    float vb = b[y * w + x];
                    if (!Float.isNaN(va) && !Float.isNaN(vb)) {
                        n++;
                        aa += va * va;
                        bb += vb * vb;
                        ab += va * vb;
                    }
                }
            }
            boolean inside = n >= INSIDE * (bottom - top) * (right - left);
            return inside && aa > n * LEAST * LEAST && bb > n * LEAST * LEAST ? ab / Math.sqrt(aa * bb) : Double.NaN;
        }
    }

    /** Value less the mean of the cells around it; NaN where one of those is. */
    private static float[] fine(float[] values, int h, int w) {
        float[] across = new float[values.length];
        float[] out = new float[values.length];
        float share = 1f / ((2 * REACH + 1) * (2 * REACH + 1));
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                float sum = 0;
                for (int d = -REACH; d <= REACH; d++) {
                    sum += values[y * w + Math.max(0, Math.min(w - 1, x + d))];
                }
                across[y * w + x] = sum;
            }
        }
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                float sum = 0;
                for (int d = -REACH; d <= REACH; d++) {
                    sum += across[Math.max(0, Math.min(h - 1, y + d)) * w + x];
                }
                out[y * w + x] = values[y * w + x] - share * sum;
            }
        }
        return out;
    }
}
