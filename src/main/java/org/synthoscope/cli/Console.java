package org.synthoscope.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.evidence.FeatureNetwork;
import org.synthoscope.evidence.features.RememberedFeatures;
import org.synthoscope.study.Narrator;
import org.synthoscope.study.RunConfig;
import org.synthoscope.training.ConsoleProgress;
import org.synthoscope.training.TrainingListener;

/** People's output: everything goes to stderr, so that stdout is free for machines. */
final class Console implements Narrator {

    private static final long INTERVAL = 200_000_000L;
    // Where lines can't be overwritten, in a log file.
    private static final long QUIET_INTERVAL = 15_000_000_000L;

    private final PrintStream err = System.err;
    private final boolean terminal = System.console() != null && System.getenv("TERM") != null;
    private long last;
    private boolean lineOpen;
    private String counted = "";
    private long begun;
    private int before;
    private int first;

    /** Says why a command failed; returns its exit code. */
    int failed(Exception failure) {
        endLine();
        if (failure instanceof SynthoscopeException) {
            err.println("synthoscope: " + failure.getMessage());
        } else {
            err.println("synthoscope: an error in the program itself, please report it:");
            failure.printStackTrace(err);
        }
        return Main.FAILED;
    }

    @Override
    public void say(String line) {
        endLine();
        err.println(line);
    }

    @Override
    public void warn(String line) {
        endLine();
        err.println("note: " + line);
    }

    @Override
    public void progress(String what, int done, int total) {
        long now = System.nanoTime();
        String subject = what + " of " + total;
        if (!subject.equals(counted) || done < before) {
            counted = subject;
            begun = now;
            first = done;
            last = terminal ? 0 : now;
        }
        before = done;
        if (now - last < (terminal ? INTERVAL : QUIET_INTERVAL) && (done < total || !terminal)) {
            return;
        }
        last = now;
        String line = String.format(Locale.ROOT, "%s %,d of %,d%s", what, done, total, eta(now - begun, done - first, total - first));
        if (terminal) {
            err.print("\r" + line + "\u001b[K");
            lineOpen = true;
            if (done >= total) {
                endLine();
            }
        } else {
            err.println(line);
        }
    }

    /** The time left if the rest goes as the part so far; nothing in the first seconds, when it would be a guess. */
    static String eta(long nanos, int done, int total) {
        if (done <= 0 || done >= total || nanos < 2_000_000_000L) {
            return "";
        }
        long seconds = Math.round(nanos / 1e9 / done * (total - done));
        return seconds < 60 ? ", ETA " + seconds + "s"
                : String.format(Locale.ROOT, ", ETA %dm%02ds", seconds / 60, seconds % 60);
    }

    private void endLine() {
        if (lineOpen) {
            err.println();
            lineOpen = false;
        }
    }

    /** A network that tells here how far each look at a set of images is. */
    FeatureNetwork telling(FeatureNetwork network) {
        return new RememberedFeatures(network, (done, total) -> progress("looking at images with " + network.name(), done, total));
    }

    /** The listener that shows a training. */
    List<TrainingListener> training(RunConfig run) {
        return List.of(new ConsoleProgress(err, terminal, run.id()));
    }
}
