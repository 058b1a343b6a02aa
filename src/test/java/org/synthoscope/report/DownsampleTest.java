package org.synthoscope.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DownsampleTest {

    @Property(tries = 200, seed = "2718281828")
    void theExtremesAndTheEndsStay(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5000) int n,
                                   @ForAll @IntRange(min = 1, max = 60) int buckets) {
        double[] y = new Random(seed).doubles(n, -5, 5).toArray();
        int[] kept = Downsample.keep(y, buckets);
        double[] thin = Arrays.stream(kept).mapToDouble(i -> y[i]).toArray();
        assertEquals(Arrays.stream(y).max().getAsDouble(), Arrays.stream(thin).max().getAsDouble());
        assertEquals(Arrays.stream(y).min().getAsDouble(), Arrays.stream(thin).min().getAsDouble());
        assertEquals(0, kept[0]);
        assertEquals(n - 1, kept[kept.length - 1]);
        assertTrue(kept.length <= Math.max(5 * buckets, 0));
        for (int i = 1; i < kept.length; i++) {
            assertTrue(kept[i] > kept[i - 1]);
        }
    }

    @Example
    void aSpikeOfOneSampleSurvives() {
        double[] y = new double[100_000];
        y[61_803] = 9;
        assertTrue(Arrays.stream(Downsample.keep(y, 100)).anyMatch(i -> i == 61_803));
    }

    @Example
    void aGapStaysAGap() {
        double[] y = new double[10_000];
        Arrays.fill(y, 4_000, 6_000, Double.NaN);
        int[] kept = Downsample.keep(y, 100);
        assertTrue(Arrays.stream(kept).anyMatch(i -> i >= 4_000 && i < 6_000));
        assertTrue(Arrays.stream(kept).noneMatch(i -> i > 3_999 && i < 6_000 && !Double.isNaN(y[i])));
    }

    @Example
    void aShortSeriesIsKeptWhole() {
        assertArrayEquals(new int[] {0, 1, 2}, Downsample.keep(new double[] {1, Double.NaN, 3}, 10));
    }
}
