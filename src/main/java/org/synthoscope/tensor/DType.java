package org.synthoscope.tensor;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** Element types, with their size in bytes and their safetensors name. */
public enum DType {
    FLOAT32(ScalarType.Float, 4, "F32"),
    FLOAT64(ScalarType.Double, 8, "F64"),
    BFLOAT16(ScalarType.BFloat16, 2, "BF16"),
    INT64(ScalarType.Long, 8, "I64"),
    INT32(ScalarType.Int, 4, "I32"),
    UINT8(ScalarType.Byte, 1, "U8"),
    BOOL(ScalarType.Bool, 1, "BOOL");

    final ScalarType nativeType;
    private final int bytes;
    private final String safetensorsName;

    DType(ScalarType nativeType, int bytes, String safetensorsName) {
        this.nativeType = nativeType;
        this.bytes = bytes;
        this.safetensorsName = safetensorsName;
    }

    /** Bytes per element. */
    public int bytes() {
        return bytes;
    }

    /** The name of this type in a safetensors header. */
    public String safetensorsName() {
        return safetensorsName;
    }

    /** Whether gradients can flow through this type. */
    public boolean isFloating() {
        return this == FLOAT32 || this == FLOAT64 || this == BFLOAT16;
    }

    static DType of(ScalarType type) {
        ScalarType interned = type.intern();
        for (DType t : values()) {
            if (t.nativeType == interned) {
                return t;
            }
        }
        throw new TensorException("tensors of the engine's type " + interned + " aren't supported");
    }
}
