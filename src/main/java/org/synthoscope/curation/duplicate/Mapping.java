package org.synthoscope.curation.duplicate;

/**
 * From places in one picture to places in another, affine: {@code x' = 1/2 + xx (x - 1/2) + xy (y - 1/2) + dx}, likewise y.
 * Places are shares of the sides.
 */
record Mapping(double xx, double xy, double dx, double yx, double yy, double dy) {

    static final Mapping IDENTITY = new Mapping(1, 0, 0, 0, 1, 0);

    /** The whole of one picture laid on a window of the other: left, top, width, height. */
    static Mapping toWindow(double[] window) {
        return new Mapping(window[2], 0, window[0] + window[2] / 2 - 0.5, 0, window[3], window[1] + window[3] / 2 - 0.5);
    }

    double x(double x, double y) {
        return 0.5 + xx * (x - 0.5) + xy * (y - 0.5) + dx;
    }

    double y(double x, double y) {
        return 0.5 + yx * (x - 0.5) + yy * (y - 0.5) + dy;
    }

    /** Whether it is a cut, a change of size or a small movement, and no caricature of one. */
    boolean plausible() {
        return xx > 0.6 && xx < 1.67 && yy > 0.6 && yy < 1.67 && Math.abs(xy) < 0.25 && Math.abs(yx) < 0.25
                && Math.abs(dx) < 0.35 && Math.abs(dy) < 0.35;
    }

    /** How many times larger an area becomes. */
    double area() {
        return xx * yy - xy * yx;
    }
}
