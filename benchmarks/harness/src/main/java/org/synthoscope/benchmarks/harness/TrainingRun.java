package org.synthoscope.benchmarks.harness;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Runs one contestant: warm-up, then timed windows of a few steps each, then checks that it did train,
 * and prints one JSON line with the median of the windows' images per second.
 */
public final class TrainingRun {
    /** Trainable parameters of the DCGAN-64 that all contestants must have. */
    public static final long GENERATOR_PARAMETERS = 3_576_704;
    /** Trainable parameters of its discriminator. */
    public static final long DISCRIMINATOR_PARAMETERS = 2_765_568;

    private static final Set<String> COMMON = Set.of("name", "batch", "seconds", "steps", "window", "warmup");
    private static final int IMAGES = 2048;

    private TrainingRun() {
    }

    /** Makes a contestant from its options and the batch size. */
    public interface Factory {
        /** Makes the contestant; called once. */
        Contestant make(Options options, int batch);
    }

    /**
     * The body of a contestant's {@code main}. Options: {@code --batch} (64), {@code --seconds} of timed training (20)
     * or a fixed number of timed {@code --steps}, {@code --window} steps a window (4), {@code --warmup} steps (8),
     * {@code --name} for the result.
     *
     * @param own     names of the contestant's own options
     * @param factory makes the contestant
     * @throws IllegalStateException if the contestant has other networks, a loss that isn't finite, or doesn't learn
     */
    public static void main(String[] args, Set<String> own, Factory factory) {
        main(args, own, (options, generator) -> generator ? GENERATOR_PARAMETERS : DISCRIMINATOR_PARAMETERS, factory);
    }

    /** How many trainable parameters a network of other architectures must have. */
    @FunctionalInterface
    public interface Sizes {
        /** Parameters of the generator, or of the discriminator, under these options. */
        long parameters(Options options, boolean generator);
    }

    /**
     * As {@link #main(String[], Set, Factory)}, for another architecture at 64 x 64.
     *
     * @param sizes what the contestant's networks are checked against
     */
    public static void main(String[] args, Set<String> own, Sizes sizes, Factory factory) {
        Set<String> known = new TreeSet<>(COMMON);
        known.addAll(own);
        Options options = new Options(args, known);
        int batch = options.number("batch", 64, 2);
        int seconds = options.number("seconds", 20, 1);
        int steps = options.number("steps", 0, 0);
        int window = options.number("window", 4, 1);
        int warmup = options.number("warmup", 8, 1);
        String name = options.text("name", "unnamed");
        RandomImages images = new RandomImages(IMAGES, 3, 64, 1);
        try (Contestant contestant = factory.make(options, batch)) {
            check(contestant.generatorParameters() == sizes.parameters(options, true)
                            && contestant.discriminatorParameters() == sizes.parameters(options, false),
                    name + " trains other networks: " + contestant.generatorParameters() + " / "
                            + contestant.discriminatorParameters() + " parameters");
            float[] before = contestant.sample();
            byte[] pixels = new byte[batch * 3 * 64 * 64];
            for (int i = 0; i < warmup; i++) {
                images.next(pixels);
                contestant.step(pixels);
            }
            Windows windows = new Windows(batch);
            long cpu = cpuNanoseconds();
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            for (int done = 0; steps > 0 ? done < steps : System.nanoTime() < end || done == 0; done += window) {
                int size = steps > 0 ? Math.min(window, steps - done) : window;
                long start = System.nanoTime();
                for (int i = 0; i < size; i++) {
                    images.next(pixels);
                    contestant.step(pixels);
                }
                windows.add(size, System.nanoTime() - start);
            }
            double cpuPerImage = (cpuNanoseconds() - cpu) / 1e9 / windows.steps() / batch;
            Contestant.Losses losses = contestant.losses();
            check(losses.finite(), name + ": the losses are not finite: " + losses);
            double moved = meanDistance(before, contestant.sample());
            check(moved > 1e-3, name + ": the generator's output for a fixed latent moved by only " + moved + ": it doesn't learn");
            System.out.printf(Locale.ROOT,
                    "{\"name\":\"%s\",\"images_per_second\":%.3f,\"windows\":[%s],\"batch\":%d,\"warmup_steps\":%d,"
                            + "\"timed_steps\":%d,\"loss_d\":%.4f,\"loss_g\":%.4f,\"moved\":%.4f,\"cpu_seconds_per_image\":%.5f,\"peak_mib\":%d,"
                            + "\"cpus\":%d,\"java\":\"%s\",\"engine\":\"%s\"}%n",
                    name, Median.of(windows.rates()), Arrays.stream(windows.rates())
                            .mapToObj(rate -> String.format(Locale.ROOT, "%.2f", rate)).collect(Collectors.joining(",")),
                    batch, warmup, windows.steps(), losses.discriminator(), losses.generator(), moved, cpuPerImage, peakMebibytes(),
                    Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"), contestant.engine());
        }
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static double meanDistance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs(a[i] - b[i]);
        }
        return sum / a.length;
    }

    /** Processor time of all threads of this process, 0 where the platform doesn't tell: on a busy machine a steadier guide than the clock. */
    static long cpuNanoseconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() : 0;
    }

    /** Peak resident memory of this process in MiB, or 0 where the system doesn't tell. */
    private static long peakMebibytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024).findFirst().orElse(0);
        } catch (java.io.IOException e) {
            return 0;
        }
    }
}
