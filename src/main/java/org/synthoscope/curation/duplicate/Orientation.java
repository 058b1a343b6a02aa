package org.synthoscope.curation.duplicate;

import org.synthoscope.curation.Transform;

/**
 * One of the eight ways to lay a picture down. As a number 0..7: bit 2 exchanges rows and columns first, then bit 0
 * mirrors left to right and bit 1 top to bottom.
 */
record Orientation(int code) {

    static final int COUNT = 8;
    static final Orientation UPRIGHT = new Orientation(0);

    Orientation {
        if (code < 0 || code >= COUNT) {
            throw new IllegalArgumentException("there are eight orientations, not number " + code);
        }
    }

    boolean mirrorsX() {
        return (code & 1) != 0;
    }

    boolean mirrorsY() {
        return (code & 2) != 0;
    }

    boolean transposes() {
        return (code & 4) != 0;
    }

    /** What a picture has gone through that lies so: two mirrors make a half turn, a transposition and one a quarter. */
    Transform transform() {
        return switch (code) {
            case 0 -> Transform.NONE;
            case 3, 5, 6 -> Transform.TURN;
            default -> Transform.FLIP;
        };
    }

    /** A grid of {@code height x width} laid down so; the result has the sides exchanged if this transposes. */
    float[] apply(float[] grid, int height, int width) {
        int h = transposes() ? width : height;
        int w = transposes() ? height : width;
        float[] out = new float[grid.length];
        for (int y = 0; y < h; y++) {
            int sy = mirrorsY() ? h - 1 - y : y;
            for (int x = 0; x < w; x++) {
                int sx = mirrorsX() ? w - 1 - x : x;
                out[y * w + x] = transposes() ? grid[sx * width + sy] : grid[sy * width + sx];
            }
        }
        return out;
    }

    /** The cosine coefficients of the picture laid down so, from those of the upright one; side x side, row by row. */
    void waves(float[] of, float[] to, int side) {
        for (int v = 0; v < side; v++) {
            for (int u = 0; u < side; u++) {
                float value = transposes() ? of[u * side + v] : of[v * side + u];
                boolean odd = (mirrorsX() && (u & 1) != 0) ^ (mirrorsY() && (v & 1) != 0);
                to[v * side + u] = odd ? -value : value;
            }
        }
    }
}
