package org.synthoscope.report;

import java.util.ArrayList;
import java.util.List;

/** Round positions for the marks of an axis. */
final class Ticks {

    private static final int MOST = 200;

    private Ticks() {
    }

    /**
     * Multiples of 1, 2 or 5 times a power of ten, increasing, the first not above {@code low} and the last not below
     * {@code high}. A range without extent is widened around its value.
     *
     * @param low    finite
     * @param high   finite, not below {@code low}
     * @param target about how many gaps between ticks, at least 1
     */
    static double[] linear(double low, double high, int target) {
        double size = Math.max(Math.abs(low), Math.abs(high));
        double lo = low;
        double hi = high;
        // Also widens ranges so narrow that their ticks would differ only in the last bits.
        if (hi - lo <= size * 1e-9 || hi - lo < 1e-290) {
            double pad = size > 1e-280 ? size * 0.1 : 1;
            lo -= pad;
            hi += pad;
        }
        double step = step(hi / target - lo / target);
        double first = Math.floor(lo / step);
        while (first * step > low) {
            first--;
        }
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            double tick = (first + i) * step;
            ticks.add(tick);
            if (tick >= hi) {
                break;
            }
        }
        return ticks.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /**
     * Powers of ten, with 2 and 5 between them where the range is short, covering the range as {@link #linear} does.
     *
     * @param low positive and finite
     */
    static double[] log(double low, double high) {
        int from = (int) Math.floor(Math.log10(low)) - 1;
        int to = (int) Math.ceil(Math.log10(high)) + 1;
        double decades = Math.log10(high) - Math.log10(low);
        int[] mantissas = decades <= 3 ? new int[] {1, 2, 5} : new int[] {1};
        int stride = Math.max(1, (int) Math.ceil(decades / 7));
        List<Double> candidates = new ArrayList<>();
        for (int e = from - stride; e <= to + stride; e += stride) {
            for (int m : mantissas) {
                candidates.add(Double.parseDouble(m + "e" + e));
            }
        }
        int first = 0;
        while (first + 1 < candidates.size() && candidates.get(first + 1) <= low) {
            first++;
        }
        int last = candidates.size() - 1;
        while (last - 1 > first && candidates.get(last - 1) >= high) {
            last--;
        }
        return candidates.subList(first, last + 1).stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double step(double raw) {
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double mantissa = raw / power;
        double nice = mantissa <= 1.0000001 ? 1 : mantissa <= 2.0000001 ? 2 : mantissa <= 5.0000001 ? 5 : 10;
        return nice * power;
    }
}
