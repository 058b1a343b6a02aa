package org.synthoscope.collection;

import java.util.Objects;

/** A file that isn't used, and why. @param file relative to the root, with forward slashes */
public record LeftOut(String file, String reason) {

    public LeftOut {
        Objects.requireNonNull(file);
        Objects.requireNonNull(reason);
    }
}
