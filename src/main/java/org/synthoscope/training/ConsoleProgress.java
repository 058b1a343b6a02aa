package org.synthoscope.training;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One line that says how far the run is, how fast, how long it will still take, and what the losses are. */
public final class ConsoleProgress implements TrainingListener {

    private static final long TERMINAL_INTERVAL = 500_000_000L;
    private static final long FILE_INTERVAL = 15_000_000_000L;
    private static final int BAR = 24;

    private final PrintStream out;
    private final boolean terminal;
    private final String name;
    private long last;

    /**
     * @param out      where people's output goes
     * @param terminal whether the line may be rewritten in place; else a line is printed every 15 seconds
     * @param name     of the run
     */
    public ConsoleProgress(PrintStream out, boolean terminal, String name) {
        this.out = out;
        this.terminal = terminal;
        this.name = name;
    }

    @Override
    public void started(RunFolder folder, Trainable model, long step, long images) {
        last = System.nanoTime() - (terminal ? TERMINAL_INTERVAL : FILE_INTERVAL) / 2;
        if (images > 0) {
            out.printf(Locale.ROOT, "%s: resuming after %,d images (step %,d)%n", name, images, step);
        }
    }

    @Override
    public void stepped(Progress p) {
        long now = System.nanoTime();
        boolean finished = p.fraction() >= 1;
        if (!finished && now - last < (terminal ? TERMINAL_INTERVAL : FILE_INTERVAL)) {
            return;
        }
        last = now;
        int filled = (int) Math.round(p.fraction() * BAR);
        String losses = p.losses().entrySet().stream().map(ConsoleProgress::loss).collect(Collectors.joining("  "));
        String line = String.format(Locale.ROOT, "%s [%s%s] %3.0f%%  %.1f kimg  %.0f img/s  ETA %s  %s", name,
                "#".repeat(filled), "-".repeat(BAR - filled), 100 * p.fraction(), p.images() / 1000.0,
                p.imagesPerSecond(), duration(p.remaining()), losses);
        out.print(terminal ? "\r" + line + "\u001b[K" + (finished ? "\n" : "") : line + System.lineSeparator());
        out.flush();
    }

    private static String loss(Map.Entry<String, Double> e) {
        return String.format(Locale.ROOT, "%s %.3f", e.getKey(), e.getValue());
    }

    /** Hours, minutes and seconds, as short as they can be. */
    static String duration(Duration d) {
        long s = d.toSeconds();
        return s >= 3600 ? String.format(Locale.ROOT, "%dh%02dm", s / 3600, s / 60 % 60)
                : s >= 60 ? String.format(Locale.ROOT, "%dm%02ds", s / 60, s % 60) : s + "s";
    }
}
