package org.synthoscope.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineTest {

    @Test
    void anIntelProcessorWithBf16() {
        CpuFeatures cpu = CpuFeatures.parse("processor\t: 0\nmodel name\t: Xeon (R) 8481C: 2.7GHz\n"
                + "flags\t\t: fpu avx2 fma avx512f avx512_bf16 amx_bf16 amx_tile\n\nbugs\t: none\n");
        assertEquals("Xeon (R) 8481C: 2.7GHz", cpu.model());
        assertEquals(Set.of("avx2", "fma", "avx512f", "avx512_bf16", "amx_bf16", "amx_tile"), cpu.flags());
        assertTrue(cpu.bf16());
    }

    @Test
    void anOldOneAndAnArm() {
        assertFalse(CpuFeatures.parse("model name : Core 2\nflags : sse2 ssse3").bf16());
        assertTrue(CpuFeatures.parse("Features\t: fp asimd bf16 sve").bf16());
        assertFalse(CpuFeatures.parse("").bf16());
        assertTrue(CpuFeatures.parse("model name : Intel(R) Xeon(R)\nflags : avx512f avx512_bf16").bf16WithoutGain());
        assertFalse(CpuFeatures.parse("model name : Intel(R) Xeon(R)\nflags : avx512_bf16 amx_bf16").bf16WithoutGain());
        assertFalse(CpuFeatures.parse("model name : AMD EPYC\nflags : avx512_bf16").bf16WithoutGain());
        assertFalse(CpuFeatures.parse("model name : Intel(R) Core\nflags : avx2").bf16WithoutGain());
        assertNotNull(CpuFeatures.current().model());
    }

    @Test
    void theCpuIsAlwaysThere() {
        assertEquals(Device.CPU, Device.parse("cpu"));
        assertEquals("cpu", Device.CPU.toString());
        assertEquals(Engine.start().gpuAvailable() ? Device.Kind.CUDA : Device.Kind.CPU, Device.parse("auto").kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "", "cuda:", "cuda:x", "CPU", "cuda:1234"})
    void otherNamesAreRefused(String name) {
        assertTrue(assertThrows(TensorException.class, () -> Device.parse(name)).getMessage().contains("cpu, cuda, cuda:N, auto"));
    }

    @Test
    void anEmptyTensorGoesInAndOut() {
        try (Scope s = Scope.open()) {
            for (DType type : DType.values()) {
                Tensor empty = Tensor.zeros(type, 0, 3);
                assertEquals(0, empty.toRaw().length);
                assertArrayEquals(new long[] {0, 3}, empty.shape());
            }
            assertEquals(0, Tensor.of(new float[0], 2, 0).toFloats().length);
            assertEquals(0, Tensor.of(new double[0], 0).toDoubles().length);
            assertEquals(0, Tensor.of(new long[0], 0).toLongs().length);
            assertEquals(0, Tensor.ofBytes(new byte[0], 0).toBytes().length);
        }
    }

    @Test
    void aShapeWithANegativeSizeIsRefused() {
        try (Scope s = Scope.open()) {
            assertThrows(TensorException.class, () -> Tensor.of(new float[6], -2, -3));
        }
    }
}
