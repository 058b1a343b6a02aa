package org.synthoscope.evidence;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Holm's step-down adjustment (1979): keeps the chance of any false finding among several tests at the level of one. */
public final class Holm {

    private Holm() {
    }

    /**
     * Adjusted p values, to be compared with the level as they are: the i-th smallest of m becomes the largest of (m − j +
     * 1)·p₍ⱼ₎ over j ≤ i, at most 1.
     *
     * @param p of each test, 0 to 1
     * @return in the order given
     */
    public static double[] adjust(double... p) {
        int[] order = IntStream.range(0, p.length).boxed().sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(Integer::intValue).toArray();
        double[] out = new double[p.length];
        double largest = 0;
        for (int rank = 0; rank < order.length; rank++) {
            double value = p[order[rank]];
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("a p value is from 0 to 1, not " + value);
            }
            largest = Math.max(largest, Math.min(1, (order.length - rank) * value));
            out[order[rank]] = largest;
        }
        return out;
    }
}
