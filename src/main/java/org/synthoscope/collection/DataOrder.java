package org.synthoscope.collection;

import org.synthoscope.base.SynthoscopeException;

/**
 * Which image is shown when: a pure function of the seed and of how many images were shown before, so that a run resumed
 * at any point sees what an uninterrupted one would have seen.
 *
 * <p>Every epoch is a fresh permutation; batches may straddle epochs. Safe for use by several threads.
 */
public final class DataOrder {

    private static final long FLIPS = 0x666c697073L;

    private record Epoch(long number, int[] order) { }

    private final int count;
    private final long seed;
    private volatile Epoch epoch;

    /** @param count images in the set, at least 1 */
    public DataOrder(int count, long seed) {
        if (count < 1) {
            throw new SynthoscopeException("there are no images to show; a training set needs at least one");
        }
        this.count = count;
        this.seed = seed;
        this.epoch = order(0);
    }

    /** The image, 0..count-1, shown as the {@code n}-th of the run, from 0. */
    public int indexAt(long n) {
        if (n < 0) {
            throw new IllegalArgumentException("images are counted from 0, not " + n);
        }
        long number = n / count;
        Epoch current = epoch;
        if (current.number() != number) {
            current = order(number);
            epoch = current;
        }
        return current.order()[(int) (n % count)];
    }

    /** Whether the {@code n}-th image is mirrored left to right, where the run mirrors at all: true for half of them. */
    public boolean flipAt(long n) {
        return Mix.of(Mix.of(seed, FLIPS), n) < 0;
    }

    private Epoch order(long number) {
        return new Epoch(number, Mix.permutation(count, Mix.of(seed, number)));
    }
}
