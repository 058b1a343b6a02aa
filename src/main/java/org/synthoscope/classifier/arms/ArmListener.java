package org.synthoscope.classifier.arms;

/** Hears of the training of arms, on the training thread. */
public interface ArmListener {

    /** Hears nothing. */
    ArmListener NONE = new ArmListener() { };

    /** A line worth saying: an arm is done, or is made again. */
    default void say(String line) {
    }

    /** Something to look into. */
    default void warn(String line) {
    }

    /**
     * Steps of those trainings that weren't done when the call began.
     *
     * @param done  of {@code total}; jumps where a training ends early or goes on after a kill
     */
    default void stepped(int done, int total) {
    }
}
