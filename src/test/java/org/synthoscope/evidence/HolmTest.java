package org.synthoscope.evidence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HolmTest {

    @Test
    void fourTestsByHand() {
        // Ascending .005, .01, .03, .04: times 4, 3, 2, 1 are .02, .03, .06, .04, and the last may not fall below the third.
        assertArrayEquals(new double[] {.03, .06, .06, .02}, Holm.adjust(.01, .04, .03, .005), 1e-12);
        assertArrayEquals(new double[] {.2}, Holm.adjust(.2));
        assertEquals(0, Holm.adjust().length);
        assertArrayEquals(new double[] {1, 1}, Holm.adjust(.9, .6));
        assertThrows(IllegalArgumentException.class, () -> Holm.adjust(.5, 1.1));
    }

    /** Rejecting what is adjusted to at most the level is Holm's procedure: step through and stop at the first that fails. */
    @Property(tries = 200, seed = "1")
    void itRejectsWhatSteppingThroughRejects(@ForAll @Size(min = 1, max = 8) List<@IntRange(max = 200) Integer> perMille) {
        double[] p = perMille.stream().mapToDouble(v -> v / 1000.0).toArray();
        double[] adjusted = Holm.adjust(p);
        double[] sorted = p.clone();
        Arrays.sort(sorted);
        double last = -1;
        for (int i = 0; i < sorted.length && sorted[i] * (sorted.length - i) <= 0.05 + 1e-12; i++) {
            last = sorted[i];
        }
        for (int i = 0; i < p.length; i++) {
            assertTrue(adjusted[i] >= p[i]);
            assertEquals(p[i] <= last, adjusted[i] <= 0.05 + 1e-12);
        }
    }
}
