package org.synthoscope.evidence.verdict;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What follows for a purpose from a clause that doesn't hold. */
public enum Consequence {
    /** Nothing: the policy sets the clause aside for this purpose. */
    IGNORE,
    /** Only among those who know of it. */
    RESTRICT,
    /** Not for this purpose. */
    REFUSE;

    /** The word in files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Consequence::word).toList();
    }
}
