package org.synthoscope.gan;

import java.util.Arrays;

/**
 * What happens to one image: an affine map of its pixels and one of its colours, made of steps that each happen with a
 * probability (Karras et al., 2020, appendix B, algorithms 1: the first two groups, without filters, noise and cutout).
 *
 * @param map     six numbers a b c d e f, from (x, y) of the output to the input, in pixels from the centre
 * @param colour  3 x 4, row-major: the three colours of the output from those of the input and 1
 * @param moves   whether the map isn't the identity
 * @param colours whether the colours change
 */
record RandomTransform(double[] map, double[] colour, boolean moves, boolean colours) {

    /** Uniform numbers of [0, 1) that one image takes. */
    static final int CHANCES = 24;
    /** Standard normal numbers that one image takes. */
    static final int NORMALS = 8;

    private static final double SHIFT = 0.125;
    private static final double SCALE = 0.2 * Math.log(2);
    private static final double BRIGHTNESS = 0.2;
    private static final double CONTRAST = 0.5 * Math.log(2);
    private static final double SATURATION = Math.log(2);
    private static final double THIRD = 1.0 / 3;

    /**
     * Draws. Every image takes the same count of numbers, whatever happens to it.
     *
     * @param p       probability of each step
     * @param side    of the image in pixels
     * @param chance  uniform numbers, those of this image from {@code at} on
     * @param normal  standard normal numbers, those of this image from {@code from} on
     */
    static RandomTransform drawn(double p, double side, float[] chance, int at, float[] normal, int from) {
        Steps s = new Steps();
        // Of each pair the first number says whether, the second how.
        if (chance[at] < p && chance[at + 1] < 0.5) {
            s.place(-1, 0, 0, 0, 1, 0);
        }
        if (chance[at + 2] < p) {
            s.turn(Math.floor(chance[at + 3] * 4) * Math.PI / 2);
        }
        if (chance[at + 4] < p) {
            s.place(1, 0, Math.rint((2 * chance[at + 5] - 1) * SHIFT * side), 0, 1,
                    Math.rint((2 * chance[at + 6] - 1) * SHIFT * side));
        }
        if (chance[at + 7] < p) {
            double by = Math.exp(normal[from] * SCALE);
            s.place(by, 0, 0, 0, by, 0);
        }
        // Turning twice with this probability each is turning at all with p.
        double half = 1 - Math.sqrt(1 - p);
        if (chance[at + 8] < half) {
            s.turn((2 * chance[at + 9] - 1) * Math.PI);
        }
        if (chance[at + 10] < p) {
            double by = Math.exp(normal[from + 1] * SCALE);
            s.place(by, 0, 0, 0, 1 / by, 0);
        }
        if (chance[at + 11] < half) {
            s.turn((2 * chance[at + 12] - 1) * Math.PI);
        }
        if (chance[at + 13] < p) {
            s.place(1, 0, normal[from + 2] * SHIFT * side, 0, 1, normal[from + 3] * SHIFT * side);
        }
        if (chance[at + 14] < p) {
            s.add(normal[from + 4] * BRIGHTNESS);
        }
        if (chance[at + 15] < p) {
            s.mix(scaled(Math.exp(normal[from + 5] * CONTRAST)));
        }
        if (chance[at + 16] < p && chance[at + 17] < 0.5) {
            s.mix(lumaFlip());
        }
        if (chance[at + 18] < p) {
            s.mix(hue((2 * chance[at + 19] - 1) * Math.PI));
        }
        if (chance[at + 20] < p) {
            s.mix(saturation(Math.exp(normal[from + 6] * SATURATION)));
        }
        return new RandomTransform(s.map, s.colour, s.moves, s.colours);
    }

    /** The colours' matrix for images of some channels, row-major; a grey image follows the luma of the three. */
    double[] matrix(int channels) {
        if (channels == 1) {
            double sum = 0;
            for (int i = 0; i < 12; i++) {
                sum += i % 4 < 3 ? colour[i] : 0;
            }
            return new double[] {sum * THIRD};
        }
        return new double[] {colour[0], colour[1], colour[2], colour[4], colour[5], colour[6], colour[8], colour[9],
            colour[10]};
    }

    /** What is added to each channel. */
    double[] offset(int channels) {
        return channels == 1 ? new double[] {(colour[3] + colour[7] + colour[11]) * THIRD}
                : new double[] {colour[3], colour[7], colour[11]};
    }

    /** Contrast: all colours away from mid-grey, which is 0. */
    static double[] scaled(double by) {
        return new double[] {by, 0, 0, 0, by, 0, 0, 0, by};
    }

    /** Light becomes dark and dark light, while the hue stays: a reflection at the plane across the grey axis. */
    static double[] lumaFlip() {
        return axis(-1, 1, 0);
    }

    /** A turn of the colours about the grey axis. */
    static double[] hue(double angle) {
        return axis(1, Math.cos(angle), Math.sin(angle));
    }

    /** Colours away from the grey axis. */
    static double[] saturation(double by) {
        return axis(1, by, 0);
    }

    /** along · vvᵀ + across · (1 − vvᵀ) + turned · [v]×, with v the grey axis (1, 1, 1)/√3. */
    private static double[] axis(double along, double across, double turned) {
        double[] m = new double[9];
        double cross = turned / Math.sqrt(3);
        double[] skew = {0, -cross, cross, cross, 0, -cross, -cross, cross, 0};
        for (int i = 0; i < 9; i++) {
            m[i] = along * THIRD + across * ((i % 4 == 0 ? 1 : 0) - THIRD) + skew[i];
        }
        return m;
    }

    /** The maps so far. */
    private static final class Steps {
        private double[] map = {1, 0, 0, 0, 1, 0};
        private double[] colour = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0};
        private boolean moves;
        private boolean colours;

        /** Another step of what happens to the image, as a map from its output to its input, which comes before the others. */
        void place(double a, double b, double c, double d, double e, double f) {
            double[] m = map;
            map = new double[] {
                m[0] * a + m[1] * d, m[0] * b + m[1] * e, m[0] * c + m[1] * f + m[2],
                m[3] * a + m[4] * d, m[3] * b + m[4] * e, m[3] * c + m[4] * f + m[5]};
            moves = true;
        }

        void turn(double angle) {
            double cos = Math.cos(angle);
            double sin = Math.sin(angle);
            place(cos, -sin, 0, sin, cos, 0);
        }

        void mix(double[] by) {
            double[] before = colour;
            double[] after = new double[12];
            for (int row = 0; row < 3; row++) {
                for (int column = 0; column < 4; column++) {
                    for (int k = 0; k < 3; k++) {
                        after[row * 4 + column] += by[row * 3 + k] * before[k * 4 + column];
                    }
                }
            }
            colour = after;
            colours = true;
        }

        void add(double light) {
            colour = Arrays.copyOf(colour, 12);
            colour[3] += light;
            colour[7] += light;
            colour[11] += light;
            colours = true;
        }
    }
}
