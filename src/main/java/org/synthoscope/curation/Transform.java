package org.synthoscope.curation;

import java.util.Locale;

/** What mainly tells a near duplicate from its partner. */
public enum Transform {
    /** Nothing: the pixels are equal. */
    NONE,
    /** Encoded again, with loss. */
    RECOMPRESS,
    /** Another size of the same field. */
    RESCALE,
    /** Part of the field cut away. */
    CROP,
    /** Other brightness, contrast or white balance. */
    RECOLOUR,
    /** Mirrored. */
    FLIP,
    /** Turned by a quarter, half or three quarters. */
    TURN;

    /** The word used in files, e.g. {@code crop}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
