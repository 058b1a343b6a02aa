package org.synthoscope.training;

/** Asks a running training to save a checkpoint and stop after the current step; from any thread. */
public final class StopSignal {

    private volatile boolean requested;

    /** Asks for the stop. */
    public void request() {
        requested = true;
    }

    /** Whether it was asked for. */
    public boolean requested() {
        return requested;
    }
}
