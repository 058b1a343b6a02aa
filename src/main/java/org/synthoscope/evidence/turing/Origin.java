package org.synthoscope.evidence.turing;

import java.util.Locale;

/** Where an image comes from: what readers are asked. */
public enum Origin {
    REAL,
    SYNTHETIC;

    /** The word used in files and on pages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
