package org.synthoscope.training;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hears of a run; one listener a concern. Methods are called on the training thread. */
public interface TrainingListener extends AutoCloseable {

    /** The run starts, or resumes after {@code images} images. */
    default void started(RunFolder folder, Trainable model, long step, long images) {
    }

    /** A step is done. */
    default void stepped(Progress progress) {
    }

    /**
     * A window of {@link TrainingSettings#logEvery()} images is full.
     *
     * @param means mean losses and scores of the window, by name
     */
    default void logged(Progress progress, Map<String, Double> means) {
    }

    /**
     * The samples were looked at.
     *
     * @param alarm raised by these readings, if they did
     */
    default void watched(Progress progress, List<Reading> readings, Optional<Alarm> alarm) {
    }

    /** It is time for a sample grid. */
    default void sampled(RunFolder folder, Trainable model, long images) {
    }

    @Override
    default void close() {
    }
}
