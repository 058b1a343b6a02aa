package org.synthoscope.collection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.synthoscope.base.SynthoscopeException;

class PoissonOrderTest {

    @Test
    void sizesAreBinomialAndImagesIndependent() {
        PoissonOrder order = new PoissonOrder(400, 0.05, 77);
        int steps = 4000;
        double sum = 0;
        double squares = 0;
        int[] times = new int[400];
        int together = 0;
        for (int s = 0; s < steps; s++) {
            int[] drawn = order.at(s);
            sum += drawn.length;
            squares += (double) drawn.length * drawn.length;
            Arrays.stream(drawn).forEach(i -> times[i]++);
            together += Arrays.binarySearch(drawn, 3) >= 0 && Arrays.binarySearch(drawn, 4) >= 0 ? 1 : 0;
        }
        double mean = sum / steps;
        assertEquals(20, mean, 4 * Math.sqrt(19.0 / steps));
        // The variance of Binomial(400, .05) is 19; batches of one size would have none.
        assertEquals(19, squares / steps - mean * mean, 19 * 4 * Math.sqrt(2.0 / steps));
        double chi = Arrays.stream(times).mapToDouble(t -> (t - 200.0) * (t - 200.0) / 190).sum();
        assertEquals(400, chi, 4 * Math.sqrt(800), "every image as often");
        assertEquals(10, together, 4 * Math.sqrt(10), "neighbours are together by chance only");
    }

    @Test
    void aStepIsAFunctionOfKeyAndNumber() {
        assertArrayEquals(new PoissonOrder(400, 0.05, 77).at(9), new PoissonOrder(400, 0.05, 77).at(9));
        assertFalse(Arrays.equals(new PoissonOrder(400, 0.05, 78).at(9), new PoissonOrder(400, 0.05, 77).at(9)));
        assertFalse(Arrays.equals(new PoissonOrder(400, 0.05, 77).at(10), new PoissonOrder(400, 0.05, 77).at(9)));
    }

    /** Whether an image is drawn doesn't depend on how many others there are. */
    @Test
    void oneImageMoreChangesNothingForTheOthers() {
        int[] without = new PoissonOrder(400, 0.05, 77).at(5);
        int[] with = new PoissonOrder(401, 0.05, 77).at(5);
        assertArrayEquals(without, Arrays.stream(with).filter(i -> i < 400).toArray());
    }

    @Test
    void ratesOutsideTheirRangeAreRefused() {
        assertTrue(assertThrows(SynthoscopeException.class, () -> new PoissonOrder(10, 1.2, 1)).getMessage().contains("smaller batch"));
        assertThrows(SynthoscopeException.class, () -> new PoissonOrder(10, 0, 1));
        assertEquals(10, new PoissonOrder(10, 1, 1).at(0).length);
    }
}
