package org.synthoscope.cli;

import java.io.PrintStream;
import java.util.Locale;
import org.synthoscope.collection.isic.IsicProgress;

/** One line that says how far a gather from an archive is, how fast, and how long it will still take. */
final class GatherMeter implements IsicProgress {

    private static final long TERMINAL_INTERVAL = 500_000_000L;
    private static final long FILE_INTERVAL = 15_000_000_000L;

    private final PrintStream out;
    private final boolean terminal;
    private final long started;
    private long last;
    private long doneBefore = -1;
    private boolean lineOpen;

    /**
     * @param out      where people's output goes
     * @param terminal whether the line may be rewritten in place; else a line is printed every 15 seconds
     * @param now      {@link System#nanoTime} at the beginning
     */
    GatherMeter(PrintStream out, boolean terminal, long now) {
        this.out = out;
        this.terminal = terminal;
        started = now;
        last = now;
    }

    @Override
    public void at(State state) {
        at(state, System.nanoTime());
    }

    void at(State state, long now) {
        if (doneBefore < 0) {
            doneBefore = Math.max(0, state.done() - 1);
        }
        if (now - last < (terminal ? TERMINAL_INTERVAL : FILE_INTERVAL)) {
            return;
        }
        last = now;
        double seconds = (now - started) / 1e9;
        double rate = (state.done() - doneBefore) / seconds;
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "gathering %,d", state.done()));
        if (state.total() > 0) {
            line.append(String.format(Locale.ROOT, " of %,d images (%.0f%%)", state.total(),
                    100.0 * state.done() / state.total()));
        } else {
            line.append(" images");
        }
        line.append(String.format(Locale.ROOT, "  %.1f img/s  %.1f MB/s", rate, state.bytes() / 1e6 / seconds));
        if (state.total() > 0 && rate > 0) {
            line.append("  ETA ").append(duration((long) Math.ceil((state.total() - state.done()) / rate)));
        }
        if (state.leftOut() > 0) {
            line.append(String.format(Locale.ROOT, "  left out %,d", state.leftOut()));
        }
        out.print(terminal ? "\r" + line + "\u001b[K" : line + System.lineSeparator());
        out.flush();
        lineOpen = terminal;
    }

    /** Ends the line, if one is open. */
    void end() {
        if (lineOpen) {
            out.println();
            lineOpen = false;
        }
    }

    private static String duration(long seconds) {
        return seconds >= 3600 ? String.format(Locale.ROOT, "%dh%02dm", seconds / 3600, seconds / 60 % 60)
                : seconds >= 60 ? String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60) : seconds + "s";
    }
}
