package org.synthoscope.curation.duplicate;

import java.util.Random;
import org.synthoscope.image.Image;

/** Pictures for tests: blobs of many sizes, all different by their seed, and ways to change them. */
final class Scenes {

    private Scenes() {
    }

    /** A grey picture. */
    static Image picture(long seed, int height, int width) {
        Random random = new Random(seed * 7919 + 13);
        float[] values = new float[height * width];
        for (int blob = 0; blob < 160; blob++) {
            double cy = random.nextDouble();
            double cx = random.nextDouble();
            double r = 0.015 * Math.pow(12, random.nextDouble());
            double depth = (random.nextBoolean() ? 1 : -1) * (15 + 45 * random.nextDouble());
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double dy = ((y + 0.5) / height - cy) / r;
                    double dx = ((x + 0.5) / width - cx) / r;
                    double d = dy * dy + dx * dx;
                    if (d < 9) {
                        values[y * width + x] += (float) (depth * Math.exp(-d));
                    }
                }
            }
        }
        byte[] pixels = new byte[height * width];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) Math.max(0, Math.min(255, Math.round(128 + values[i])));
        }
        return new Image(height, width, 1, pixels);
    }

    static Image even(int level, int height, int width) {
        byte[] pixels = new byte[height * width];
        java.util.Arrays.fill(pixels, (byte) level);
        return new Image(height, width, 1, pixels);
    }

    static Image shrunk(Image image, int factor) {
        int h = image.height() / factor;
        int w = image.width() / factor;
        byte[] pixels = new byte[h * w];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int sum = 0;
                for (int j = 0; j < factor; j++) {
                    for (int i = 0; i < factor; i++) {
                        sum += image.at(y * factor + j, x * factor + i, 0);
                    }
                }
                pixels[y * w + x] = (byte) Math.round((double) sum / (factor * factor));
            }
        }
        return new Image(h, w, 1, pixels);
    }

    static Image window(Image image, int top, int left, int height, int width) {
        byte[] pixels = new byte[height * width];
        for (int y = 0; y < height; y++) {
            System.arraycopy(image.pixels(), (top + y) * image.width() + left, pixels, y * width, width);
        }
        return new Image(height, width, 1, pixels);
    }

    /** Laid down in one of the eight orientations. */
    static Image oriented(Image image, int orientation) {
        float[] values = new float[image.pixels().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = image.pixels()[i] & 0xff;
        }
        Orientation how = new Orientation(orientation);
        float[] laid = how.apply(values, image.height(), image.width());
        byte[] pixels = new byte[laid.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) laid[i];
        }
        return how.transposes() ? new Image(image.width(), image.height(), 1, pixels)
                : new Image(image.height(), image.width(), 1, pixels);
    }

    /** Brighter or darker by a gain and a gamma. */
    static Image exposed(Image image, double gain, double gamma) {
        byte[] pixels = new byte[image.pixels().length];
        for (int i = 0; i < pixels.length; i++) {
            double value = 255 * gain * Math.pow((image.pixels()[i] & 0xff) / 255.0, gamma);
            pixels[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
        }
        return new Image(image.height(), image.width(), 1, pixels);
    }
}
