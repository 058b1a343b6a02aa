package org.synthoscope.evidence.privacy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.Groups;
import org.synthoscope.evidence.Points;
import org.synthoscope.evidence.SelfTest.Check;
import org.synthoscope.training.dp.RenyiAccountant;

/**
 * The known answers of the privacy measures, computed on the user's own machine; a sequel to {@link
 * org.synthoscope.evidence.SelfTest}, which can't call what depends on it.
 */
public final class PrivacyChecks {

    private static final int COUNT = 1000;

    private PrivacyChecks() {
    }

    /** Runs all checks, in a fixed order; takes seconds. */
    public static List<Check> run() {
        Points train = normal(16, 21);
        Points made = normal(16, 22);
        Points held = normal(16, 23);
        int[] singles = Groups.singles(COUNT);
        DataCopying copying = DataCopying.of(train, 1);
        RocArea attack = area(train, held, made);
        Estimate risk = ResidualRisk.of(120, 1000, 80, 1000);
        return List.of(
                new Check("authenticity of copies", 0, Authenticity.of(train, singles, train, singles).value(), 0),
                new Check("authenticity of one distribution, 2 dimensions", .38, authenticity(2), .04),
                new Check("authenticity of one distribution, 16 dimensions", .70, authenticity(16), .04),
                new Check("authenticity of one distribution, 64 dimensions", .81, authenticity(64), .04),
                new Check("adversarial accuracy of copies", 0,
                        AdversarialAccuracy.of(train, singles, train, singles, 1).value(), 0),
                new Check("adversarial accuracy of one distribution", .5,
                        AdversarialAccuracy.of(train, singles, made, singles, 1).value(), .04),
                new Check("C_T of one distribution", 0, copying.test(held, singles, made, singles)
                        .map(DataCopying.Result::value).orElse(Double.NaN), 1.8),
                new Check("membership attack on one distribution", .5, attack.value(), .04),
                new Check("membership attack on copies", 1, area(train, held, train).value(), 0),
                new Check("null band of an attack, 1,554 and 1,554 images", .020, RocArea.nullBand(1554, 1554), 5e-4),
                new Check("null band of an attack, 1,243 and 311 images", .036, RocArea.nullBand(1243, 311), 5e-4),
                new Check("null band of an attack, 1,399 and 155 images", .048, RocArea.nullBand(1399, 155), 5e-4),
                new Check("bound of no copy among 8,000", .00037, ExactShare.of(0, 8000).high(), 5e-6),
                new Check("residual risk of 120 against 80 of 1,000", .0434, risk.value(), 5e-5),
                new Check("its half width", .0281, risk.high() - risk.value(), 5e-5),
                new Check("epsilon of 2,250 private steps, sigma 1.5, q .04", 7.32911,
                        RenyiAccountant.guarantee(1.5, .04, 2250, 1e-5).epsilon(), 5e-6));
    }

    private static double authenticity(int dimension) {
        int[] singles = Groups.singles(COUNT);
        return Authenticity.of(normal(dimension, 24), singles, normal(dimension, 25), singles).value();
    }

    private static RocArea area(Points train, Points held, Points made) {
        int[] singles = Groups.singles(COUNT);
        MembershipAttack.Scores scores = MembershipAttack.plain(Neighbourhood.of(new Sides("", train, singles, held, singles,
                made, singles)));
        return RocArea.of(scores.members(), singles, scores.holdout(), singles);
    }

    private static Points normal(int dimension, long seed) {
        Random random = new Random(seed);
        double[] values = new double[COUNT * dimension];
        Arrays.setAll(values, i -> random.nextGaussian());
        return new Points(COUNT, dimension, values);
    }
}
