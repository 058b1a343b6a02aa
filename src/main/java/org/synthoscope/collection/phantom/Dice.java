package org.synthoscope.collection.phantom;

/**
 * A seeded random stream that gives the same numbers on every JVM: SplitMix64 (Steele, Lea and Flood, "Fast splittable
 * pseudorandom number generators", OOPSLA 2014) with {@link StrictMath} for everything transcendental. {@link #fork}
 * depends on the seed and the tag alone, never on how many numbers were drawn, so adding a draw to one part of an image
 * leaves the other parts as they were.
 */
final class Dice {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long seed;
    private long state;

    Dice(long seed) {
        this.seed = seed;
        this.state = mix(seed ^ GOLDEN);
    }

    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    Dice fork(long tag) {
        return new Dice(mix(seed + GOLDEN * (tag + 1)));
    }

    long nextLong() {
        state += GOLDEN;
        return mix(state);
    }

    int nextInt() {
        return (int) (nextLong() >>> 32);
    }

    /** Uniform in [0, 1). */
    double unit() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    double in(double low, double high) {
        return low + (high - low) * unit();
    }

    /** Uniform in 0..n-1. */
    int below(int n) {
        return (int) (unit() * n);
    }

    boolean chance(double probability) {
        return unit() < probability;
    }

    double sign() {
        return chance(0.5) ? 1 : -1;
    }

    /** Standard normal (Box and Muller 1958; the second value is thrown away to keep draws countable). */
    double gauss() {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - unit()));
        return radius * StrictMath.cos(2 * Math.PI * unit());
    }

    /** Normal around {@code mean}, held within {@code low..high}. */
    double gauss(double mean, double deviation, double low, double high) {
        return Math.max(low, Math.min(high, mean + deviation * gauss()));
    }

    /** An index drawn in proportion to the weights. */
    int weighted(double... weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double mark = unit() * sum;
        for (int i = 0; i < weights.length; i++) {
            mark -= weights[i];
            if (mark < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }
}
