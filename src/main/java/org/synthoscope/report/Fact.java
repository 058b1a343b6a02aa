package org.synthoscope.report;

import java.util.Objects;

/** A label and its value, both plain text. */
public record Fact(String label, String value) {

    public Fact {
        Objects.requireNonNull(label);
        Objects.requireNonNull(value);
    }
}
