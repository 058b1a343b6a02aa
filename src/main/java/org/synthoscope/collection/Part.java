package org.synthoscope.collection;

/** The parts of a study. */
public enum Part {
    /** What networks learn from. */
    TRAIN,
    /** What settings and stopping points are chosen by. */
    VALIDATION,
    /** What results are reported on. */
    TEST,
    /** What nobody looks at until the verdict. */
    SEALED
}
