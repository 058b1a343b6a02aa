package org.synthoscope.study;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.synthoscope.tensor.Engine;
import org.synthoscope.training.StopSignal;

/** Ctrl-C and SIGTERM while something trains: finish the step, save, and only then let the JVM end. */
final class Interruption implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 120;

    private final StopSignal signal = new StopSignal();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AutoCloseable registration;

    private Interruption() {
        this.registration = Engine.start().whenTheJvmEnds(() -> {
            signal.request();
            try {
                ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Listens until it is closed; the JVM's end waits for that. */
    static Interruption listen() {
        return new Interruption();
    }

    /** What the training is to look at. */
    StopSignal signal() {
        return signal;
    }

    @Override
    public void close() {
        try {
            registration.close();
        } catch (Exception e) {
            throw new IllegalStateException("taking a request back can't fail", e);
        } finally {
            ended.countDown();
        }
    }
}
