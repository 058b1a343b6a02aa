package org.synthoscope.tensor;

import java.util.List;

/**
 * Says, until closed, that what this thread computes will be differentiated twice, as a gradient penalty is.
 *
 * <p>The second derivative of a convolution by its weight is a convolution whose channels are the batch. The engine's bf16 kernel
 * for processors with AMX gets it wrong, without a word, if there are fewer than 16 of them: with libtorch 2.10, of 3 x 3
 * convolutions on maps of 8 x 8 and larger, batches of 4 to 14 images gave gradients that had nothing to do with those in fp32
 * (cosines of 0), while from 16 on, without AMX, and in fp32 all agree. So a smaller batch is filled up with empty images, which add
 * nothing to any gradient.
 */
public final class SecondDerivatives implements AutoCloseable {

    private static final int ENOUGH = 16;
    private static final ThreadLocal<Integer> OPEN = ThreadLocal.withInitial(() -> 0);

    private static final class Processor {
        static final boolean HAS_AMX = CpuFeatures.current().flags().contains("amx_bf16");
    }

    private SecondDerivatives() {
        OPEN.set(OPEN.get() + 1);
    }

    /** Opens it; they nest. */
    public static SecondDerivatives expected() {
        return new SecondDerivatives();
    }

    /** The batch that a convolution is to be computed with: {@code x}, or with empty images behind it. */
    static Tensor filled(Tensor x) {
        if (OPEN.get() == 0 || x.dtype() != DType.BFLOAT16 || x.size(0) >= ENOUGH || !Processor.HAS_AMX
                || x.device().kind() != Device.Kind.CPU) {
            return x;
        }
        Tensor empty = Tensor.zeros(x.dtype(), ENOUGH - x.size(0), x.size(1), x.size(2), x.size(3)).channelsLast();
        return Tensor.cat(List.of(x, empty), 0);
    }

    @Override
    public void close() {
        OPEN.set(OPEN.get() - 1);
    }
}
