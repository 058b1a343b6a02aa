package org.synthoscope.evidence.privacy;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.synthoscope.evidence.SelfTest;

class PrivacyChecksTest {

    @Test
    void everyKnownAnswerIsGivenOnThisMachine() {
        List<SelfTest.Check> checks = PrivacyChecks.run();
        assertAll(checks.stream().map(c -> () -> assertTrue(c.pass(), c.toString())));
        assertEquals(checks.size(), checks.stream().map(SelfTest.Check::name).distinct().count());
    }
}
