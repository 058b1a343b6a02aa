package org.synthoscope.evidence.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.Progress;
import org.synthoscope.evidence.FeatureNetwork;
import org.synthoscope.evidence.Features;

/** Images in memory with known truth: textured scenes, all different by their seed, and ways to copy them. */
record PlantedImages(int size, int channels, String prefix, List<byte[]> pixels) implements ImageSet {

    /** What is done to a copy. */
    interface Change {
        byte[] of(byte[] pixels);
    }

    static PlantedImages scenes(int count, int size, long seed, String prefix) {
        List<byte[]> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            out.add(scene(size, seed * 1_000_003 + i));
        }
        return new PlantedImages(size, 3, prefix, out);
    }

    private static byte[] scene(int size, long seed) {
        Random random = new Random(seed);
        double[] v = new double[size * size];
        for (int blob = 0; blob < 60; blob++) {
            double cy = random.nextDouble() * size;
            double cx = random.nextDouble() * size;
            double r = size * .03 * Math.pow(8, random.nextDouble());
            double depth = (random.nextBoolean() ? 1 : -1) * (12 + 40 * random.nextDouble());
            for (int y = (int) Math.max(0, cy - 3 * r); y < Math.min(size, cy + 3 * r); y++) {
                for (int x = (int) Math.max(0, cx - 3 * r); x < Math.min(size, cx + 3 * r); x++) {
                    v[y * size + x] += depth * Math.exp(-((y - cy) * (y - cy) + (x - cx) * (x - cx)) / (r * r));
                }
            }
        }
        byte[] pixels = new byte[size * size * 3];
        for (int i = 0; i < v.length; i++) {
            for (int c = 0; c < 3; c++) {
                pixels[i * 3 + c] = clamp(150 - 20 * c + (.7 + .15 * c) * v[i] + 2 * random.nextGaussian());
            }
        }
        return pixels;
    }

    private static byte clamp(double value) {
        return (byte) Math.max(0, Math.min(255, Math.round(value)));
    }

    /** The same with the first {@code count} replaced by changed copies of another set's first. */
    PlantedImages withCopies(int count, PlantedImages of, Change change) {
        List<byte[]> out = new ArrayList<>(pixels);
        for (int i = 0; i < count; i++) {
            out.set(i, change.of(of.pixels.get(i)));
        }
        return new PlantedImages(size, channels, prefix, out);
    }

    PlantedImages changed(Change change) {
        return new PlantedImages(size, channels, prefix, pixels.stream().map(change::of).toList());
    }

    /** Means of 5 x 5 pixels, edges left as they are. */
    static byte[] soft(byte[] pixels) {
        int size = (int) Math.sqrt(pixels.length / 3.0);
        byte[] out = pixels.clone();
        for (int y = 2; y < size - 2; y++) {
            for (int x = 2; x < size - 2; x++) {
                for (int c = 0; c < 3; c++) {
                    double sum = 0;
                    for (int k = 0; k < 25; k++) {
                        sum += pixels[((y + k / 5 - 2) * size + x + k % 5 - 2) * 3 + c] & 255;
                    }
                    out[(y * size + x) * 3 + c] = clamp(sum / 25);
                }
            }
        }
        return out;
    }

    PlantedImages firsts(int count) {
        return new PlantedImages(size, channels, prefix, pixels.subList(0, count));
    }

    static byte[] brighter(byte[] pixels) {
        byte[] out = new byte[pixels.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = clamp((pixels[i] & 255) * 1.12 + 4);
        }
        return out;
    }

    /** Every 8 x 8 block keeps its lowest frequencies, coarsely quantised: what JPEG does. */
    static byte[] compressed(byte[] pixels) {
        int size = (int) Math.sqrt(pixels.length / 3.0);
        byte[] out = new byte[pixels.length];
        for (int by = 0; by < size; by += 8) {
            for (int bx = 0; bx < size; bx += 8) {
                for (int c = 0; c < 3; c++) {
                    block(pixels, out, size, by, bx, c);
                }
            }
        }
        return out;
    }

    private static void block(byte[] in, byte[] out, int size, int by, int bx, int c) {
        double[][] f = new double[8][8];
        for (int u = 0; u < 8; u++) {
            for (int v = 0; v < 8; v++) {
                for (int y = 0; y < 8; y++) {
                    for (int x = 0; x < 8; x++) {
                        f[u][v] += (in[((by + y) * size + bx + x) * 3 + c] & 255) * basis(u, y) * basis(v, x);
                    }
                }
                double q = 6 + 4 * (u + v);
                f[u][v] = q * Math.round(f[u][v] / q);
            }
        }
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                double sum = 0;
                for (int u = 0; u < 8; u++) {
                    for (int v = 0; v < 8; v++) {
                        sum += f[u][v] * basis(u, y) * basis(v, x);
                    }
                }
                out[((by + y) * size + bx + x) * 3 + c] = clamp(sum);
            }
        }
    }

    private static double basis(int frequency, int at) {
        return (frequency == 0 ? Math.sqrt(.125) : .5) * Math.cos((2 * at + 1) * frequency * Math.PI / 16);
    }

    @Override
    public int count() {
        return pixels.size();
    }

    @Override
    public int height() {
        return size;
    }

    @Override
    public int width() {
        return size;
    }

    @Override
    public List<String> classes() {
        return List.of("images");
    }

    @Override
    public int label(int i) {
        return 0;
    }

    @Override
    public String file(int i) {
        return prefix + i + ".png";
    }

    @Override
    public String group(int i) {
        return "patient:" + prefix + i;
    }

    @Override
    public void read(int i, byte[] target, int offset) {
        System.arraycopy(pixels.get(i), 0, target, offset, pixels.get(i).length);
    }

    @Override
    public String digest() {
        return prefix + pixels.size();
    }

    /** Means of 8 x 8 cells: features without a network. */
    record Cells8(int dimension) implements FeatureNetwork {

        @Override
        public String name() {
            return "cells";
        }

        @Override
        public Features extract(ImageSet images, Progress progress) {
            int cell = images.height() / 8;
            float[] out = new float[images.count() * dimension];
            for (int i = 0; i < images.count(); i++) {
                byte[] raw = images.read(i);
                for (int j = 0; j < raw.length; j++) {
                    int c = j % images.channels();
                    int x = j / images.channels() % images.width();
                    int y = j / images.channels() / images.width();
                    out[i * dimension + (y / cell * 8 + x / cell) * images.channels() + c] += (raw[j] & 255) / 255f;
                }
            }
            return new Features(images.count(), dimension, out);
        }

        @Override
        public Map<String, String> provenance() {
            return Map.of();
        }

        @Override
        public void close() {
        }
    }
}
