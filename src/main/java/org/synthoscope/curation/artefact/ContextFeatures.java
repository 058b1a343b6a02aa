package org.synthoscope.curation.artefact;

import java.util.Arrays;

/** What kind of photograph it is: skin colour, light, fine texture by octave, dark border rows. */
final class ContextFeatures {

    private static final int OCTAVES = 5;

    private ContextFeatures() {
    }

    /** Adds the features; returns the 99th percentile of luma's details by octave, in grey levels. */
    static double[] add(Field field, Values values) {
        values.add("context.skinL", field.skinL);
        values.add("context.skinA", field.skinA);
        values.add("context.skinB", field.skinB);
        double[] shares = {0.02, 0.2, 0.5, 0.9, 0.99};
        float[] l = Field.quantiles(field.l, 0, 10, shares);
        float[] a = Field.quantiles(field.a, -128, 4, shares);
        float[] b = Field.quantiles(field.b, -128, 4, shares);
        for (int k = 0; k < shares.length; k++) {
            String share = String.valueOf(Math.round(shares[k] * 100));
            values.add("context.l", share, l[k]);
            values.add("context.a", share, a[k]);
            values.add("context.b", share, b[k]);
        }
        double[] details = octaves(field, values);
        chroma(field, values);
        borders(field, values);
        return details;
    }

    /** Quantiles of the absolute Haar details of luma, octave by octave: blur and noise have their own slopes. */
    private static double[] octaves(Field field, Values values) {
        int h = field.height;
        int w = field.width;
        int[] plane = new int[h * w];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = (field.luma[i] & 255) << 4;
        }
        double[] middle = new double[OCTAVES];
        double[] top = new double[OCTAVES];
        for (int octave = 0; octave < OCTAVES; octave++) {
            int[] histogram = new int[2048];
            int hh = h / 2;
            int ww = w / 2;
            int[] next = new int[hh * ww];
            int n = 0;
            for (int y = 0; y < hh; y++) {
                for (int x = 0; x < ww; x++) {
                    int i = 2 * y * w + 2 * x;
                    int p = plane[i];
                    int q = plane[i + 1];
                    int r = plane[i + w];
                    int s = plane[i + w + 1];
                    next[y * ww + x] = p + q + r + s + 2 >> 2;
                    histogram[Math.min(2047, Math.abs(p + q - r - s) / 2)]++;
                    histogram[Math.min(2047, Math.abs(p + r - q - s) / 2)]++;
                    n += 2;
                }
            }
            int below = 0;
            double[] quantiles = new double[3];
            int k = 0;
            double[] shares = {0.5, 0.9, 0.99};
            for (int v = 0; v < 2048 && k < 3; v++) {
                below += histogram[v];
                while (k < 3 && below >= shares[k] * n) {
                    quantiles[k++] = v / 16.0;
                }
            }
            middle[octave] = quantiles[0];
            top[octave] = quantiles[2];
            values.add("context.detail" + octave + "median", quantiles[0]);
            values.add("context.detail" + octave + "high", quantiles[1]);
            values.add("context.detail" + octave + "top", quantiles[2]);
            if (octave > 0) {
                values.add("context.slope", octave, middle[octave - 1] / (middle[octave] + 0.1));
            }
            plane = next;
            h = hh;
            w = ww;
        }
        return top;
    }

    private static void chroma(Field field, Values values) {
        int w = field.width / 2;
        int n = field.height / 2 * w;
        double[] sums = new double[2];
        for (int i = 0; i + 1 < n; i++) {
            sums[0] += Math.abs((field.lab[3 * i + 1] & 255) - (field.lab[3 * i + 4] & 255));
            sums[1] += Math.abs((field.lab[3 * i + 2] & 255) - (field.lab[3 * i + 5] & 255));
        }
        values.add("context.roughA", sums[0] / n);
        values.add("context.roughB", sums[1] / n);
    }

    private static void borders(Field field, Values values) {
        double[] sides = new double[4];
        int h = field.height;
        int w = field.width;
        for (int k = 0; k < 4; k++) {
            int length = k < 2 ? w : h;
            double sum = 0;
            for (int d = 0; d < 2; d++) {
                for (int t = length / 4; t < length * 3 / 4; t++) {
                    int i = k == 0 ? d * w + t : k == 1 ? (h - 1 - d) * w + t : k == 2 ? t * w + d : t * w + w - 1 - d;
                    sum += field.luma[i] & 255;
                }
            }
            sides[k] = sum / length;
        }
        Arrays.sort(sides);
        for (int k = 0; k < 4; k++) {
            values.add("context.side", k, sides[k] / Math.max(1, field.skinL));
        }
    }
}
