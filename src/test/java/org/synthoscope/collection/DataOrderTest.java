package org.synthoscope.collection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.synthoscope.base.SynthoscopeException;

class DataOrderTest {

    private static int[] epoch(DataOrder order, int count, long number) {
        return IntStream.range(0, count).map(i -> order.indexAt(number * count + i)).toArray();
    }

    @Property(tries = 200, seed = "20260101")
    void everyEpochShowsEveryImageOnce(@ForAll @IntRange(min = 1, max = 300) int count, @ForAll long seed,
                                       @ForAll @IntRange(max = 1_000_000) int epoch) {
        int[] shown = epoch(new DataOrder(count, seed), count, epoch);
        Arrays.sort(shown);
        assertArrayEquals(IntStream.range(0, count).toArray(), shown);
    }

    @Property(tries = 100, seed = "20260101")
    void aResumedRunSeesWhatAnUninterruptedOneWouldHave(@ForAll long seed, @ForAll @IntRange(max = 5000) int from) {
        DataOrder uninterrupted = new DataOrder(37, seed);
        for (int n = 0; n < from; n += 11) {
            uninterrupted.indexAt(n);
        }
        DataOrder resumed = new DataOrder(37, seed);
        for (int n = from; n < from + 100; n++) {
            assertEquals(uninterrupted.indexAt(n), resumed.indexAt(n));
            assertEquals(uninterrupted.flipAt(n), resumed.flipAt(n));
        }
    }

    @Test
    void epochsAndSeedsDiffer() {
        DataOrder order = new DataOrder(100, 1);
        assertFalse(Arrays.equals(epoch(order, 100, 0), epoch(order, 100, 1)));
        assertFalse(Arrays.equals(epoch(order, 100, 0), epoch(new DataOrder(100, 2), 100, 0)));
    }

    @Test
    void theOrderIsTheSameOnEveryMachineAndVersion() {
        DataOrder order = new DataOrder(10, 42);
        assertArrayEquals(EPOCH_0_OF_SEED_42, epoch(order, 10, 0));
    }

    @Test
    void everyPlaceIsEquallyLikelyForEveryImage() {
        int[] first = new int[8];
        DataOrder order = new DataOrder(8, 3);
        for (int epoch = 0; epoch < 16_000; epoch++) {
            first[order.indexAt(8L * epoch)]++;
        }
        for (int seen : first) {
            // 2000 expected, standard deviation 42.
            assertEquals(2000, seen, 210);
        }
    }

    @Test
    void halfOfTheImagesAreMirrored() {
        DataOrder order = new DataOrder(8, 3);
        long mirrored = IntStream.range(0, 40_000).filter(order::flipAt).count();
        assertEquals(20_000, mirrored, 500);
    }

    @Test
    void anEmptySetIsRefused() {
        assertThrows(SynthoscopeException.class, () -> new DataOrder(0, 1));
    }

    // By a separate implementation of SplitMix64 and Fisher-Yates in Python's unbounded integers.
    private static final int[] EPOCH_0_OF_SEED_42 = {1, 6, 8, 9, 5, 2, 7, 3, 0, 4};

    @Property(tries = 100, seed = "20260101")
    void balancedClassesTakeTurnsAndShowAllTheirImages(@ForAll @IntRange(min = 1, max = 9) int first,
                                                       @ForAll @IntRange(min = 1, max = 9) int second, @ForAll long seed) {
        int[] labels = new int[first + second];
        Arrays.fill(labels, first, labels.length, 1);
        DataOrder order = DataOrder.balanced(labels, List.of("a", "b"), seed);
        for (int round = 0; round < 2; round++) {
            int from = round * first;
            assertEquals(first, IntStream.range(0, first).map(i -> order.indexAt(2L * (from + i))).distinct().count());
        }
        for (int n = 0; n < 40; n++) {
            assertEquals(n % 2, labels[order.indexAt(n)]);
        }
    }

    @Test
    void aBalancedOrderRefusesAClassWithoutImages() {
        String message = assertThrows(SynthoscopeException.class,
                () -> DataOrder.balanced(new int[] {0, 0}, List.of("nevus", "melanoma"), 1)).getMessage();
        assertTrue(message.contains("'melanoma' has no images"), message);
    }
}
