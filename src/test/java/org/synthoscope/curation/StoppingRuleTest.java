package org.synthoscope.curation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class StoppingRuleTest {

    private static final StoppingRule RULE = new StoppingRule(0.05, 0.95);

    @Test
    void fiftyEightRightOnesBoundTheErrorAtFivePercent() {
        assertEquals(59, RULE.needed());
        assertEquals(58, RULE.needed(4000, 0));
        assertEquals(39, RULE.needed(100, 0));
        assertEquals(0.05, RULE.bound(58), 0.0005);
        assertEquals(299, new StoppingRule(0.01, 0.95).needed());
    }

    @Test
    void fewAreAskedToTheLastIfNeedBe() {
        assertEquals(0, RULE.needed(0, 0));
        assertEquals(1, RULE.needed(1, 0));
        assertTrue(RULE.needed(20, 0) <= 20);
        for (int n = 1; n < 500; n++) {
            assertTrue(RULE.needed(n, 0) <= n && RULE.needed(n, 0) <= 59);
            assertTrue(RULE.needed(n, 1) >= RULE.needed(n, 0));
        }
    }

    /** Queues with just too many wrong ones, asked in random order: how often does the rule end too early? */
    @Test
    void endsTooEarlyNoMoreOftenThanPromised() {
        Random random = new Random(7);
        int early = 0;
        int rounds = 4000;
        for (int round = 0; round < rounds; round++) {
            int left = 600;
            int bad = 31;
            int wrong = 0;
            int row = 0;
            while (left > 0 && row < RULE.needed(left + row, wrong)) {
                if (random.nextInt(left) < bad) {
                    bad--;
                    wrong++;
                    row = 0;
                } else {
                    row++;
                }
                left--;
            }
            early += left > 0 && bad > 0.05 * (left + row) ? 1 : 0;
        }
        assertTrue(early <= 1.65 * 0.05 * rounds, early + " of " + rounds);
    }
}
