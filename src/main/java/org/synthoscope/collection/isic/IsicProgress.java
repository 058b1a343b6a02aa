package org.synthoscope.collection.isic;

/** Hears how far a gather is; called on the thread that runs it. */
@FunctionalInterface
public interface IsicProgress {

    /** Hears nothing. */
    IsicProgress NONE = state -> { };

    /**
     * How far it is.
     *
     * @param done     images settled, those that earlier gathers settled included
     * @param total    how many there will be, as far as the archive can be believed; 0 if it isn't known
     * @param gathered files fetched by this gather
     * @param leftOut  left out by this gather
     * @param bytes    fetched by this gather
     */
    record State(long done, long total, int gathered, int leftOut, long bytes) {
    }

    void at(State state);
}
