package org.synthoscope.report;

import java.util.Objects;

/** An image that was left out, by its path or id, and why. */
public record Exclusion(String image, String reason) {

    public Exclusion {
        Objects.requireNonNull(image);
        Objects.requireNonNull(reason);
    }
}
