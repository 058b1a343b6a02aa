package org.synthoscope.collection;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.synthoscope.base.SynthoscopeException;

/**
 * Which image is shown when: a pure function of the seed and of how many images were shown before, so that a run resumed
 * at any point sees what an uninterrupted one would have seen.
 *
 * <p>Every epoch is a fresh permutation; batches may straddle epochs. Safe for use by several threads.
 */
public final class DataOrder {

    private static final long FLIPS = 0x666c697073L;

    private static final long CLASSES = 0x636c617373L;

    private record Epoch(long number, int[] order) { }

    /** Images that are shown in turn, each once before any is shown again. */
    private static final class Turns {

        private final int[] images;
        private final long seed;
        private volatile Epoch epoch;

        Turns(int[] images, long seed) {
            this.images = images;
            this.seed = seed;
            this.epoch = order(0);
        }

        int at(long n) {
            long number = n / images.length;
            Epoch current = epoch;
            if (current.number() != number) {
                current = order(number);
                epoch = current;
            }
            return images[current.order()[(int) (n % images.length)]];
        }

        private Epoch order(long number) {
            return new Epoch(number, Mix.permutation(images.length, Mix.of(seed, number)));
        }
    }

    private final List<Turns> classes;
    private final long seed;

    private DataOrder(List<Turns> classes, long seed) {
        this.classes = classes;
        this.seed = seed;
    }

    /**
     * Every image as often as any other.
     *
     * @param count images in the set, at least 1
     */
    public DataOrder(int count, long seed) {
        this(List.of(new Turns(all(count), seed)), seed);
    }

    /**
     * Every class as often as any other: the n-th image shown is of class n modulo their number, and within a class every image
     * as often as any other.
     *
     * @param labels of the images, 0 to {@code names.size() - 1}
     * @param names  of the classes, for the error message
     * @throws SynthoscopeException if a class has no image
     */
    public static DataOrder balanced(int[] labels, List<String> names, long seed) {
        List<Turns> turns = new ArrayList<>();
        for (int c = 0; c < names.size(); c++) {
            int label = c;
            int[] images = IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
            if (images.length == 0) {
                throw new SynthoscopeException("class '" + names.get(c) + "' has no images to train on; add some, or choose "
                        + "'sampling: natural'");
            }
            turns.add(new Turns(images, Mix.of(Mix.of(seed, CLASSES), c)));
        }
        return new DataOrder(turns, seed);
    }

    private static int[] all(int count) {
        if (count < 1) {
            throw new SynthoscopeException("there are no images to show; a training set needs at least one");
        }
        return IntStream.range(0, count).toArray();
    }

    /** The image, 0..count-1, shown as the {@code n}-th of the run, from 0. */
    public int indexAt(long n) {
        if (n < 0) {
            throw new IllegalArgumentException("images are counted from 0, not " + n);
        }
        return classes.get((int) (n % classes.size())).at(n / classes.size());
    }

    /** Whether the {@code n}-th image is mirrored left to right, where the run mirrors at all: true for half of them. */
    public boolean flipAt(long n) {
        return Mix.of(Mix.of(seed, FLIPS), n) < 0;
    }
}
