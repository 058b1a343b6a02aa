package org.synthoscope.collection.phantom;

import java.util.Locale;

/** How a planted duplicate was made from its original. */
public enum DuplicateKind {
    /** Not a duplicate. */
    NONE,
    /** The same pixels. */
    EXACT,
    /** Up to 10% of the sides cut away; the file keeps the smaller size. */
    CROP,
    /** Resampled to 70..90% or 110..130% of the size; the file keeps the new size. */
    RESCALE,
    /** Exposure, gamma and white balance changed. */
    RECOLOUR,
    /** Quantised as a JPEG of quality 35..75 does. */
    JPEG,
    /** Mirrored, left to right or top to bottom. */
    FLIP,
    /** Turned by 90, 180 or 270 degrees. */
    TURN;

    /** The word used in {@code manifest.csv}; empty for {@link #NONE}. */
    public String word() {
        return this == NONE ? "" : name().toLowerCase(Locale.ROOT);
    }
}
