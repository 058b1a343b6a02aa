package org.synthoscope.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import org.synthoscope.benchmarks.harness.Options;
import org.synthoscope.curation.duplicate.DuplicateSearch;
import org.synthoscope.curation.duplicate.Fingerprint;
import org.synthoscope.image.Image;

/**
 * The search for near hashes among very many fingerprints, with planted pairs. Pictures are random waves whose energy falls
 * with frequency, with a dark middle as dermoscopic images have; a planted copy is the same picture with up to a tenth of its
 * sides cut off, another brightness, noise, in one of the eight orientations. Only the search is timed, not the making of
 * the fingerprints. Options: {@code --fingerprints} (1,000,000), {@code --planted} pairs (10,000), {@code --threads} (2).
 */
public final class DuplicateMillion {

    private static final int SIDE = 32;
    private static final int WAVES = 10;

    private DuplicateMillion() {
    }

    public static void main(String[] args) throws IOException {
        Options options = new Options(args, Set.of("name", "seconds", "fingerprints", "planted", "threads"));
        int count = options.number("fingerprints", 1_000_000, 1000);
        int planted = options.number("planted", 10_000, 1);
        int threads = options.number("threads", 2, 1);
        List<Fingerprint> all = new ArrayList<>(count);
        for (int i = 0; i < count - planted; i++) {
            all.add(Fingerprint.of(picture(i, 0, 0, 1, 1, 0, new SplittableRandom(i))));
        }
        Set<Long> truth = new HashSet<>();
        for (int k = 0; k < planted; k++) {
            SplittableRandom random = new SplittableRandom(-1 - k);
            int original = (int) ((long) k * (count - planted) / planted);
            double lost = random.nextDouble() * 0.1;
            all.add(Fingerprint.of(picture(original, lost * random.nextDouble(), lost * random.nextDouble(), 1 - lost,
                    0.9 + 0.2 * random.nextDouble(), random.nextInt(8), random)));
            truth.add((long) original << 32 | (count - planted + k));
        }
        System.gc();
        long cpu = cpuNanoseconds();
        long start = System.nanoTime();
        List<int[]> found = new DuplicateSearch(threads).candidates(all);
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (cpuNanoseconds() - cpu) / 1e9;
        long met = found.stream().filter(pair -> truth.contains((long) pair[0] << 32 | pair[1])).count();
        System.out.printf(Locale.ROOT, "{\"name\":\"%s\",\"fingerprints\":%d,\"planted\":%d,\"recall\":%.4f,\"pairs\":%d,"
                + "\"seconds\":%.1f,\"cpu_seconds\":%.1f,\"threads\":%d,\"peak_mib\":%d}%n", options.text("name", "duplicates"), count, planted, met / (double) planted, found.size(),
                seconds, cpuSeconds, threads, peak());
    }

    /** A window of the picture with this seed. */
    private static Image picture(long seed, double left, double top, double length, double gain, int orientation,
                                 SplittableRandom noise) {
        SplittableRandom random = new SplittableRandom(seed * 31 + 7);
        double[][] waves = new double[WAVES][WAVES];
        for (int v = 0; v < WAVES; v++) {
            for (int u = 0; u < WAVES; u++) {
                double middle = u + v == 2 && u != v ? 30 : 0;
                waves[v][u] = u + v == 0 ? 0 : middle + 60 * random.nextGaussian() / Math.pow(u * u + v * v, 0.7);
            }
        }
        double[][] across = new double[WAVES][SIDE];
        double[][] down = new double[WAVES][SIDE];
        for (int k = 0; k < WAVES; k++) {
            for (int n = 0; n < SIDE; n++) {
                across[k][n] = Math.cos(Math.PI * k * (left + (n + 0.5) / SIDE * length));
                down[k][n] = Math.cos(Math.PI * k * (top + (n + 0.5) / SIDE * length));
            }
        }
        byte[] pixels = new byte[SIDE * SIDE];
        double[] row = new double[WAVES];
        for (int y = 0; y < SIDE; y++) {
            for (int u = 0; u < WAVES; u++) {
                row[u] = 0;
                for (int v = 0; v < WAVES; v++) {
                    row[u] += waves[v][u] * down[v][y];
                }
            }
            for (int x = 0; x < SIDE; x++) {
                double value = 128;
                for (int u = 0; u < WAVES; u++) {
                    value += row[u] * across[u][x] * gain;
                }
                int sy = (orientation & 2) != 0 ? SIDE - 1 - y : y;
                int sx = (orientation & 1) != 0 ? SIDE - 1 - x : x;
                int at = (orientation & 4) != 0 ? sx * SIDE + sy : sy * SIDE + sx;
                pixels[at] = (byte) Math.max(0, Math.min(255, Math.round(value + noise.nextInt(7) - 3)));
            }
        }
        return new Image(SIDE, SIDE, 1, pixels);
    }

    /** Processor time of all threads: on a busy machine a steadier guide than the clock. */
    private static long cpuNanoseconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() : 0;
    }

    private static long peak() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024).findFirst().orElse(0);
    }
}
