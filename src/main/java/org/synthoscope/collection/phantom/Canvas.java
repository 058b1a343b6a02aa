package org.synthoscope.collection.phantom;

/**
 * A square picture under construction: red, green and blue in 0..1 (display-encoded, so absorbing layers multiply).
 * Coordinates run from -1 to 1 along both axes, y downwards; everything drawn is described in them and therefore looks
 * alike at any size.
 */
final class Canvas {
    final int size;
    /** Side of a pixel in units. */
    final double pitch;
    final float[] red;
    final float[] green;
    final float[] blue;

    Canvas(int size) {
        this.size = size;
        this.pitch = 2.0 / size;
        this.red = new float[size * size];
        this.green = new float[size * size];
        this.blue = new float[size * size];
    }

    double at(int pixel) {
        return (pixel + 0.5) * pitch - 1;
    }

    /** The pixel that holds a coordinate, held within the picture. */
    int pixel(double coordinate) {
        return Math.max(0, Math.min(size - 1, (int) Math.floor((coordinate + 1) / pitch)));
    }

    void set(int i, double r, double g, double b) {
        red[i] = (float) r;
        green[i] = (float) g;
        blue[i] = (float) b;
    }

    void scale(int i, double r, double g, double b) {
        red[i] *= (float) r;
        green[i] *= (float) g;
        blue[i] *= (float) b;
    }

    void blend(int i, Rgb colour, double share) {
        float s = (float) share;
        red[i] += s * ((float) colour.red() - red[i]);
        green[i] += s * ((float) colour.green() - green[i]);
        blue[i] += s * ((float) colour.blue() - blue[i]);
    }

    /** Height x width x 3 bytes. */
    byte[] bytes() {
        byte[] out = new byte[size * size * 3];
        for (int i = 0; i < size * size; i++) {
            out[3 * i] = level(red[i]);
            out[3 * i + 1] = level(green[i]);
            out[3 * i + 2] = level(blue[i]);
        }
        return out;
    }

    static byte level(double value) {
        int level = (int) Math.floor(value * 255 + 0.5);
        return (byte) Math.max(0, Math.min(255, level));
    }
}
