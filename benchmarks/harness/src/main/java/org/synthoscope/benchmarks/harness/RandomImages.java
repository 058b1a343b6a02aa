package org.synthoscope.benchmarks.harness;

import java.util.Random;

/**
 * Random 8-bit images in memory, the same for all contestants: what is measured is training, not decoding.
 * A value is uniform on 0..255, so that the bytes may be read as N x C x H x W or N x H x W x C alike.
 */
public final class RandomImages {
    private final byte[] pixels;
    private final int imageBytes;
    private final int count;
    private final Random order;

    /** {@code count} images of {@code channels} x {@code side} x {@code side}; the same bytes and order for the same seed. */
    public RandomImages(int count, int channels, int side, long seed) {
        this.count = count;
        this.imageBytes = channels * side * side;
        this.pixels = new byte[Math.multiplyExact(count, imageBytes)];
        this.order = new Random(seed);
        order.nextBytes(pixels);
    }

    /** Fills {@code batch} with as many images as it holds, drawn at random. */
    public void next(byte[] batch) {
        for (int at = 0; at < batch.length; at += imageBytes) {
            System.arraycopy(pixels, order.nextInt(count) * imageBytes, batch, at, imageBytes);
        }
    }
}
