package org.synthoscope.evidence;

import java.util.ArrayList;
import java.util.List;

/**
 * The Laplacian pyramid of one channel (Burt and Adelson 1983) with the 5-tap binomial filter and mirrored borders:
 * each level is what the next coarser one can't show, the last level is the coarsest image itself.
 */
final class LaplacianPyramid {

    private static final float[] TAPS = {1 / 16f, 4 / 16f, 6 / 16f, 4 / 16f, 1 / 16f};

    /** One channel, row-major. */
    record Plane(int height, int width, float[] values) {
    }

    private LaplacianPyramid() {
    }

    /** The levels, finest first. */
    static List<Plane> of(Plane image, int levels) {
        List<Plane> out = new ArrayList<>();
        Plane current = image;
        for (int i = 1; i < levels; i++) {
            Plane smaller = down(current);
            Plane guess = up(smaller, current.height, current.width);
            float[] rest = current.values.clone();
            for (int j = 0; j < rest.length; j++) {
                rest[j] -= guess.values[j];
            }
            out.add(new Plane(current.height, current.width, rest));
            current = smaller;
        }
        out.add(current);
        return out;
    }

    /** The image whose pyramid this is. */
    static Plane image(List<Plane> levels) {
        Plane current = levels.get(levels.size() - 1);
        for (int i = levels.size() - 2; i >= 0; i--) {
            Plane level = levels.get(i);
            float[] sum = up(current, level.height, level.width).values;
            for (int j = 0; j < sum.length; j++) {
                sum[j] += level.values[j];
            }
            current = new Plane(level.height, level.width, sum);
        }
        return current;
    }

    private static Plane down(Plane p) {
        Plane blurred = blur(p, 1);
        int h = (p.height + 1) / 2;
        int w = (p.width + 1) / 2;
        float[] out = new float[h * w];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                out[y * w + x] = blurred.values[2 * y * p.width + 2 * x];
            }
        }
        return new Plane(h, w, out);
    }

    private static Plane up(Plane p, int height, int width) {
        float[] spread = new float[height * width];
        for (int y = 0; y < height; y += 2) {
            for (int x = 0; x < width; x += 2) {
                spread[y * width + x] = p.values[y / 2 * p.width + x / 2];
            }
        }
        return blur(new Plane(height, width, spread), 2);
    }

    private static Plane blur(Plane p, float gain) {
        float[] rows = new float[p.values.length];
        float[] out = new float[p.values.length];
        for (int y = 0; y < p.height; y++) {
            for (int x = 0; x < p.width; x++) {
                float sum = 0;
                for (int k = -2; k <= 2; k++) {
                    sum += TAPS[k + 2] * p.values[y * p.width + mirror(x + k, p.width)];
                }
                rows[y * p.width + x] = gain * sum;
            }
        }
        for (int y = 0; y < p.height; y++) {
            for (int k = -2; k <= 2; k++) {
                int from = mirror(y + k, p.height) * p.width;
                for (int x = 0; x < p.width; x++) {
                    out[y * p.width + x] += gain * TAPS[k + 2] * rows[from + x];
                }
            }
        }
        return new Plane(p.height, p.width, out);
    }

    private static int mirror(int i, int size) {
        int at = i < 0 ? -i : i;
        return at < size ? at : 2 * size - 2 - at;
    }
}
