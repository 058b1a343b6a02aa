package org.synthoscope.classifier;

import org.synthoscope.training.Progress;

/** Hears of a classifier's training, on the training thread. */
public interface ClassifierListener {

    /** Hears nothing. */
    ClassifierListener NONE = new ClassifierListener() { };

    /** The training starts, or goes on after some epochs. */
    default void started(int epochsDone, int epochsAtMost) {
    }

    /** A step is done. The remaining time is that of all epochs that may come: early stopping can only shorten it. */
    default void stepped(Progress progress) {
    }

    /** An epoch is done and saved. @param best whether its validation loss is the least so far */
    default void epochEnded(EpochReport epoch, boolean best) {
    }
}
