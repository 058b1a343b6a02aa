package org.synthoscope.collection.isic;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** Time and chance for pauses between attempts, so that tests need wait for neither. Safe for several threads. */
public interface Pacing {

    /** The real ones. */
    Pacing REAL = new Pacing() {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
            Thread.sleep(time.toMillis());
        }

        @Override
        public double chance() {
            return ThreadLocalRandom.current().nextDouble();
        }
    };

    Instant now();

    /** Waits. */
    void pause(Duration time) throws InterruptedException;

    /** A number in 0..1, so that many clients don't come back all at once. */
    double chance();
}
