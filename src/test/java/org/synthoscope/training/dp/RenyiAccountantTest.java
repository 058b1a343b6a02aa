package org.synthoscope.training.dp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.synthoscope.base.SynthoscopeException;

class RenyiAccountantTest {

    private static double epsilon(double noise, double rate, long steps, double delta) {
        return RenyiAccountant.guarantee(noise, rate, steps, delta).epsilon();
    }

    @Test
    void theReferenceTrainingHasItsEpsilon() {
        RenyiAccountant.Guarantee g = RenyiAccountant.guarantee(1.5, .04, 2250, 1e-5);
        assertEquals(7.32911, g.epsilon(), 5e-6);
        assertEquals(3.9, g.order());
        assertEquals(1e-5, g.delta());
    }

    /** The moments by numerical integration of their definition: E over N(0, σ²) of ((1 − q) + q·exp((2x − 1)/2σ²))^α. */
    @ParameterizedTest
    @CsvSource({"1.5, .04, 3.9", "1.5, .04, 4", "1.5, .04, 1.1", "0.7, .2, 2.5", "0.7, .2, 12", "4, .01, 10.9", "1, .5, 1.7",
        "1, .9, 6.3"})
    void divergencesAreThoseOfTheDefinition(double noise, double rate, double order) {
        double sum = 0;
        double step = 1e-3;
        for (double x = -60 * noise; x < 60 * noise + order; x += step) {
            double log = order * Math.log((1 - rate) + rate * Math.exp((2 * x - 1) / (2 * noise * noise)))
                    - x * x / (2 * noise * noise) - Math.log(noise * Math.sqrt(2 * Math.PI));
            sum += Math.exp(log) * step;
        }
        assertEquals(Math.log(sum) / (order - 1), RenyiAccountant.divergence(noise, rate, order), 1e-7);
    }

    @Test
    void aWholeBatchIsThePlainGaussianMechanism() {
        assertEquals(7 / (2 * 2.25), RenyiAccountant.divergence(1.5, 1, 7), 1e-12);
        assertEquals(7 / (2 * 2.25), RenyiAccountant.divergence(1.5, 1 - 1e-12, 7), 1e-6);
    }

    @Test
    void fractionalOrdersJoinTheWholeOnes() {
        for (int order = 2; order < 11; order++) {
            assertEquals(RenyiAccountant.divergence(1.2, .05, order), RenyiAccountant.divergence(1.2, .05, order + 1e-9), 1e-7);
        }
    }

    @Property(tries = 60, seed = "1")
    void moreNoiseFewerStepsAndSmallerBatchesNeverCostMore(@ForAll @Scale(9) @DoubleRange(min = .5, max = 8) double noise,
            @ForAll @Scale(9) @DoubleRange(min = .001, max = .9) double rate, @ForAll @IntRange(min = 1, max = 20_000) int steps,
            @ForAll @Scale(9) @DoubleRange(min = 1e-8, max = 1e-3) double delta, @ForAll @Scale(9) @DoubleRange(min = 1, max = 3) double factor) {
        double epsilon = epsilon(noise, rate, steps, delta);
        double slack = 1e-9 * Math.max(1, epsilon);
        assertTrue(epsilon >= 0);
        assertTrue(epsilon(noise * factor, rate, steps, delta) <= epsilon + slack);
        assertTrue(epsilon(noise, rate / factor, steps, delta) <= epsilon + slack);
        assertTrue(epsilon(noise, rate, (long) (steps * factor), delta) >= epsilon - slack);
        assertTrue(epsilon(noise, rate, steps, Math.min(.5, delta * factor)) <= epsilon + slack);
    }

    @Test
    void aBudgetGivesTheNoiseAndTheStepsThatKeepIt() {
        double noise = RenyiAccountant.noiseFor(3, .04, 2250, 1e-5);
        assertTrue(epsilon(noise, .04, 2250, 1e-5) <= 3);
        assertTrue(epsilon(noise - .002, .04, 2250, 1e-5) > 3);
        long steps = RenyiAccountant.stepsFor(3, 1.5, .04, 1e-5);
        assertTrue(epsilon(1.5, .04, steps, 1e-5) <= 3);
        assertTrue(epsilon(1.5, .04, steps + 1, 1e-5) > 3);
    }

    @Test
    void nothingLearnedCostsNothingAndNoNoisePromisesNothing() {
        assertEquals(0, epsilon(1, .04, 0, 1e-5));
        assertEquals(0, epsilon(1, 0, 100, 1e-5));
        assertEquals(Double.POSITIVE_INFINITY, epsilon(0, .04, 1, 1e-5));
        assertEquals(0, RenyiAccountant.stepsFor(.001, .5, .5, 1e-9));
    }

    @Test
    void valuesOutsideTheirRangeAreNamed() {
        assertTrue(assertThrows(SynthoscopeException.class, () -> epsilon(-1, .1, 1, 1e-5)).getMessage().contains("-1"));
        assertTrue(assertThrows(SynthoscopeException.class, () -> epsilon(1, 1.5, 1, 1e-5)).getMessage().contains("1.5"));
        assertTrue(assertThrows(SynthoscopeException.class, () -> epsilon(1, .5, 1, 0)).getMessage().contains("delta"));
        assertThrows(SynthoscopeException.class, () -> RenyiAccountant.noiseFor(0, .1, 10, 1e-5));
    }

    @Test
    void theComplementaryErrorFunctionIsRightFarOut() {
        assertEquals(Math.log(.5), RenyiAccountant.logHalfErfc(0), 1e-15);
        // erfc(1) and erfc(3), Abramowitz and Stegun; erfc(10) = 2.0884875837625447e-45
        assertEquals(Math.log(.15729920705028513 / 2), RenyiAccountant.logHalfErfc(1), 1e-14);
        assertEquals(Math.log(2.209049699858544e-5 / 2), RenyiAccountant.logHalfErfc(3), 1e-13);
        assertEquals(Math.log(2.0884875837625447e-45 / 2), RenyiAccountant.logHalfErfc(10), 1e-12);
        assertEquals(Math.log(1 - .15729920705028513 / 2), RenyiAccountant.logHalfErfc(-1), 1e-14);
    }
}
