package org.synthoscope.training;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a training's samples on a schedule and hands the readings to a {@link CollapseWatch}. The schedule depends on the
 * run's length: a reading every 2% of it, and every ½% while something looks wrong, so that a collapse is known within
 * 2% + 4 · ½% = 4% of the length; one before anything had stood for ten readings within 10%.
 */
public final class CollapseGuard {

    /** Readings come at least so many images apart, whatever the run's length. */
    static final long LEAST = 250;
    private static final double OFTEN = 0.02;
    private static final int CLOSER = 4;
    private static final double ROUNDING = 1e-9;

    private static final double HALF = 0.5;

    private final SampleProbe probe;
    private final long every;
    private final CollapseWatch watch;
    private final Map<Long, Double> scores = new HashMap<>();
    private long lastImages;
    private double lastFraction;
    private long nanos;
    private int count;
    private List<String> late = List.of();

    /**
     * @param probe what is read
     * @param every images between readings; 0 for 2% of the run
     * @param rule  what is made of it
     */
    public CollapseGuard(SampleProbe probe, long every, CollapseWatch.Rule rule) {
        this.probe = probe;
        this.every = every;
        this.watch = new CollapseWatch(rule);
    }

    /** Takes over what a log says of the time before {@code images}. */
    void resume(RunFolder folder, long images) {
        if (!Files.exists(folder.log())) {
            return;
        }
        for (JsonNode line : JsonLog.read(folder.log())) {
            if (line.has(WatchLog.KEY) && line.path("images").asLong() <= images) {
                took(line.path("images").asLong(), line.path("fraction").asDouble(), WatchLog.readings(line));
            }
        }
    }

    /** Whether the next reading is due. */
    boolean due(Progress progress) {
        long images = progress.images() - lastImages;
        int parts = watch.suspicious() ? CLOSER : 1;
        if (images < LEAST / parts) {
            return false;
        }
        return every > 0 ? images >= every / parts : progress.fraction() - lastFraction >= OFTEN / parts - ROUNDING;
    }

    /** Reads now. */
    List<Reading> read(Progress progress, Trainable model) {
        long start = System.nanoTime();
        List<Reading> readings = probe.read(model, progress.images());
        boolean first = lastFraction < HALF && progress.fraction() >= HALF;
        took(progress.images(), progress.fraction(), readings);
        late = first ? watch.neverUp() : List.of();
        nanos += System.nanoTime() - start;
        count++;
        return readings;
    }

    private void took(long images, double fraction, List<Reading> readings) {
        lastImages = images;
        lastFraction = fraction;
        watch.add(images, readings);
        scores.put(images, watch.suspicious() ? 0 : watch.score());
    }

    /** Raised by the last reading or one before. */
    Optional<Alarm> alarm() {
        return watch.alarm();
    }

    /** What hadn't come up when half of the run was over, in words: at the first reading from then on only. */
    List<String> late() {
        return late;
    }

    /** How good the readings after some images were, 0 to 1; 0 if there were none or something looked wrong. */
    double scoreAt(long images) {
        return scores.getOrDefault(images, 0.0);
    }

    /** What reading has taken in this session, in seconds. */
    public double seconds() {
        return nanos / 1e9;
    }

    /** Readings taken in this session. */
    public int count() {
        return count;
    }

    /** A watch's past as its log tells it: the readings of each time, the earliest first. */
    public record Past(long images, List<Reading> readings) {
    }

    /** All readings in a run's log. */
    public static List<Past> past(RunFolder folder) {
        List<Past> out = new ArrayList<>();
        if (Files.exists(folder.log())) {
            JsonLog.read(folder.log()).stream().filter(l -> l.has(WatchLog.KEY)).forEach(l -> out.add(new Past(
                    l.path("images").asLong(), WatchLog.readings(l))));
        }
        return out;
    }
}
