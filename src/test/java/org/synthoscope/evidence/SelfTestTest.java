package org.synthoscope.evidence;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SelfTestTest {

    @Test
    void everyKnownAnswerIsGivenOnThisMachine() {
        List<SelfTest.Check> checks = SelfTest.run();
        assertTrue(checks.size() >= 40, checks.size() + " checks");
        assertAll(checks.stream().map(c -> () -> assertTrue(c.pass(), c.toString())));
        assertEquals(checks.size(), checks.stream().map(SelfTest.Check::name).distinct().count());
    }

    @Test
    void aWrongAnswerOrNoAnswerFails() {
        assertFalse(new SelfTest.Check("x", 1, 1.1, 0.05).pass());
        assertFalse(new SelfTest.Check("x", 1, Double.NaN, 0.05).pass());
    }
}
