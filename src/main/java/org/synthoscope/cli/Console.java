package org.synthoscope.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.study.Narrator;
import org.synthoscope.study.RunConfig;
import org.synthoscope.training.ConsoleProgress;
import org.synthoscope.training.TrainingListener;

/** People's output: everything goes to stderr, so that stdout is free for machines. */
final class Console implements Narrator {

    private static final long INTERVAL = 200_000_000L;

    private final PrintStream err = System.err;
    private final boolean terminal = System.console() != null && System.getenv("TERM") != null;
    private long last;
    private boolean lineOpen;

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
        if (!terminal || now - last < INTERVAL && done < total) {
            return;
        }
        last = now;
        err.printf(Locale.ROOT, "\r%s %,d of %,d\u001b[K", what, done, total);
        lineOpen = true;
        if (done >= total) {
            endLine();
        }
    }

    private void endLine() {
        if (lineOpen) {
            err.println();
            lineOpen = false;
        }
    }

    /** The listener that shows a training. */
    List<TrainingListener> training(RunConfig run) {
        return List.of(new ConsoleProgress(err, terminal, run.id()));
    }
}
