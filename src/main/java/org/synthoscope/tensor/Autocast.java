package org.synthoscope.tensor;

import org.bytedeco.pytorch.global.torch;

/**
 * Automatic mixed precision on the CPU: until closed, convolutions and matrix products run in bf16, whatever the
 * type of their inputs, while sums and losses stay in fp32.
 *
 * <p>The engine keeps the bf16 copies of weights until the outermost scope ends. So that no step computes with the
 * weights of an earlier one, an autocast lives for one optimiser step at most: opening it inside another is refused.
 */
public final class Autocast implements AutoCloseable {

    private final boolean before;

    private Autocast() {
        Engine.start();
        before = torch.is_autocast_enabled(torch.DeviceType.CPU);
        if (before) {
            throw new TensorException("autocast is already on; its cache of weights must end with the step");
        }
        torch.set_autocast_dtype(torch.DeviceType.CPU, torch.ScalarType.BFloat16);
        torch.set_autocast_enabled(torch.DeviceType.CPU, true);
        torch.increment_nesting();
    }

    /** Turns bf16 on for this thread. */
    public static Autocast bf16() {
        return new Autocast();
    }

    @Override
    public void close() {
        if (torch.decrement_nesting() == 0) {
            torch.clear_cache();
        }
        torch.set_autocast_enabled(torch.DeviceType.CPU, before);
    }
}
