package org.synthoscope.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.classifier.Plateau.Watched;

class SchedulesTest {

    private static List<EpochReport> losses(double... values) {
        List<EpochReport> epochs = new ArrayList<>();
        for (double v : values) {
            epochs.add(new EpochReport(epochs.size() + 1, 0, 0, v, 0.5, 0));
        }
        return epochs;
    }

    private static List<EpochReport> accuracies(double... values) {
        List<EpochReport> epochs = new ArrayList<>();
        for (double v : values) {
            epochs.add(new EpochReport(epochs.size() + 1, 0, 0, 1, v, 0));
        }
        return epochs;
    }

    /** The rate of every epoch. */
    private static double[] rates(Plateau plateau, double first, List<EpochReport> epochs) {
        double[] out = new double[epochs.size() + 1];
        Arrays.setAll(out, i -> plateau.rate(first, epochs.subList(0, i)));
        return out;
    }

    @Test
    void theRateIsHalvedAfterTwoEpochsWithoutBetterAccuracyAndTheWaitStartsAnew() {
        assertArrayEquals(new double[] {1e-3, 1e-3, 1e-3, 5e-4, 5e-4, 2.5e-4, 2.5e-4, 2.5e-4, 1.25e-4},
                rates(Plateau.STUDY, 1e-3, accuracies(.7, .7, .6, .65, .7, .8, .8, .79)), 1e-12);
    }

    @Test
    void itNeverFallsBelowTheFloorNorRisesToIt() {
        Plateau plateau = new Plateau(0.5, 1, 1e-5, Watched.VALIDATION_LOSS);
        assertArrayEquals(new double[] {3e-5, 3e-5, 1.5e-5, 1e-5, 1e-5},
                rates(plateau, 3e-5, losses(1, 1, 1, 1)), 1e-15);
        assertArrayEquals(new double[] {1e-6, 1e-6, 1e-6, 1e-6}, rates(plateau, 1e-6, losses(1, 1, 1)), 1e-15);
    }

    @Test
    void aTenThousandthIsNoImprovement() {
        Plateau plateau = new Plateau(0.5, 2, 0, Watched.VALIDATION_LOSS);
        assertEquals(0.5, plateau.rate(1, losses(1, 0.99995, 0.99995)), 0);
        assertEquals(1, plateau.rate(1, losses(1, 0.9998, 0.9998)), 0);
    }

    @Test
    void trainingEndsTenEpochsAfterTheBestLoss() {
        List<Double> losses = new ArrayList<>(List.of(.9, .5, .7));
        for (int i = 0; i < 8; i++) {
            losses.add(.5);
            assertFalse(EarlyStopping.STUDY.ends(losses), losses.size() + " epochs");
        }
        // Equal isn't better: the best remains the second, and this is the tenth after it.
        losses.add(.6);
        assertTrue(EarlyStopping.STUDY.ends(losses));
        assertEquals(1, EarlyStopping.best(losses));
        losses.set(losses.size() - 1, .4);
        assertFalse(EarlyStopping.STUDY.ends(losses));
        assertFalse(EarlyStopping.STUDY.ends(List.of()));
        assertFalse(EarlyStopping.NEVER.ends(losses));
    }

    @Test
    void classesWeighTheInverseOfTheirShare() {
        // The study's 17,755 nevi and 1,554 melanomas.
        double[] weights = new ClassWeights.ByFrequency().of(new int[] {17_755, 1_554});
        assertEquals(0.543762, weights[0], 1e-6);
        assertEquals(6.212677, weights[1], 1e-6);
        assertEquals(17_755 * weights[0], 1_554 * weights[1], 1e-9);
        assertEquals(19_309, 17_755 * weights[0] + 1_554 * weights[1], 1e-9);
        assertArrayEquals(new double[] {1, 1, 1}, new ClassWeights.ByFrequency().of(new int[] {5, 5, 5}), 1e-15);
        assertArrayEquals(new double[] {1, 1}, new ClassWeights.Equal().of(new int[] {1, 9}));
        assertArrayEquals(new double[] {1, 8}, new ClassWeights.Given(List.of(1.0, 8.0)).of(new int[] {1, 9}));
    }

    @Test
    void weightsThatMakeNoSenseAreRefused() {
        assertThrows(SynthoscopeException.class, () -> new ClassWeights.ByFrequency().of(new int[] {5, 0}));
        assertThrows(SynthoscopeException.class, () -> new ClassWeights.Given(List.of(1.0, -1.0)));
        assertThrows(SynthoscopeException.class, () -> new ClassWeights.Given(List.of(1.0)).of(new int[] {5, 5}));
        assertThrows(SynthoscopeException.class, () -> new Plateau(0, 2, 0, Watched.VALIDATION_LOSS));
        assertThrows(SynthoscopeException.class, () -> new EarlyStopping(0));
    }
}
