package org.synthoscope.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void ratiosArePairedByRoundAndTheFasterOfTwoDl4jRunsIsTheBaseline() {
        String table = Summary.table(List.of(
                "{\"machine\":\"any\"}",
                "{\"round\":1,\"name\":\"naive-fp32\",\"images_per_second\":100}",
                "{\"round\":1,\"name\":\"dl4j-nchw\",\"images_per_second\":10}",
                "{\"round\":1,\"name\":\"dl4j-nhwc\",\"images_per_second\":20}",
                "{\"round\":1,\"name\":\"gemm-bf16\",\"gflops\":500}",
                "{\"round\":2,\"name\":\"naive-fp32\",\"images_per_second\":50}",
                "{\"round\":2,\"name\":\"dl4j-nchw\",\"images_per_second\":5}",
                "{\"round\":2,\"name\":\"dl4j-nhwc\",\"images_per_second\":10}",
                "{\"round\":2,\"name\":\"gemm-bf16\",\"gflops\":500}"));
        assertTrue(table.contains("| × naive-fp32 | × dl4j-nhwc | share of gemm-bf16 |"), table);
        assertTrue(table.contains("| naive-fp32 | 2 | 75.0 (50.0–100.0) | 1.00 (1.00–1.00) | 5.00 (5.00–5.00) | 38 % (25 %–50 %) |"), table);
        assertTrue(table.contains("- gemm-bf16: 500 (500–500) GFLOPS"), table);
    }

    @Test
    void aContestantWithoutACommonRoundGetsNoRatio() {
        String table = Summary.table(List.of(
                "{\"round\":1,\"name\":\"naive-fp32\",\"images_per_second\":100}",
                "{\"round\":2,\"name\":\"other\",\"images_per_second\":10}"));
        assertTrue(table.contains("| other | 1 | 10.0 (10.0–10.0) | no common round |"), table);
    }
}
