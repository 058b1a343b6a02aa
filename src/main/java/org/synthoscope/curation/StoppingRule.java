package org.synthoscope.curation;

/**
 * When enough has been looked at: a row of right ones bounds the share of wrong ones.
 *
 * <p>If more than a share {@code rate} of many were wrong, {@code n} right ones in a row would have a probability below
 * {@code (1 - rate)^n}; asking ends at {@code n >= ln(alpha) / ln(1 - rate)}. Of a finite number fewer do (hypergeometric
 * instead of binomial): 58 of 4,000 and 39 of 100 for 5% at 95% confidence, 59 of infinitely many. Every wrong one starts
 * the row anew, and row {@code k} is held to {@code alpha / k^2}: however often it starts anew, the chance to end too early
 * stays below {@code 1.65 alpha}, which a fixed level wouldn't grant.
 *
 * <p>The bound is meant for what wasn't asked. It holds if that is no more often wrong than what was asked, which is
 * why the most doubtful are asked first.
 *
 * @param rate       share of wrong ones to be excluded, between 0 and 1
 * @param confidence between 0 and 1
 */
public record StoppingRule(double rate, double confidence) {

    public StoppingRule {
        if (!(rate > 0 && rate < 1 && confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("rate and confidence lie between 0 and 1, not " + rate + ", " + confidence);
        }
    }

    /**
     * How many right ones in a row are needed.
     *
     * @param population how many there are to be asked, those already asked since the last wrong one included
     * @param wrong      wrong ones so far
     */
    public int needed(long population, int wrong) {
        double alpha = (1 - confidence) / ((wrong + 1.0) * (wrong + 1.0));
        long bad = (long) Math.floor(rate * population) + 1;
        double logChance = 0;
        for (int n = 0; n < population; n++) {
            if (logChance <= Math.log(alpha)) {
                return n;
            }
            // One more is drawn without putting back, and it is right.
            long left = population - n;
            logChance += left > bad ? Math.log1p(-(double) bad / left) : Double.NEGATIVE_INFINITY;
        }
        return Math.toIntExact(population);
    }

    /** The same of infinitely many, after no wrong one. */
    public int needed() {
        return (int) Math.ceil(Math.log(1 - confidence) / Math.log1p(-rate));
    }

    /** The share of wrong ones that a row of {@code right} bounds at this rule's confidence, of infinitely many. */
    public double bound(int right) {
        return right == 0 ? 1 : 1 - Math.pow(1 - confidence, 1.0 / right);
    }
}
