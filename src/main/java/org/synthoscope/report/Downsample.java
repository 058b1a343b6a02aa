package org.synthoscope.report;

import java.util.Arrays;

/** Thins a long series to what a chart can show without losing its spikes. */
final class Downsample {

    private Downsample() {
    }

    /**
     * Indices to keep, increasing: of every bucket the first, last, smallest and largest value, and the first gap.
     * A series that is short already is kept whole.
     *
     * @param y       values; NaN and infinities are gaps
     * @param buckets how many stretches of equal length to divide the series into, at least 1
     */
    static int[] keep(double[] y, int buckets) {
        int n = y.length;
        if (n <= 5 * buckets) {
            int[] all = new int[n];
            Arrays.setAll(all, i -> i);
            return all;
        }
        int[] kept = new int[5 * buckets];
        int count = 0;
        for (int b = 0; b < buckets; b++) {
            int from = (int) ((long) n * b / buckets);
            int to = (int) ((long) n * (b + 1) / buckets);
            int[] picks = picks(y, from, to);
            for (int pick : picks) {
                if (pick >= 0 && (count == 0 || kept[count - 1] < pick)) {
                    kept[count++] = pick;
                }
            }
        }
        return Arrays.copyOf(kept, count);
    }

    private static int[] picks(double[] y, int from, int to) {
        int first = -1;
        int last = -1;
        int min = -1;
        int max = -1;
        int gap = -1;
        for (int i = from; i < to; i++) {
            if (!Double.isFinite(y[i])) {
                gap = gap < 0 ? i : gap;
                continue;
            }
            first = first < 0 ? i : first;
            last = i;
            min = min < 0 || y[i] < y[min] ? i : min;
            max = max < 0 || y[i] > y[max] ? i : max;
        }
        int[] picks = {first, min, max, gap, last};
        Arrays.sort(picks);
        return picks;
    }
}
