package org.synthoscope.evidence.verdict;

import java.util.Locale;

/** What a verdict says, from the most that is allowed to the least. */
public enum Decision {
    /** Every clause holds. */
    RELEASE,
    /** Every clause was decided; some don't hold, and none of those forbids the purpose: only among those who know of it. */
    RESTRICT,
    /** Nothing that was found forbids the purpose, but something required couldn't be told. Not a permission. */
    INSUFFICIENT,
    /** A clause that forbids the purpose doesn't hold. */
    REFUSE;

    /** The word in files, e.g. {@code release}; {@code insufficient evidence} for {@link #INSUFFICIENT}. */
    public String word() {
        return this == INSUFFICIENT ? "insufficient evidence" : name().toLowerCase(Locale.ROOT);
    }

    /** Whether this allows less than another. */
    public boolean worseThan(Decision other) {
        return compareTo(other) > 0;
    }
}
