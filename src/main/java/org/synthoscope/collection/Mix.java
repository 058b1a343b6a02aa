package org.synthoscope.collection;

/** Stateless random numbers: the finaliser of SplitMix64 (Steele, Lea, Flood 2014), fixed here so that no JDK changes it. */
final class Mix {

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private Mix() {
    }

    /** A well-mixed 64-bit number from two. */
    static long of(long seed, long position) {
        return finish(finish(seed + GOLDEN) + GOLDEN * (position + 1));
    }

    private static long finish(long value) {
        long z = value;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** A permutation of 0..count-1 (Fisher-Yates). */
    static int[] permutation(int count, long seed) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        for (int i = count - 1; i > 0; i--) {
            // The bias of the high product is below 2^-31 at any count.
            int j = (int) Math.multiplyHigh(of(seed, i) >>> 1, 2L * (i + 1));
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        return order;
    }
}
