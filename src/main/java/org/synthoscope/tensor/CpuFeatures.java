package org.synthoscope.tensor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the processor says of itself, read without loading the engine. On systems without {@code /proc/cpuinfo} the
 * model is what the JVM knows and the flags are empty, so nothing is claimed that wasn't seen.
 *
 * @param model processor name
 * @param flags instruction set extensions, of those that matter for training
 */
public record CpuFeatures(String model, Set<String> flags) {

    private static final List<String> RELEVANT = List.of("avx2", "fma", "f16c", "avx512f", "avx512bw",
            "avx512_bf16", "avx512_vnni", "amx_bf16", "amx_tile", "asimd", "bf16", "sve");

    public CpuFeatures {
        flags = Set.copyOf(flags);
    }

    /** The machine this runs on. */
    public static CpuFeatures current() {
        try {
            return parse(Files.readString(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new CpuFeatures(System.getProperty("os.arch"), Set.of());
        }
    }

    static CpuFeatures parse(String cpuinfo) {
        String model = System.getProperty("os.arch");
        Set<String> flags = Set.of();
        for (String line : cpuinfo.split("\n")) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                continue;
            }
            String key = line.substring(0, colon).trim();
            String value = line.substring(colon + 1).trim();
            if (key.equals("model name")) {
                model = value;
            } else if (key.equals("flags") || key.equals("Features")) {
                flags = Set.of(value.split("\\s+")).stream().filter(RELEVANT::contains)
                        .collect(Collectors.toCollection(TreeSet::new));
            }
        }
        return new CpuFeatures(model, flags);
    }

    /**
     * Cores that this process may use, hyper-threads not counted: two threads of one core share its arithmetic units,
     * so a thread more than there are cores makes training slower.
     */
    public static int physicalCores() {
        int visible = Runtime.getRuntime().availableProcessors();
        try {
            return Math.min(visible, countCores(Files.readString(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8), visible));
        } catch (IOException e) {
            return visible;
        }
    }

    static int countCores(String cpuinfo, int otherwise) {
        Set<String> cores = new TreeSet<>();
        String socket = "";
        for (String line : cpuinfo.split("\n")) {
            if (line.startsWith("physical id")) {
                socket = line.substring(line.indexOf(':') + 1).trim();
            } else if (line.startsWith("core id")) {
                cores.add(socket + "/" + line.substring(line.indexOf(':') + 1).trim());
            }
        }
        return cores.isEmpty() ? otherwise : cores.size();
    }

    /** Whether bf16 multiplication is done in hardware. */
    public boolean bf16() {
        return flags.contains("avx512_bf16") || flags.contains("amx_bf16") || flags.contains("bf16");
    }

    /**
     * Whether that multiplication is likely to be no faster than fp32's: Intel's AVX-512 instruction for it has half the rate of
     * the fp32 one, with twice the terms. AMX is faster, and so is AMD's.
     */
    public boolean bf16WithoutGain() {
        return model.contains("Intel") && flags.contains("avx512_bf16") && !flags.contains("amx_bf16");
    }
}
