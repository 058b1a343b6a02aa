package org.synthoscope.nn;

import org.synthoscope.tensor.CpuFeatures;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.TensorException;

/** The arithmetic of convolutions and matrix products. Weights, moments, normalisation and losses are fp32 in both. */
public enum Precision {
    /** Everything in single precision. */
    FP32(DType.FLOAT32),
    /** Products in bf16 with fp32 sums, from bf16 copies of the fp32 weights. */
    BF16(DType.BFLOAT16);

    private final DType computeType;

    Precision(DType computeType) {
        this.computeType = computeType;
    }

    /** The type in which weights and activations meet. */
    public DType computeType() {
        return computeType;
    }

    /** {@code fp32}, {@code bf16}, or {@code auto}: bf16 where the processor multiplies it in hardware, else fp32. */
    public static Precision parse(String name) {
        return switch (name) {
            case "fp32" -> FP32;
            case "bf16" -> BF16;
            case "auto" -> CpuFeatures.current().bf16() ? BF16 : FP32;
            default -> throw new TensorException("unknown precision '" + name + "'; it is one of auto, fp32, bf16");
        };
    }
}
