package org.synthoscope.evidence.planted;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.synthoscope.evidence.planted.MemoryImages.Item;

/** What can be done to square colour images. Deterministic by seed. */
final class Defects {

    /** A change of one image. */
    interface Change {
        byte[] of(byte[] pixels, SplittableRandom random);
    }

    private Defects() {
    }

    /** All the images changed. */
    static List<Item> each(List<Item> items, long seed, Change change) {
        List<Item> out = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            out.add(items.get(i).withPixels(change.of(items.get(i).pixels(), new SplittableRandom(seed * 1_000_003 + i))));
        }
        return out;
    }

    /** Normal noise of that many grey levels on every channel of every pixel. */
    static Change noise(double levels) {
        return (pixels, random) -> {
            java.util.Random normal = new java.util.Random(random.nextLong());
            byte[] out = new byte[pixels.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = level((pixels[i] & 255) + levels * normal.nextGaussian());
            }
            return out;
        };
    }

    /** Exposure changed by up to a share, and each channel on its own by a quarter of it. */
    static Change exposure(double most) {
        return (pixels, random) -> {
            double all = 1 + most * (2 * random.nextDouble() - 1);
            double[] gain = new double[3];
            for (int c = 0; c < 3; c++) {
                gain[c] = all * (1 + most / 4 * (2 * random.nextDouble() - 1));
            }
            byte[] out = new byte[pixels.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = level((pixels[i] & 255) * gain[i % 3]);
            }
            return out;
        };
    }

    /** One change after the other. */
    static Change both(Change first, Change second) {
        return (pixels, random) -> second.of(first.of(pixels, random), random);
    }

    /** Left and right swapped. */
    static byte[] mirrored(byte[] pixels, SplittableRandom random) {
        int size = size(pixels);
        byte[] out = new byte[pixels.length];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                System.arraycopy(pixels, (y * size + size - 1 - x) * 3, out, (y * size + x) * 3, 3);
            }
        }
        return out;
    }

    /** Gaussian blur, standard deviation in pixels; edges are repeated. */
    static Change blur(double sigma) {
        int reach = (int) Math.ceil(3 * sigma);
        double[] kernel = new double[2 * reach + 1];
        double sum = 0;
        for (int k = -reach; k <= reach; k++) {
            kernel[k + reach] = Math.exp(-k * k / (2 * sigma * sigma));
            sum += kernel[k + reach];
        }
        for (int k = 0; k < kernel.length; k++) {
            kernel[k] /= sum;
        }
        return (pixels, random) -> {
            int size = size(pixels);
            double[] plane = new double[pixels.length];
            for (int i = 0; i < plane.length; i++) {
                plane[i] = pixels[i] & 255;
            }
            double[] blurred = along(along(plane, size, kernel, true), size, kernel, false);
            byte[] out = new byte[pixels.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = level(blurred[i]);
            }
            return out;
        };
    }

    private static double[] along(double[] in, int size, double[] kernel, boolean rows) {
        int reach = kernel.length / 2;
        double[] out = new double[in.length];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                for (int k = -reach; k <= reach; k++) {
                    int u = rows ? x + k : y + k;
                    int at = Math.max(0, Math.min(size - 1, u));
                    int from = rows ? y * size + at : at * size + x;
                    for (int c = 0; c < 3; c++) {
                        out[(y * size + x) * 3 + c] += kernel[k + reach] * in[from * 3 + c];
                    }
                }
            }
        }
        return out;
    }

    private static int size(byte[] pixels) {
        return (int) Math.round(Math.sqrt(pixels.length / 3.0));
    }

    private static byte level(double value) {
        return (byte) Math.max(0, Math.min(255, Math.round(value)));
    }
}
