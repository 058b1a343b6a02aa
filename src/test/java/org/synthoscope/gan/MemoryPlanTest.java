package org.synthoscope.gan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How batches are divided to fit; needs no engine. */
class MemoryPlanTest {

    private static final Architecture BIGGAN = Architectures.named("biggan");
    private static final GanSpec LARGE = new GanSpec("biggan", 128, 2, 3, 64, 120);

    private static MemoryPlan plan(double gigabytes) {
        return MemoryPlan.within((long) (gigabytes * 1e9), BIGGAN, LARGE, 256).orElseThrow();
    }

    @Test
    void aBatchOf256At128FitsInto8GigabytesInPartsOfAtLeast16() {
        MemoryPlan plan = plan(8);
        assertTrue(plan.bytes() <= 8_000_000_000L, plan.toString());
        assertEquals(0, 256 % plan.accumulate());
        assertTrue(256 / plan.accumulate() >= 16, plan.toString());
        assertFalse(plan.recompute());
    }

    @Test
    void lessMemoryComputesBlocksAgainRatherThanMakingPartsSmall() {
        MemoryPlan plan = plan(5);
        assertTrue(plan.recompute() && plan.bytes() <= 5_000_000_000L, plan.toString());
        assertTrue(256 / plan.accumulate() >= 16, plan.toString());
    }

    @Test
    void enoughMemoryDividesNothingAndTooLittleFitsNothing() {
        MemoryPlan plan = plan(1000);
        assertEquals(1, plan.accumulate());
        assertFalse(plan.recompute());
        assertEquals(ModelSize.of(BIGGAN, LARGE).trainingBytes(256), plan.bytes());
        assertEquals(Optional.empty(), MemoryPlan.within(1_000_000_000, BIGGAN, LARGE, 256));
    }

    @Test
    void moreMemoryNeverMakesMoreParts() {
        int before = 256;
        for (double gigabytes = 2; gigabytes < 80; gigabytes *= 1.3) {
            Optional<MemoryPlan> plan = MemoryPlan.within((long) (gigabytes * 1e9), BIGGAN, LARGE, 256);
            if (plan.isPresent() && !plan.get().recompute()) {
                assertTrue(plan.get().accumulate() <= before, gigabytes + " " + plan);
                before = plan.get().accumulate();
            }
        }
    }

    @Test
    void anArchitectureWithoutSuchBlocksIsOnlyDivided() {
        Architecture dcgan = Architectures.named("dcgan");
        GanSpec spec = new GanSpec("dcgan", 128, 0, 3, 64, 100);
        MemoryPlan plan = MemoryPlan.within(2_000_000_000L, dcgan, spec, 512).orElseThrow();
        assertTrue(plan.accumulate() > 1 && !plan.recompute(), plan.toString());
    }
}
