package org.synthoscope.evidence.turing;

import org.synthoscope.evidence.PairedTests;

/**
 * Are readers as good as guessing? Two one-sided tests (Schuirmann, 1987) of the area under the ROC curve against .5 − margin
 * and .5 + margin, each at 5%. That a test of difference finds nothing would prove nothing.
 *
 * @param verdict what follows
 * @param area    mean over readers
 * @param low     lower end of the 90% interval, which must lie within the margin
 * @param high    upper end
 * @param p       the larger of the two tests'
 * @param policy  the margin, and who set it
 * @param perKind images of each kind shown
 * @param needed  images of each kind with which one reader who guesses is shown to guess in 8 of 10 tests
 */
public record Equivalence(Verdict verdict, double area, double low, double high, double p, TuringPolicy policy, int perKind,
                          int needed) {

    /** What follows from the two tests and the interval. */
    public enum Verdict {
        /** Shown to lie within the margin. */
        EQUIVALENT("as good as guessing"),
        /** Not within the margin, and the 95% interval excludes guessing. */
        DIFFERENT("readers can tell"),
        /** Neither. */
        INSUFFICIENT("insufficient evidence");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    private static final double Z90 = 1.2815515655446004;
    private static final double Z95 = 1.6448536269514722;
    private static final double Z975 = 1.959963984540054;
    private static final double LEVEL = 0.05;

    /** Judges an area. @param error above 0 */
    static Equivalence of(double area, double error, int perKind, TuringPolicy policy) {
        double p = Math.max(upper((area - (0.5 - policy.margin())) / error), upper(((0.5 + policy.margin()) - area) / error));
        Verdict verdict = p < LEVEL ? Verdict.EQUIVALENT
                : Math.abs(area - 0.5) > Z975 * error ? Verdict.DIFFERENT : Verdict.INSUFFICIENT;
        return new Equivalence(verdict, area, area - Z95 * error, area + Z95 * error, p, policy, perKind, needed(policy.margin()));
    }

    /** P(Z > z). */
    private static double upper(double z) {
        return z >= 0 ? PairedTests.upperTail(z) : 1 - PairedTests.upperTail(-z);
    }

    /** Images of each kind for a power of 80% where one reader truly guesses: .15 takes 64, .1 takes 144. */
    public static int needed(double margin) {
        int n = 2;
        while (Math.sqrt((2 * n + 1.0) / (12.0 * n * n)) > margin / (Z90 + Z95)) {
            n++;
        }
        return n;
    }
}
