package org.synthoscope.training;

import java.util.List;

/** Looks at what a training makes at the moment. It must leave the model as it is, its random streams too. */
@FunctionalInterface
public interface SampleProbe {

    /**
     * The readings of all groups.
     *
     * @param seed of the latents; another one each time, so that the noise of two readings is independent
     */
    List<Reading> read(Trainable model, long seed);
}
