package org.synthoscope.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CpuFeaturesTest {

    private static String processor(int socket, int core) {
        return "processor : 0\nmodel name : Some CPU\nphysical id\t: " + socket + "\ncore id\t\t: " + core
                + "\nflags : fpu avx2 avx512f avx512_bf16 sse4_2\n\n";
    }

    @Test
    void hyperThreadsOfOneCoreCountOnce() {
        String twoSocketsOfTwoCoresWithTwoThreads = processor(0, 0) + processor(0, 1) + processor(1, 0) + processor(1, 1)
                + processor(0, 0) + processor(0, 1) + processor(1, 0) + processor(1, 1);
        assertEquals(4, CpuFeatures.countCores(twoSocketsOfTwoCoresWithTwoThreads, 8));
    }

    @Test
    void withoutCoreNumbersTheVisibleProcessorsCount() {
        assertEquals(3, CpuFeatures.countCores("processor : 0\nBogoMIPS : 50\n", 3));
    }

    @Test
    void onlyFlagsThatMatterAreKept() {
        CpuFeatures cpu = CpuFeatures.parse(processor(0, 0));
        assertEquals("Some CPU", cpu.model());
        assertTrue(cpu.flags().contains("avx512_bf16"));
        assertFalse(cpu.flags().contains("sse4_2"));
        assertTrue(cpu.bf16());
    }
}
