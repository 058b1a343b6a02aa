package org.synthoscope.collection.isic;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that only pauses move, so that nobody waits for them. */
final class FakePacing implements Pacing {

    private final List<Duration> pauses = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized void pause(Duration time) {
        pauses.add(time);
        now = now.plus(time);
    }

    @Override
    public double chance() {
        return 0.5;
    }

    synchronized List<Duration> pauses() {
        return List.copyOf(pauses);
    }
}
