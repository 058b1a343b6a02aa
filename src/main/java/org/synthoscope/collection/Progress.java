package org.synthoscope.collection;

/** Hears how far a pass over many files has come; called on the caller's thread. */
@FunctionalInterface
public interface Progress {

    /** Hears nothing. */
    Progress NONE = (done, total) -> { };

    void at(int done, int total);
}
