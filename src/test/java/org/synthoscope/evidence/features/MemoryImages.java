package org.synthoscope.evidence.features;

import java.util.List;
import java.util.Random;
import org.synthoscope.collection.ImageSet;

/** Images in an array, H x W x C one after another. */
record MemoryImages(int count, int height, int width, int channels, byte[] pixels) implements ImageSet {

    static MemoryImages random(long seed, int count, int height, int width, int channels) {
        byte[] pixels = new byte[count * height * width * channels];
        new Random(seed).nextBytes(pixels);
        return new MemoryImages(count, height, width, channels, pixels);
    }

    static MemoryImages constant(int value, int count, int height, int width, int channels) {
        byte[] pixels = new byte[count * height * width * channels];
        java.util.Arrays.fill(pixels, (byte) value);
        return new MemoryImages(count, height, width, channels, pixels);
    }

    MemoryImages part(int from, int n) {
        int each = height * width * channels;
        return new MemoryImages(n, height, width, channels,
                java.util.Arrays.copyOfRange(pixels, from * each, (from + n) * each));
    }

    @Override
    public List<String> classes() {
        return List.of("all");
    }

    @Override
    public int label(int index) {
        return 0;
    }

    @Override
    public String file(int index) {
        return "image" + index + ".png";
    }

    @Override
    public String group(int index) {
        return file(index);
    }

    @Override
    public String digest() {
        return Integer.toHexString(java.util.Arrays.hashCode(pixels));
    }

    @Override
    public void read(int index, byte[] target, int offset) {
        int each = height * width * channels;
        System.arraycopy(pixels, index * each, target, offset, each);
    }
}
