package org.synthoscope.curation;

import java.util.Locale;

/** What can be found in one image. */
public enum FindingKind {
    /** A coloured sticker or colour chart beside the lesion. */
    STICKER(true),
    /** A ruler or millimetre scale. */
    RULER(true),
    /** Hair across the field. */
    HAIR(true),
    /** The dark surround of a round field of view. */
    DARK_CORNER(true),
    /** Marks of a surgical pen. */
    INK(true),
    /** No sharp detail. */
    BLUR(false),
    /** Large parts burnt out to white. */
    OVER_EXPOSED(false),
    /** Large parts drowned in black. */
    UNDER_EXPOSED(false),
    /** A frame that doesn't show skin. */
    NOT_SKIN(true);

    private final boolean ofSkin;

    FindingKind(boolean ofSkin) {
        this.ofSkin = ofSkin;
    }

    /** Whether it only makes sense for photographs of skin. */
    public boolean ofSkin() {
        return ofSkin;
    }

    /** The word used in files and on the command line, e.g. {@code dark_corner}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
