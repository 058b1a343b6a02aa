package org.synthoscope.gan;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a batch is trained within a given memory: in how many parts, and whether blocks are kept for the backward pass or
 * computed again in it.
 *
 * @param accumulate parts that the batch is divided into
 * @param recompute  whether blocks are computed again: a third more work
 * @param bytes      what that needs, an upper estimate
 */
public record MemoryPlan(int accumulate, boolean recompute, long bytes) {

    /** Fewest images a part should have before blocks are computed again for its sake: batch norm takes its moments from it. */
    private static final int ENOUGH = 16;

    /**
     * The plan that fits: blocks kept if parts of 16 images or more fit that way, else computed again in the largest parts
     * that fit; where neither gives 16, whichever has the larger parts.
     *
     * @param batch  images a step
     * @param budget bytes
     * @return empty if not even single images fit
     */
    public static Optional<MemoryPlan> within(long budget, Architecture architecture, GanSpec spec, int batch) {
        ModelSize size = ModelSize.of(architecture, spec);
        OptionalLong fewer = architecture.recomputedActivationsPerImage(spec);
        Optional<MemoryPlan> kept = fewestParts(budget, size, size.activations(), batch, false);
        if (fewer.isEmpty() || kept.isPresent() && batch / kept.get().accumulate() >= Math.min(ENOUGH, batch)) {
            return kept;
        }
        Optional<MemoryPlan> again = fewestParts(budget, size, fewer.getAsLong(), batch, true);
        boolean larger = kept.isEmpty() || again.isPresent() && again.get().accumulate() < kept.get().accumulate();
        return larger ? again : kept;
    }

    private static Optional<MemoryPlan> fewestParts(long budget, ModelSize size, long activations, int batch,
                                                    boolean recompute) {
        for (int parts = 1; parts <= batch; parts++) {
            if (batch % parts == 0) {
                long bytes = size.trainingBytes(batch / parts, activations);
                if (bytes <= budget) {
                    return Optional.of(new MemoryPlan(parts, recompute, bytes));
                }
            }
        }
        return Optional.empty();
    }
}
