package org.synthoscope.evidence.turing;

import java.util.Arrays;
import java.util.List;
import org.synthoscope.evidence.SelfTest.Check;

/** The known answers of the reader test's statistics, computed on the user's own machine. */
public final class TuringChecks {

    private TuringChecks() {
    }

    /** Runs all checks, in a fixed order. */
    public static List<Check> run() {
        Guessing guessing = Guessing.of(200);
        // 20 + 15 agreements, 5 + 10 disagreements: .7 observed, .5 expected.
        String[] one = new String[50];
        String[] other = new String[50];
        Arrays.setAll(one, i -> i < 25 ? "yes" : "no");
        Arrays.setAll(other, i -> i < 20 || i >= 25 && i < 35 ? "yes" : "no");
        ReaderArea area = ReaderArea.of(List.of(new double[] {.9, .8, .7, .6, .35}), List.of(new double[] {.55, .4, .3, .2, .1}),
                new int[] {0, 1, 2, 3, 4});
        return List.of(
                new Check("fewest right answers of guessing, 200 images", 86, guessing.low(), 0),
                new Check("most right answers of guessing, 200 images", 114, guessing.high(), 0),
                new Check("Cohen's kappa of 20, 5, 10 and 15", .4, Kappa.of(one, other), 1e-12),
                new Check("area under a reader's ROC curve", .92, area.value(), 1e-12),
                new Check("p of equivalence, area .52, error .05, margin .15", .0046612,
                        Equivalence.of(.52, .05, 64, TuringPolicy.DEFAULT).p(), 1e-7),
                new Check("images of each kind for equivalence at .15", 64, Equivalence.needed(.15), 0));
    }
}
