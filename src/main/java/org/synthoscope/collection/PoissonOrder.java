package org.synthoscope.collection;

import java.util.stream.IntStream;
import org.synthoscope.base.SynthoscopeException;

/**
 * Poisson sampling: in every step each image is in the batch with the same chance, whatever happens to the others. That is
 * what the accountant of differentially private training assumes; batches of an epoch's permutation aren't it. Who is in a
 * step's batch is a pure function of key and step, so that a resumed run sees what an uninterrupted one would have seen.
 *
 * <p>The promise needs the key to be secret: who knows the batches gains nothing by their randomness.
 */
public final class PoissonOrder {

    private static final long FLIPS = 0x706f6973736f6eL;
    private static final double UNIT = 0x1p-53;

    private final int count;
    private final double rate;
    private final long key;

    /**
     * @param count images in the set, at least 1
     * @param rate  chance of each to be in a batch, above 0 and at most 1
     */
    public PoissonOrder(int count, double rate, long key) {
        if (count < 1 || !(rate > 0 && rate <= 1)) {
            throw new SynthoscopeException("an image's chance to be in a batch lies above 0 and at most at 1, not " + rate
                    + " of " + count + " images; choose a smaller batch or add images");
        }
        this.count = count;
        this.rate = rate;
        this.key = key;
    }

    /** The images of a step, ascending; possibly none. */
    public int[] at(long step) {
        long ofStep = Mix.of(key, step);
        return IntStream.range(0, count).filter(i -> (Mix.of(ofStep, i) >>> 11) * UNIT < rate).toArray();
    }

    /** Whether an image of a step is mirrored left to right, where the run mirrors at all: true for half of them. */
    public boolean flipAt(long step, int image) {
        return Mix.of(Mix.of(Mix.of(key, FLIPS), step), image) < 0;
    }
}
