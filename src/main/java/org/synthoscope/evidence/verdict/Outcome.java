package org.synthoscope.evidence.verdict;

import java.util.Locale;

/** What became of one clause. */
public enum Outcome {
    /** It holds, and the test would have seen it if it didn't. */
    PASS,
    /** Too few images to tell, a test that couldn't have seen the failure, or no measurement at all. */
    INSUFFICIENT,
    /** It doesn't hold. */
    FAIL;

    /** The word in files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
