package org.synthoscope.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PairedTestsTest {

    @Test
    void mcNemarOfTenAgainstTwo() {
        assertEquals(.03857421875, PairedTests.mcNemar(10, 2).exact(), 1e-12);
        assertEquals(49 / 12.0, PairedTests.mcNemar(2, 10).chiSquared(), 1e-12);
        assertEquals(1, PairedTests.mcNemar(3, 3).exact(), 1e-12);
        assertEquals(1, PairedTests.mcNemar(0, 0).exact());
    }

    @Test
    void deLongOfTenCases() {
        boolean[] y = {true, true, true, true, true, false, false, false, false, false};
        double[] first = {.9, .8, .7, .6, .35, .55, .4, .3, .2, .1};
        PairedTests.DeLong r = PairedTests.deLong(y, first, new double[] {.8, .4, .9, .3, .5, .6, .45, .35, .2, .7});
        assertEquals(.92, r.first(), 1e-12);
        assertEquals(.64, r.second(), 1e-12);
        assertEquals(1.38621, r.z(), 5e-6);
        assertEquals(.16568, r.p(), 5e-6);
        assertEquals(1, PairedTests.deLong(y, first, first).p(), 1e-12);
        assertThrows(IllegalArgumentException.class,
                () -> PairedTests.deLong(new boolean[] {true, false}, new double[2], new double[2]));
    }

    @Test
    void theNormalTailIsTheTabulatedOne() {
        assertEquals(.5, PairedTests.upperTail(0), 1e-15);
        assertEquals(.025, PairedTests.upperTail(Estimate.Z), 1e-12);
        assertEquals(1.3498980316e-3, PairedTests.upperTail(3), 1e-12);
        assertEquals(2.8665157e-7, PairedTests.upperTail(5), 1e-13);
    }

    @Test
    void wilsonOfAClassifiersShare() {
        Estimate e = Estimate.wilson(124 / 155.0, 155);
        assertEquals(.730, e.low(), 5e-4);
        assertEquals(.855, e.high(), 5e-4);
        assertEquals(1, Estimate.wilson(1, 40).high());
    }
}
