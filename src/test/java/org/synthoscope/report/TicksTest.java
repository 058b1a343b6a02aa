package org.synthoscope.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

class TicksTest {

    @Property(tries = 300, seed = "2718281828")
    void linearTicksIncreaseAndCoverTheRange(@ForAll @DoubleRange(min = -1e300, max = 1e300) double a,
                                             @ForAll @DoubleRange(min = -1e300, max = 1e300) double b,
                                             @ForAll @IntRange(min = 1, max = 10) int target) {
        covers(Ticks.linear(Math.min(a, b), Math.max(a, b), target), Math.min(a, b), Math.max(a, b));
    }

    @Property(tries = 300, seed = "2718281828")
    void linearTicksCoverNarrowRangesToo(@ForAll @DoubleRange(min = -1e6, max = 1e6) double a,
                                         @ForAll @DoubleRange(min = 0, max = 1e-3) @Scale(12) double width) {
        double[] ticks = Ticks.linear(a, a + width, 5);
        covers(ticks, a, a + width);
        assertTrue(ticks.length <= 14, Arrays.toString(ticks));
    }

    @Property(tries = 300, seed = "2718281828")
    void logTicksIncreaseAndCoverTheRange(@ForAll @DoubleRange(min = -200, max = 200) double a,
                                          @ForAll @DoubleRange(min = -200, max = 200) double b) {
        double low = Math.pow(10, Math.min(a, b));
        double high = Math.pow(10, Math.max(a, b));
        double[] ticks = Ticks.log(low, high);
        covers(ticks, low, high);
        assertTrue(ticks.length <= 14, Arrays.toString(ticks));
    }

    @Example
    void ticksAreRoundNumbers() {
        assertArrayEquals(new double[] {0, 2, 4, 6, 8, 10}, Ticks.linear(0.3, 9.1, 5), 1e-12);
        assertArrayEquals(new double[] {-0.5, 0, 0.5, 1}, Ticks.linear(-0.2, 0.95, 3), 1e-12);
        assertArrayEquals(new double[] {0.02, 0.05, 0.1, 0.2, 0.5, 1}, Ticks.log(0.021, 0.61), 1e-12);
        assertArrayEquals(new double[] {1e-4, 1e-3, 1e-2, 1e-1, 1, 10}, Ticks.log(2e-4, 3), 1e-12);
    }

    @Example
    void aConstantGetsRoomOnBothSides() {
        for (double constant : new double[] {0, 1, -3, 2e-4, 1e12, Double.MIN_VALUE}) {
            double[] ticks = Ticks.linear(constant, constant, 5);
            assertTrue(ticks[0] < constant && ticks[ticks.length - 1] > constant, Arrays.toString(ticks));
        }
    }

    private static void covers(double[] ticks, double low, double high) {
        assertTrue(ticks.length >= 2, Arrays.toString(ticks));
        for (int i = 1; i < ticks.length; i++) {
            assertTrue(ticks[i] > ticks[i - 1], Arrays.toString(ticks));
        }
        assertTrue(ticks[0] <= low, ticks[0] + " above " + low);
        assertTrue(ticks[ticks.length - 1] >= high, ticks[ticks.length - 1] + " below " + high);
    }
}
