package org.synthoscope.evidence;

import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.synthoscope.collection.ImageSet;

/** Images in memory, for tests. */
record ArrayImages(int count, int height, int width, int channels, List<String> classes, IntUnaryOperator labels,
                   IntUnaryOperator groups, byte[][] pixels) implements ImageSet {

    @Override
    public int label(int index) {
        return labels.applyAsInt(index);
    }

    @Override
    public String file(int index) {
        return "image" + index + ".png";
    }

    @Override
    public String group(int index) {
        return "patient " + groups.applyAsInt(index);
    }

    @Override
    public String digest() {
        return Integer.toHexString(java.util.Arrays.deepHashCode(pixels));
    }

    @Override
    public void read(int index, byte[] target, int offset) {
        System.arraycopy(pixels[index], 0, target, offset, pixels[index].length);
    }

    /** Soft blobs on a tinted ground: class 1 has larger, darker ones; {@code noise} is added to every pixel. */
    static ArrayImages blobs(int count, int size, long seed, double noise) {
        Random random = new Random(seed);
        byte[][] pixels = new byte[count][size * size * 3];
        for (int i = 0; i < count; i++) {
            double cx = size * (.35 + .3 * random.nextDouble());
            double cy = size * (.35 + .3 * random.nextDouble());
            double r = size * (i % 2 == 0 ? .12 : .2) * (.7 + .6 * random.nextDouble());
            double depth = (i % 2 == 0 ? 70 : 110) * (.7 + .6 * random.nextDouble());
            double ground = 170 + 40 * random.nextDouble();
            for (int p = 0; p < size * size; p++) {
                double dx = p % size - cx;
                double dy = p / size - cy;
                double blob = depth * Math.exp(-(dx * dx + dy * dy) / (2 * r * r));
                for (int c = 0; c < 3; c++) {
                    double v = ground - 25 * c - blob * (.6 + .2 * c) + noise * random.nextGaussian();
                    pixels[i][p * 3 + c] = (byte) Math.max(0, Math.min(255, Math.round(v)));
                }
            }
        }
        return new ArrayImages(count, size, size, 3, List.of("nevus", "melanoma"), i -> i % 2, i -> i / 2, pixels);
    }

    ArrayImages withGroups(IntUnaryOperator other) {
        return new ArrayImages(count, height, width, channels, classes, labels, other, pixels);
    }

    ArrayImages withPixels(byte[][] other) {
        return new ArrayImages(count, height, width, channels, classes, labels, groups, other);
    }
}
