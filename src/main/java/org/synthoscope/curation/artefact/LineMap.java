package org.synthoscope.curation.artefact;

import java.util.Arrays;

/**
 * Thin dark lines: pixels where the luma's second derivative across a line is large and along it is small (the ridge
 * measure of Steger 1998, "An unbiased detector of curvilinear structures", section 2), thinned to the crest and joined to
 * strokes of one direction.
 */
final class LineMap {

    static final int BINS = 16;
    private static final int FAINTEST = 150;
    /** Of 22.5 degrees. */
    private static final float TAN = 0.41421357f;

    /** Crest pixels: place in the luma plane, strength in 1/64 grey levels per pixel squared, direction bin, stroke. */
    final int count;
    final int[] at;
    final int[] strength;
    final byte[] bin;
    final int[] stroke;
    /** Strokes: pixels, mean place, spread along and across (standard deviations), direction as unit vector, strength. */
    final int strokes;
    final int[] length;
    final float[] x;
    final float[] y;
    final float[] along;
    final float[] across;
    final float[] dx;
    final float[] dy;
    final float[] mean;

    LineMap(int h, int w, byte[] luma) {
        int[] smooth = smooth(h, w, luma);
        short[] ridge = new short[w * h];
        byte[] bins = new byte[w * h];
        int[] candidates = new int[w * h];
        int n = 0;
        int[] bends = new int[w];
        for (int row = 2; row < h - 2; row++) {
            // Second derivatives of 64 x luma, each smoothed by 1 2 1 across and 1 4 6 4 1 along; first, in a plain loop, their sum.
            for (int x = 2, i = row * w + 2; x < w - 2; x++, i++) {
                bends[x] = 2 * (smooth[i - w - 1] + smooth[i - w + 1] + smooth[i + w - 1] + smooth[i + w + 1]) - 8 * smooth[i];
            }
            for (int x = 2; x < w - 2; x++) {
                int sum = bends[x];
                if (sum < FAINTEST * 2 / 3) {
                    continue;
                }
                int i = row * w + x;
                int apart = 4 * (smooth[i - 1] + smooth[i + 1] - smooth[i - w] - smooth[i + w]);
                int xx = sum + apart >> 1;
                int yy = sum - apart >> 1;
                int xy = smooth[i - w - 1] + smooth[i + w + 1] - smooth[i - w + 1] - smooth[i + w - 1];
                float trace = sum;
                float square = trace * trace;
                float determinant = (float) xx * yy - (float) xy * xy;
                // The smaller eigenvalue within half of the larger, without a root.
                if (determinant >= square * (2f / 9) || determinant <= -2 * square) {
                    continue;
                }
                float half = (xx - yy) * 0.5f;
                float larger = trace * 0.5f + (float) Math.sqrt(half * half + (float) xy * xy);
                if (larger >= FAINTEST) {
                    ridge[i] = (short) Math.min(Short.MAX_VALUE, larger);
                    bins[i] = direction(half, xy);
                    candidates[n++] = i;
                }
            }
        }
        int[] kept = new int[n];
        int crest = 0;
        for (int k = 0; k < n; k++) {
            int i = candidates[k];
            int step = normal(bins[i], w);
            if (ridge[i] >= ridge[i - step] && ridge[i] > ridge[i + step]) {
                kept[crest++] = i;
            }
        }
        count = crest;
        at = Arrays.copyOf(kept, crest);
        strength = new int[crest];
        bin = new byte[crest];
        stroke = new int[crest];
        int[] parent = new int[crest];
        int[] index = candidates;
        Arrays.fill(index, -1);
        int[] before = {-1, -w - 1, -w, -w + 1};
        for (int k = 0; k < crest; k++) {
            int i = at[k];
            strength[k] = ridge[i];
            bin[k] = bins[i];
            parent[k] = k;
            index[i] = k;
            for (int d : before) {
                int other = index[i + d];
                if (other >= 0 && apart(bins[i], bins[i + d]) <= 3) {
                    parent[root(parent, other)] = k;
                }
            }
        }
        int total = 0;
        int[] number = new int[crest];
        Arrays.fill(number, -1);
        for (int k = 0; k < crest; k++) {
            int r = root(parent, k);
            if (number[r] < 0) {
                number[r] = total++;
            }
            stroke[k] = number[r];
        }
        strokes = total;
        length = new int[total];
        x = new float[total];
        y = new float[total];
        along = new float[total];
        across = new float[total];
        dx = new float[total];
        dy = new float[total];
        mean = new float[total];
        measure(w);
    }

    /** Luma x 16, smoothed by 1 2 1 in both directions; borders repeat. */
    private static int[] smooth(int h, int w, byte[] luma) {
        int[] plain = new int[h * w];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = luma[i] & 255;
        }
        // Plain loops over ints, which the virtual machine turns into vector instructions.
        int[] wide = new int[h * w];
        for (int i = 1; i < plain.length - 1; i++) {
            wide[i] = plain[i - 1] + plain[i + 1] + 2 * plain[i];
        }
        for (int from = 0; from < wide.length; from += w) {
            wide[from] = wide[from + 1];
            wide[from + w - 1] = wide[from + w - 2];
        }
        int[] smooth = plain;
        for (int i = w; i < smooth.length - w; i++) {
            smooth[i] = wide[i - w] + wide[i + w] + 2 * wide[i];
        }
        System.arraycopy(smooth, w, smooth, 0, w);
        System.arraycopy(smooth, (h - 2) * w, smooth, (h - 1) * w, w);
        return smooth;
    }

    private void measure(int w) {
        double[] sxx = new double[strokes];
        double[] syy = new double[strokes];
        double[] sxy = new double[strokes];
        for (int k = 0; k < count; k++) {
            int s = stroke[k];
            double px = at[k] % w;
            double py = at[k] / w;
            length[s]++;
            x[s] += px;
            y[s] += py;
            sxx[s] += px * px;
            syy[s] += py * py;
            sxy[s] += px * py;
            mean[s] += strength[k];
        }
        for (int s = 0; s < strokes; s++) {
            int n = length[s];
            x[s] /= n;
            y[s] /= n;
            mean[s] /= n;
            double vxx = Math.max(0, sxx[s] / n - (double) x[s] * x[s]);
            double vyy = Math.max(0, syy[s] / n - (double) y[s] * y[s]);
            double vxy = sxy[s] / n - (double) x[s] * y[s];
            double half = (vxx - vyy) / 2;
            double root = Math.sqrt(half * half + vxy * vxy);
            along[s] = (float) Math.sqrt((vxx + vyy) / 2 + root);
            across[s] = (float) Math.sqrt(Math.max(0, (vxx + vyy) / 2 - root));
            double angle = 0.5 * Math.atan2(vxy, half);
            dx[s] = (float) Math.cos(angle);
            dy[s] = (float) Math.sin(angle);
        }
    }

    /** The bin of the line's direction: k stands for (k + 1/2) x 180 / 16 degrees from the x axis towards y. */
    private static byte direction(float half, float xy) {
        // The normal's double angle is that of (half, xy); the line lies 90 degrees, doubled 180, from it.
        float u = -half;
        float v = -xy;
        float p = Math.abs(u);
        float q = Math.abs(v);
        int octant = q < p ? (q < TAN * p ? 0 : 1) : p < TAN * q ? 3 : 2;
        int bin = u >= 0 ? v >= 0 ? octant : BINS - 1 - octant : v >= 0 ? BINS / 2 - 1 - octant : BINS / 2 + octant;
        return (byte) bin;
    }

    private static int normal(int bin, int w) {
        // Lines along x have their normal along y, and so on round.
        return switch ((bin + 2 & BINS - 1) / 4) {
            case 0 -> w;
            case 1 -> w - 1;
            case 2 -> 1;
            default -> w + 1;
        };
    }

    static int apart(int a, int b) {
        int d = a - b & BINS - 1;
        return Math.min(d, BINS - d);
    }

    private static int root(int[] parent, int k) {
        while (parent[k] != k) {
            parent[k] = parent[parent[k]];
            k = parent[k];
        }
        return k;
    }
}
