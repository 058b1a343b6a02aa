package org.synthoscope.benchmarks.harness;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Runs one classifier: warm-up, timed windows of a few steps each, then the check that it learns: it goes on with one batch
 * again and again, and the loss must fall. Prints one JSON line with the median of the windows' images per second.
 */
public final class ClassifierRun {
    /** Trainable parameters that all contestants must have. */
    public static final long PARAMETERS = 12_941_314;

    private static final Set<String> COMMON = Set.of("name", "batch", "seconds", "window", "warmup");
    private static final int SIDE = 128;
    private static final int IMAGES = 512;
    private static final int PROOF_STEPS = 12;

    private ClassifierRun() {
    }

    /** Makes a contestant from its options and the batch size. */
    public interface Factory {
        /** Makes the contestant; called once. */
        ClassifierContestant make(Options options, int batch);
    }

    /**
     * The body of a contestant's {@code main}. Options: {@code --batch} (64), {@code --seconds} of timed training (20),
     * {@code --window} steps a window (4), {@code --warmup} steps (6), {@code --name} for the result.
     *
     * @param own     names of the contestant's own options
     * @param factory makes the contestant
     * @throws IllegalStateException if the contestant has another network, a loss that isn't finite, or doesn't learn
     */
    public static void main(String[] args, Set<String> own, Factory factory) {
        Set<String> known = new TreeSet<>(COMMON);
        known.addAll(own);
        Options options = new Options(args, known);
        int batch = options.number("batch", 64, 2);
        int seconds = options.number("seconds", 20, 1);
        int window = options.number("window", 4, 1);
        int warmup = options.number("warmup", 6, 1);
        String name = options.text("name", "unnamed");
        RandomImages images = new RandomImages(IMAGES, 3, SIDE, 1);
        long[] labels = new long[batch];
        Arrays.setAll(labels, i -> i % 2);
        byte[] pixels = new byte[batch * SIDE * SIDE * 3];
        try (ClassifierContestant contestant = factory.make(options, batch)) {
            check(contestant.parameters() == PARAMETERS, name + " trains another network: " + contestant.parameters()
                    + " parameters");
            for (int i = 0; i < warmup; i++) {
                images.next(pixels);
                contestant.step(pixels, labels);
            }
            Windows windows = new Windows(batch);
            long cpu = TrainingRun.cpuNanoseconds();
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            while (System.nanoTime() < end || windows.steps() == 0) {
                long start = System.nanoTime();
                for (int i = 0; i < window; i++) {
                    images.next(pixels);
                    contestant.step(pixels, labels);
                }
                windows.add(window, System.nanoTime() - start);
            }
            double cpuPerImage = (TrainingRun.cpuNanoseconds() - cpu) / 1e9 / windows.steps() / batch;
            double first = contestant.step(pixels, labels);
            double last = first;
            for (int i = 0; i < PROOF_STEPS; i++) {
                last = contestant.step(pixels, labels);
            }
            check(Double.isFinite(first) && Double.isFinite(last), name + ": the loss is not finite");
            check(last < first, name + ": the loss of one batch shown again and again went from " + first + " to " + last
                    + ": it doesn't learn");
            System.out.printf(Locale.ROOT,
                    "{\"name\":\"%s\",\"images_per_second\":%.3f,\"windows\":[%s],\"batch\":%d,\"timed_steps\":%d,"
                            + "\"loss_first\":%.4f,\"loss_last\":%.4f,\"cpu_seconds_per_image\":%.5f,\"java\":\"%s\",\"engine\":\"%s\"}%n",
                    name, Median.of(windows.rates()), Arrays.stream(windows.rates())
                            .mapToObj(rate -> String.format(Locale.ROOT, "%.2f", rate)).collect(Collectors.joining(",")),
                    batch, windows.steps(), first, last, cpuPerImage, System.getProperty("java.version"), contestant.engine());
        }
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
