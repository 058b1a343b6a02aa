package org.synthoscope.evidence.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.Groups;
import org.synthoscope.evidence.PairedTests;
import org.synthoscope.evidence.Points;

/** Values that follow from a formula, and what is expected of samples of one distribution. */
class PrivacyKnownAnswersTest {

    static Points normal(int count, int dimension, long seed) {
        Random random = new Random(seed);
        double[] values = new double[count * dimension];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return new Points(count, dimension, values);
    }

    // ---- shares

    @Test
    void noCopyAmongEightThousandBoundsTheRate() {
        Estimate none = ExactShare.of(0, 8000);
        assertEquals(0, none.low());
        assertEquals(.00037, none.high(), 5e-6);
        assertEquals(1 - Math.pow(.05, 1 / 8000.0), none.high(), 1e-12);
        assertEquals(none.high(), ExactShare.visible(8000, .95), 1e-12);
    }

    /** Oracle: the limits are the rates at which the binomial tail is 2.5%, summed exactly. */
    @Property(tries = 40, seed = "1")
    void exactLimitsHaveTheirTails(@ForAll @IntRange(min = 1, max = 59) int hits) {
        int n = 60;
        Estimate e = ExactShare.of(hits, n);
        assertEquals(.025, 1 - cumulative(hits - 1, n, e.low()), 1e-9);
        assertEquals(.025, cumulative(hits, n, e.high()), 1e-9);
    }

    private static double cumulative(int hits, int n, double p) {
        BigDecimal rate = new BigDecimal(p);
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal choose = BigDecimal.ONE;
        for (int i = 0; i <= hits; i++) {
            sum = sum.add(choose.multiply(rate.pow(i, MathContext.DECIMAL128))
                    .multiply(BigDecimal.ONE.subtract(rate).pow(n - i, MathContext.DECIMAL128)));
            choose = choose.multiply(BigDecimal.valueOf(n - i)).divide(BigDecimal.valueOf(i + 1), MathContext.DECIMAL128);
        }
        return sum.doubleValue();
    }

    @Test
    void residualRiskByHand() {
        Estimate risk = ResidualRisk.of(120, 1000, 80, 1000);
        assertEquals(.0434, risk.value(), 5e-5);
        assertEquals(.0281, risk.high() - risk.value(), 5e-5);
        assertEquals(.0281, risk.value() - risk.low(), 5e-5);
        assertEquals(0, ResidualRisk.of(80, 1000, 80, 1000).value(), 1e-15);
    }

    // ---- power

    @ParameterizedTest
    @CsvSource({"1554, 1554, .020", "1243, 311, .036", "1399, 155, .048"})
    void theNullBandOfAnAttackIsThatOfItsSizes(int members, int holdout, double band) {
        assertEquals(band, RocArea.nullBand(members, holdout), 5e-4);
    }

    /** Simulated: 80% of attacks on an area of the stated size are told from chance. */
    @Test
    void theDetectableAreaIsDetectedInFourOfFive() {
        double area = RocArea.detectable(200, 150);
        double shift = Math.sqrt(2) * quantile(area);
        Random random = new Random(3);
        int found = 0;
        for (int run = 0; run < 400; run++) {
            double[] cases = random.doubles(200).map(u -> random.nextGaussian() + shift).toArray();
            double[] controls = random.doubles(150).map(u -> random.nextGaussian()).toArray();
            RocArea a = RocArea.of(cases, Groups.singles(200), controls, Groups.singles(150));
            found += Math.abs(a.value() - .5) > RocArea.nullBand(200, 150) ? 1 : 0;
        }
        assertEquals(.8, found / 400.0, .06);
    }

    /** The standard normal's quantile, by Newton on its own series. */
    private static double quantile(double p) {
        double x = 0;
        for (int i = 0; i < 60; i++) {
            double sum = x;
            double term = x;
            for (int k = 1; k < 60; k++) {
                term *= -x * x / (2 * k);
                sum += term / (2 * k + 1);
            }
            x -= (.5 + sum / Math.sqrt(2 * Math.PI) - p) / (Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI));
        }
        return x;
    }

    // ---- areas

    @Test
    void areasAgreeWithDeLong() {
        boolean[] positive = {true, true, true, true, true, false, false, false, false, false};
        double[] x = {.9, .8, .7, .6, .35, .55, .4, .3, .2, .1};
        RocArea a = RocArea.of(new double[] {.9, .8, .7, .6, .35}, Groups.singles(5),
                new double[] {.55, .4, .3, .2, .1}, Groups.singles(5));
        assertEquals(.92, a.value(), 1e-12);
        assertEquals(PairedTests.deLong(positive, x, x).first(), a.value(), 1e-12);
        // Placement values by hand: cases 1, 1, 1, 1, .6 (variance .032), controls .8, .8, 1, 1, 1 (variance .012).
        assertEquals(Math.sqrt((.032 + .012) / 5), a.error(), 1e-12);
        double[] flat = new double[5];
        assertEquals(.5, RocArea.of(flat, Groups.singles(5), flat, Groups.singles(5)).value());
    }

    @Test
    void perfectSeparationOfFewImagesIsNotCertain() {
        RocArea a = RocArea.of(new double[] {5, 6, 7}, Groups.singles(3), new double[] {1, 2, 3}, Groups.singles(3));
        assertEquals(1, a.value());
        assertTrue(a.estimate().low() < .7, a.estimate().toString());
    }

    @Test
    void severalImagesOfAPatientWidenTheInterval() {
        Random random = new Random(5);
        double[] cases = new double[200];
        double[] controls = new double[200];
        int[] patients = new int[200];
        for (int i = 0; i < 200; i += 4) {
            double one = random.nextGaussian();
            double other = random.nextGaussian();
            for (int j = i; j < i + 4; j++) {
                cases[j] = one + .1 * random.nextGaussian();
                controls[j] = other + .1 * random.nextGaussian();
                patients[j] = i / 4;
            }
        }
        RocArea naive = RocArea.of(cases, Groups.singles(200), controls, Groups.singles(200));
        RocArea honest = RocArea.of(cases, patients, controls, patients);
        assertEquals(naive.value(), honest.value(), 1e-12);
        assertEquals(2, honest.error() / naive.error(), .35);
        assertTrue(honest.widening() > 1.6);
    }

    // ---- memorisation

    @ParameterizedTest
    @CsvSource({"2, .38", "16, .70", "64, .81"})
    void independentSamplesHaveTheAuthenticityOfTheirDimension(int dimension, double expected) {
        int[] singles = Groups.singles(1500);
        Points train = normal(1500, dimension, 1);
        Estimate own = Authenticity.of(train, singles, normal(1500, dimension, 2), singles);
        assertEquals(expected, own.value(), .03);
        Estimate holdout = Authenticity.of(train, singles, normal(1500, dimension, 3), singles);
        assertEquals(own.value(), holdout.value(), .05);
    }

    @ParameterizedTest
    @CsvSource({"2", "16", "64"})
    void independentSamplesCantBeToldApart(int dimension) {
        int[] singles = Groups.singles(800);
        Points train = normal(800, dimension, 1);
        Points made = normal(800, dimension, 2);
        Points held = normal(800, dimension, 3);
        Estimate accuracy = AdversarialAccuracy.of(train, singles, made, singles, 1);
        assertEquals(.5, accuracy.value(), .04);
        DataCopying.Result copying = DataCopying.of(train, 1).test(held, singles, made, singles).orElseThrow();
        assertTrue(Math.abs(copying.value()) < 2, copying.toString());
        assertEquals(1, copying.covered(), 1e-12);
        AdversarialAccuracy.Loss loss = AdversarialAccuracy.loss(new Sides("x", train, singles, held, singles, made, singles), 1);
        assertTrue(Math.abs(loss.value()) < 3 * loss.error(), loss.toString());
    }

    @Test
    void copiesHaveNoAuthenticityNoAdversarialAccuracyAndAVeryNegativeTest() {
        int[] singles = Groups.singles(400);
        Points train = normal(400, 16, 1);
        Points held = normal(400, 16, 3);
        assertEquals(0, Authenticity.of(train, singles, train, singles).value());
        assertEquals(0, AdversarialAccuracy.of(train, singles, train, singles, 1).value());
        DataCopying.Result copying = DataCopying.of(train, 1).test(held, singles, train, singles).orElseThrow();
        assertTrue(copying.value() < -10, copying.toString());
        assertEquals(.5, AdversarialAccuracy.loss(new Sides("x", train, singles, held, singles, train, singles), 1).value(), .05);
    }

    /** Images of one patient lie close together; a released image among them isn't closer than another patient's. */
    @Test
    void aPatientsOwnImagesDoNotHideACopy() {
        Points centres = normal(100, 8, 1);
        Points jitter = normal(300, 8, 2);
        double[] values = new double[300 * 8];
        int[] patients = new int[300];
        for (int i = 0; i < 300; i++) {
            patients[i] = i / 3;
            for (int j = 0; j < 8; j++) {
                values[i * 8 + j] = centres.values()[i / 3 * 8 + j] + .01 * jitter.values()[i * 8 + j];
            }
        }
        Points train = new Points(300, 8, values);
        // Closer to the patient than any other patient, but farther than the patient's own other images.
        Points released = new Points(300, 8, java.util.Arrays.stream(values).map(v -> v + .03).toArray());
        assertEquals(0, Authenticity.of(train, patients, released, Groups.singles(300)).value());
        assertTrue(Authenticity.of(train, Groups.singles(300), released, Groups.singles(300)).value() > .9);
    }

    @Test
    void tooFewReleasedImagesLeaveTheTestOfCopyingOpen() {
        Points train = normal(100, 4, 1);
        assertTrue(DataCopying.of(train, 1).test(normal(50, 4, 2), Groups.singles(50), normal(20, 4, 3), Groups.singles(20))
                .isEmpty());
    }
}
