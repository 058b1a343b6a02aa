package org.synthoscope.benchmarks;

import java.util.Locale;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.synthoscope.benchmarks.harness.Median;
import org.synthoscope.benchmarks.harness.Options;

/**
 * The machine's own ceiling: a square matrix product through libtorch, in GFLOPS (2 n³ operations each),
 * the median of the repeats. One JSON line, of the form the contestants print.
 */
public final class GemmCeiling {
    private GemmCeiling() {
    }

    /** Options: {@code --precision fp32|bf16} (fp32), {@code --size} (2048), {@code --repeats} (25), {@code --name}. */
    public static void main(String[] args) {
        Engine.start();
        Options options = new Options(args, Set.of("name", "precision", "size", "repeats"));
        String precision = options.text("precision", "fp32");
        if (!precision.equals("fp32") && !precision.equals("bf16")) {
            throw new IllegalArgumentException("--precision is fp32 or bf16, not '" + precision + "'");
        }
        int size = options.number("size", 2048, 1);
        int repeats = options.number("repeats", 25, 1);
        double[] gflops = measure(precision.equals("bf16") ? torch.ScalarType.BFloat16 : torch.ScalarType.Float, size, repeats);
        System.out.printf(Locale.ROOT, "{\"name\":\"%s\",\"gflops\":%.1f,\"best\":%.1f,\"size\":%d,\"repeats\":%d,\"engine\":\"%s\"}%n",
                options.text("name", "gemm-" + precision), Median.of(gflops), java.util.Arrays.stream(gflops).max().orElseThrow(),
                size, repeats, Engine.describe(precision));
    }

    private static double[] measure(torch.ScalarType type, int size, int repeats) {
        double[] gflops = new double[repeats];
        try (PointerScope all = new PointerScope(); NoGradGuard frozen = new NoGradGuard()) {
            Tensor left = torch.randn(size, size).to(type);
            Tensor right = torch.randn(size, size).to(type);
            for (int i = -3; i < repeats; i++) {
                try (PointerScope scope = new PointerScope()) {
                    long start = System.nanoTime();
                    torch.mm(left, right);
                    if (i >= 0) {
                        gflops[i] = 2.0 * size * size * size / (System.nanoTime() - start);
                    }
                }
            }
        }
        return gflops;
    }
}
