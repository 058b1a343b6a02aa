package org.synthoscope.collection;

import java.util.Locale;

/** The parts of a study. */
public enum Part {
    /** What networks learn from. */
    TRAIN,
    /** What settings and stopping points are chosen by. */
    VALIDATION,
    /** What results are reported on. */
    TEST,
    /** What nobody looks at until the verdict. */
    SEALED;

    /** The word used in files, e.g. {@code train}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The part of a word. @throws IllegalArgumentException if it is none's */
    static Part of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
