package org.synthoscope.collection.phantom;

/**
 * Smooth fields of the plane, made from an integer hash and therefore alike on every JVM. Frequencies are in cells per
 * unit, where an image spans two units; octaves finer than a pixel fade out, so small images don't alias.
 */
final class Noise {
    private final int seed;
    private final double pitch;

    /** @param pitch side of a pixel in units */
    Noise(int seed, double pitch) {
        this.seed = seed;
        this.pitch = pitch;
    }

    Noise with(int tag) {
        return new Noise(hash(seed, tag, 0x51ED270B), pitch);
    }

    static int hash(int seed, int x, int y) {
        int h = seed ^ x * 0x27D4EB2D ^ y * 0x165667B1;
        h = (h ^ (h >>> 15)) * 0x85EBCA6B;
        h = (h ^ (h >>> 13)) * 0xC2B2AE35;
        return h ^ (h >>> 16);
    }

    private static double lattice(int seed, int x, int y) {
        return hash(seed, x, y) * 0x1.0p-31;
    }

    /** How much of a pattern with {@code frequency} cells per unit a pixel of this pitch still shows, 0..1. */
    double visible(double frequency) {
        return 1 - smooth(0.45, 1.0, frequency * pitch);
    }

    static double smooth(double low, double high, double x) {
        double t = (x - low) / (high - low);
        t = t < 0 ? 0 : t > 1 ? 1 : t;
        return t * t * (3 - 2 * t);
    }

    /** Value noise in -1..1. */
    double value(double x, double y, double frequency) {
        double u = x * frequency;
        double v = y * frequency;
        int i = (int) Math.floor(u);
        int j = (int) Math.floor(v);
        double fu = u - i;
        double fv = v - j;
        fu = fu * fu * (3 - 2 * fu);
        fv = fv * fv * (3 - 2 * fv);
        double a = lattice(seed, i, j);
        double b = lattice(seed, i + 1, j);
        double c = lattice(seed, i, j + 1);
        double d = lattice(seed, i + 1, j + 1);
        double top = a + (b - a) * fu;
        return top + (c + (d - c) * fu - top) * fv;
    }

    /** Octaves of value noise, each half as strong and 2.03 times as fine as the one before; about -1..1. */
    double fractal(double x, double y, double frequency, int octaves) {
        double sum = 0;
        double strength = 0.6;
        double f = frequency;
        for (int octave = 0; octave < octaves; octave++) {
            double seen = visible(f);
            if (seen <= 0) {
                break;
            }
            // Each octave is turned and shifted, or the lattices' axes would show.
            double u = 0.8 * x - 0.6 * y + 17.3 * octave;
            double v = 0.6 * x + 0.8 * y - 9.1 * octave;
            sum += strength * seen * value(u, v, f);
            x = u;
            y = v;
            strength *= 0.5;
            f *= 2.03;
        }
        return sum;
    }

    /**
     * Distance between the nearest and second nearest of jittered grid points (Worley, "A cellular texture basis
     * function", SIGGRAPH 1996), in cells: 0 on the lines between cells, about 0.5 and more inside them.
     *
     * @param jitter 0 for a square grid, 1 for irregular cells
     */
    double cells(double x, double y, double frequency, double jitter) {
        double u = x * frequency;
        double v = y * frequency;
        int i = (int) Math.floor(u);
        int j = (int) Math.floor(v);
        double first = 9;
        double second = 9;
        for (int dj = -1; dj <= 1; dj++) {
            for (int di = -1; di <= 1; di++) {
                int h = hash(seed, i + di, j + dj);
                // Alternate rows are offset by half a cell, which makes the regular case a honeycomb.
                double shift = ((j + dj) & 1) * 0.5 - 0.25;
                double px = i + di + 0.5 + shift + jitter * ((h & 0xFFFF) / 65536.0 - 0.5) - u;
                double py = j + dj + 0.5 + jitter * ((h >>> 16) / 65536.0 - 0.5) - v;
                double distance = px * px + py * py;
                if (distance < first) {
                    second = first;
                    first = distance;
                } else if (distance < second) {
                    second = distance;
                }
            }
        }
        return Math.sqrt(second) - Math.sqrt(first);
    }
}
