package org.synthoscope.training;

import java.time.Duration;
import java.util.OptionalLong;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.tensor.Device;

/**
 * How to run the loop; what the networks are is the {@link Trainable}'s business.
 *
 * @param batch           real images a step
 * @param accumulate      micro-batches a step is divided into; must divide {@code batch}
 * @param images          stop after this many images shown, if given
 * @param time            stop after this much training time, all sessions of the run together, if given
 * @param seed            of the data order
 * @param balanced        show every class equally often, rather than as often as it comes
 * @param flip            mirror half of the images left to right
 * @param checkpointEvery time between checkpoints
 * @param logEvery        images a line of the log averages over
 * @param sampleEvery     images between sample grids
 * @param device          where batches go
 */
public record TrainingSettings(int batch, int accumulate, OptionalLong images, java.util.Optional<Duration> time,
                               long seed, boolean balanced, boolean flip, Duration checkpointEvery, long logEvery,
                               long sampleEvery, Device device) {

    public TrainingSettings {
        if (batch < 1 || accumulate < 1 || batch % accumulate != 0) {
            throw new SynthoscopeException("a batch of " + batch + " can't be divided into " + accumulate
                    + " equal parts; choose an 'accumulate' that divides 'batch'");
        }
        if (images.isEmpty() && time.isEmpty()) {
            throw new SynthoscopeException("training needs an end: give kimg or minutes");
        }
        if (images.isPresent() && images.getAsLong() < 1 || time.isPresent() && time.get().compareTo(Duration.ZERO) <= 0) {
            throw new SynthoscopeException("training needs an end that isn't past: kimg and minutes are more than 0");
        }
        if (logEvery < 1 || sampleEvery < 1) {
            throw new SynthoscopeException("log and sample intervals are at least one image");
        }
    }

    /** Shows every image equally often. */
    public TrainingSettings(int batch, int accumulate, OptionalLong images, java.util.Optional<Duration> time, long seed,
                            boolean flip, Duration checkpointEvery, long logEvery, long sampleEvery, Device device) {
        this(batch, accumulate, images, time, seed, false, flip, checkpointEvery, logEvery, sampleEvery, device);
    }

    /** What a resumed run must agree with; the end and the reporting may change. */
    String fingerprint() {
        return "batch=" + batch + " accumulate=" + accumulate + " seed=" + seed + " balanced=" + balanced + " flip="
                + flip;
    }
}
