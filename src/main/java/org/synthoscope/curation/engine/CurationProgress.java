package org.synthoscope.curation.engine;

/** Told how far a run has come. */
@FunctionalInterface
public interface CurationProgress {

    /** Tells nobody. */
    CurationProgress SILENT = (stage, done, total) -> { };

    /**
     * Called when something is done.
     *
     * @param stage what is being done: {@code inspect}, {@code pairs} or {@code policy}
     * @param done  how much of it
     * @param total of how much
     */
    void at(String stage, long done, long total);
}
