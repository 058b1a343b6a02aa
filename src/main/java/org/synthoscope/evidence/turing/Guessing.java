package org.synthoscope.evidence.turing;

/**
 * What guessing brings: right answers among images of which half are of either kind.
 *
 * @param low  with fewer right answers than this a reader does worse than guessing (2.5% of guessers)
 * @param high with more, better
 */
public record Guessing(int low, int high) {

    /** The central 95% of Binomial(n, ½): of 200 images 86 to 114. */
    public static Guessing of(int images) {
        int low = 0;
        while (below(low, images) < 0.025) {
            low++;
        }
        return new Guessing(low, images - low);
    }

    /** Chance of a guesser to stray from half as far as this or farther. */
    public static double p(int right, int images) {
        return Math.min(1, 2 * below(Math.min(right, images - right), images));
    }

    /** P(X ≤ k) of Binomial(n, ½). */
    private static double below(int k, int n) {
        double log = -n * Math.log(2);
        double sum = 0;
        for (int i = 0; i <= k; i++) {
            sum += Math.exp(log);
            log += Math.log(n - i) - Math.log(i + 1.0);
        }
        return sum;
    }
}
