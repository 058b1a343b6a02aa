package org.synthoscope.gan.progan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GrowthScheduleTest {

    private static final GrowthSchedule PAPER = new GrowthSchedule(128, 600_000, 600_000);

    @Test
    void thePapersLevels() {
        assertEquals(5, PAPER.at(0));
        assertEquals(5, PAPER.at(600_000));
        assertEquals(4.5, PAPER.at(900_000));
        assertEquals(8, Level.of(4.5).side(128));
        assertEquals(4, PAPER.at(1_200_000));
        assertEquals(0.5, PAPER.at(5_700_000));
        assertEquals(128, Level.of(0.5).side(128));
        assertEquals(0, PAPER.at(6_000_000));
        assertEquals(0, PAPER.at(100_000_000));
        assertEquals(6_000_000, PAPER.grown());
    }

    @Test
    void optimisersStartAnewWhenLayersJoinAndWhenTheyHaveFadedIn() {
        List<Long> restarts = new ArrayList<>();
        for (long images = 16; images <= 7_000_000; images += 16) {
            if (PAPER.crosses(images - 16, images)) {
                restarts.add(images);
            }
        }
        List<Long> expected = new ArrayList<>();
        for (long phase = 0; phase < 5; phase++) {
            expected.add(phase * 1_200_000 + 600_016);
            expected.add(phase * 1_200_000 + 1_200_000);
        }
        assertEquals(expected, restarts);
    }

    @Test
    void withoutFadingSizesSwitchAtOnceAndWithoutPhasesAllIsThereFromTheStart() {
        GrowthSchedule switching = new GrowthSchedule(16, 100, 0);
        assertEquals(2, switching.at(99));
        assertEquals(1, switching.at(100));
        assertEquals(0, switching.at(200));
        assertTrue(switching.crosses(99, 100));
        assertFalse(switching.crosses(98, 99));
        assertEquals(0, new GrowthSchedule(64, 0, 0).at(0));
        assertEquals(3.5, new GrowthSchedule(64, 0, 100).at(50));
        assertThrows(IllegalArgumentException.class, () -> new GrowthSchedule(48, 1, 1));
    }

    @Property(tries = 200, seed = "1")
    void detailNeverComesBackAndFadesEvenly(@ForAll @IntRange(max = 500) int stable, @ForAll @IntRange(max = 500) int fade,
                                            @ForAll @IntRange(min = 3, max = 8) int power) {
        GrowthSchedule schedule = new GrowthSchedule(1 << power, stable, fade);
        double before = schedule.at(0);
        assertEquals(stable + fade == 0 ? 0 : power - 2, before);
        for (long images = 1; images <= schedule.grown() + 10; images++) {
            double now = schedule.at(images);
            assertTrue(now <= before);
            if (fade > 0) {
                assertTrue(before - now <= 1.0 / fade + 1e-12);
            }
            Level level = Level.of(now);
            assertEquals(now, level.missing() + level.old(), 1e-12);
            before = now;
        }
        assertEquals(0, before);
    }
}
