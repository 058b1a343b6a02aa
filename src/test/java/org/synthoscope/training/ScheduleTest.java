package org.synthoscope.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Property(tries = 200, seed = "20260101")
    void theyStayBetweenTheirEndsAndRestThere(@ForAll @DoubleRange(min = -10, max = 10) double from,
                                              @ForAll @DoubleRange(min = -10, max = 10) double to,
                                              @ForAll @LongRange(min = 0, max = 1_000_000) long start,
                                              @ForAll @LongRange(min = 1, max = 1_000_000) long length,
                                              @ForAll @LongRange(min = 0, max = 3_000_000) long at) {
        for (Schedule s : List.of(Schedule.linear(from, to, start, start + length),
                Schedule.cosine(from, to, start, start + length))) {
            double value = s.at(at);
            assertTrue(value >= Math.min(from, to) - 1e-9 && value <= Math.max(from, to) + 1e-9);
            assertEquals(value, s.at(at));
            assertEquals(from, s.at(0), 1e-9);
            assertEquals(from, s.at(start), 1e-9);
            assertEquals(to, s.at(start + length), 1e-9);
            assertEquals(to, s.at(Long.MAX_VALUE), 1e-9);
            // Both go one way only.
            assertTrue((s.at(at + 1000) - value) * Math.signum(to - from) >= -1e-9);
        }
    }

    @Test
    void knownPoints() {
        assertEquals(0.75, Schedule.linear(1, 0, 100, 500).at(200), 1e-12);
        assertEquals(0.5, Schedule.cosine(1, 0, 100, 500).at(300), 1e-12);
        // (1 + cos 45 degrees) / 2.
        assertEquals(0.853553390593, Schedule.cosine(1, 0, 0, 400).at(100), 1e-12);
        assertEquals(7, Schedule.constant(7).at(123));
    }

    @Test
    void anEndBeforeItsStartIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Schedule.linear(0, 1, 5, 5));
        assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(0, 1, -1, 5));
    }
}
