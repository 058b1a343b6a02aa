package org.synthoscope.curation;

/**
 * The odds ratio of a fourfold table, ad / bc, with a 95% interval.
 *
 * <p>Where a cell is below {@value #SMALL}, the interval is the exact conditional one: the odds ratios that Fisher's
 * noncentral hypergeometric distribution doesn't reject on either side at 2.5% (Cornfield, "A statistical problem arising
 * from retrospective studies", 1956; Agresti, Categorical Data Analysis, 3rd ed., 16.6.4). It holds for cells of 0 too, where
 * one end is 0 or infinite. Elsewhere the two agree, and Woolf's logit interval (Annals of Human Genetics 19, 1955) is used.
 */
final class OddsRatio {

    private static final long SMALL = 100;
    private static final double TAIL = 0.025;

    private final long low;
    private final double[] logWeights;

    /** The distribution of the first cell given both margins. */
    private OddsRatio(long first, long row, long column, long total) {
        low = Math.max(0, row + column - total);
        long high = Math.min(row, column);
        logWeights = new double[Math.toIntExact(high - low + 1)];
        for (int i = 1; i < logWeights.length; i++) {
            double k = low + i;
            // C(column, k) C(total - column, row - k) relative to k - 1.
            logWeights[i] = logWeights[i - 1] + Math.log((column - k + 1) / k)
                    + Math.log((row - k + 1) / (total - column - row + k));
        }
        if (first < low || first > high) {
            throw new IllegalArgumentException("no fourfold table");
        }
    }

    /**
     * @param a found in the class
     * @param b not found in the class
     * @param c found elsewhere
     * @param d not found elsewhere
     */
    static Interval of(long a, long b, long c, long d) {
        double value = (double) a * d / ((double) b * c);
        if (a + b == 0 || c + d == 0 || a + c == 0 || b + d == 0) {
            return new Interval(Double.NaN, 0, Double.POSITIVE_INFINITY);
        }
        if (Math.min(Math.min(a, b), Math.min(c, d)) >= SMALL) {
            double half = Interval.Z95 * Math.sqrt(1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d);
            return new Interval(value, value * Math.exp(-half), value * Math.exp(half));
        }
        OddsRatio table = new OddsRatio(a, a + b, a + c, a + b + c + d);
        boolean least = a == table.low;
        boolean most = a == table.low + table.logWeights.length - 1;
        return new Interval(value,
                least ? 0 : Math.exp(table.solve(psi -> table.atLeast(a, psi) - TAIL)),
                most ? Double.POSITIVE_INFINITY : Math.exp(table.solve(psi -> TAIL - table.atLeast(a + 1, psi, true))));
    }

    private interface Rising {
        double at(double logPsi);
    }

    /** P(X >= k) at a log odds ratio. */
    private double atLeast(long k, double logPsi) {
        return atLeast(k, logPsi, false);
    }

    /** P(X >= k), or its complement. */
    private double atLeast(long k, double logPsi, boolean complement) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logWeights.length; i++) {
            largest = Math.max(largest, logWeights[i] + i * logPsi);
        }
        double all = 0;
        double above = 0;
        for (int i = 0; i < logWeights.length; i++) {
            double weight = Math.exp(logWeights[i] + i * logPsi - largest);
            all += weight;
            above += low + i >= k != complement ? weight : 0;
        }
        return above / all;
    }

    /** The zero of a rising function of the log odds ratio. */
    private double solve(Rising rising) {
        double from = -1;
        double to = 1;
        while (rising.at(from) > 0) {
            from *= 2;
        }
        while (rising.at(to) < 0) {
            to *= 2;
        }
        for (int i = 0; i < 60; i++) {
            double middle = (from + to) / 2;
            if (rising.at(middle) < 0) {
                from = middle;
            } else {
                to = middle;
            }
        }
        return (from + to) / 2;
    }
}
