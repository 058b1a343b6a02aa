package org.synthoscope.cli;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.tensor.CpuFeatures;
import org.synthoscope.tensor.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code doctor}: what this machine is and what to do about it. */
@Command(name = "doctor", mixinStandardHelpOptions = true,
        description = "Shows Java, platform, processor, memory, threads, GPU and caches, with advice.")
final class DoctorCommand implements Callable<Integer> {

    private static final long ENOUGH_MEMORY = 3L << 30;
    private static final long ENOUGH_DISK = 2L << 30;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    private final Map<String, String> facts = new LinkedHashMap<>();
    private final List<String> advice = new ArrayList<>();
    private boolean broken;

    @Override
    public Integer call() {
        facts.put("java", System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ", "
                + System.getProperty("java.home") + ")");
        facts.put("platform", System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                + System.getProperty("os.arch"));
        cpu();
        memory();
        caches();
        engine();
        if (json) {
            Map<String, Object> value = new LinkedHashMap<>(facts);
            value.put("advice", advice);
            value.put("usable", !broken);
            Json.print(value);
        } else {
            facts.forEach((k, v) -> System.out.printf("%-14s %s%n", k, v));
            System.out.println();
            (advice.isEmpty() ? List.of("Nothing to improve.") : advice).forEach(a -> System.out.println("* " + a));
        }
        return broken ? Main.FAILED : 0;
    }

    private void cpu() {
        CpuFeatures cpu = CpuFeatures.current();
        facts.put("processor", cpu.model());
        facts.put("instructions", cpu.flags().isEmpty() ? "unknown" : String.join(" ", cpu.flags().stream().sorted().toList()));
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("precision", cpu.bf16() ? "bf16 (auto)" : "fp32 (auto)");
        if (!cpu.bf16()) {
            advice.add("The processor has no bf16 arithmetic that was recognised: training runs in fp32, about half as fast.");
        }
        if (cpu.bf16WithoutGain()) {
            advice.add("Without AMX, or with AMX hidden by the virtual machine, bf16 on an Intel processor gains little, and "
                    + "can be slower than fp32: try 'precision: fp32' in a run of study.yaml. It made DCGAN's steps a fifth to a third "
                    + "shorter on such a machine, and takes more memory.");
        }
        if (System.getenv("OPENBLAS_CORETYPE") != null) {
            advice.add("OPENBLAS_CORETYPE is set to " + System.getenv("OPENBLAS_CORETYPE")
                    + ": fp32 matrix products may run with kernels for an older processor. Unset it.");
        }
    }

    private void memory() {
        long total = meminfo("MemTotal:");
        long free = meminfo("MemAvailable:");
        facts.put("memory", total == 0 ? "unknown" : gigabytes(total) + ", free " + gigabytes(free));
        facts.put("java heap", gigabytes(Runtime.getRuntime().maxMemory()) + " at most");
        if (free > 0 && free < ENOUGH_MEMORY) {
            advice.add("A study at 64 x 64 takes up to 3 GB of memory; only " + gigabytes(free) + " are free. Close other "
                    + "programs, or use a smaller batch or resolution.");
        }
    }

    private static long meminfo(String key) {
        try {
            return Files.readAllLines(Path.of("/proc/meminfo")).stream().filter(l -> l.startsWith(key))
                    .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")) * 1024).findFirst().orElse(0);
        } catch (IOException notLinux) {
            return 0;
        }
    }

    private void caches() {
        Path cache = Path.of(System.getProperty("org.bytedeco.javacpp.cachedir",
                System.getProperty("user.home") + "/.javacpp/cache"));
        facts.put("native cache", cache + (Files.isDirectory(cache) ? "" : " (made on first use)"));
        try {
            Path existing = cache;
            while (existing != null && !Files.exists(existing)) {
                existing = existing.getParent();
            }
            FileStore store = Files.getFileStore(existing == null ? Path.of("/") : existing);
            facts.put("disk there", gigabytes(store.getUsableSpace()) + " free");
            if (store.getUsableSpace() < ENOUGH_DISK) {
                advice.add("Less than 2 GB are free where the native libraries are unpacked (" + cache + "). Free some "
                        + "space, or choose another place with SYNTHOSCOPE_JVM_OPTS=-Dorg.bytedeco.javacpp.cachedir=DIR.");
            }
        } catch (IOException e) {
            facts.put("disk there", "unknown (" + e.getMessage() + ")");
        }
    }

    private void engine() {
        try {
            Engine engine = Engine.start();
            facts.put("engine", engine.version());
            facts.put("threads", Integer.toString(engine.threads()));
            facts.put("gpu", engine.gpuAvailable() ? "CUDA" : "none (build with -Pgpu where CUDA 13 and cuDNN 9 are installed)");
        } catch (SynthoscopeException | LinkageError e) {
            broken = true;
            facts.put("engine", "does not start: " + e.getMessage());
            advice.add("Delete " + facts.get("native cache").replace(" (made on first use)", "") + " and try again; if it "
                    + "stays broken, this platform may have no native library (64-bit Linux, Windows or macOS is needed).");
        }
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
