package org.synthoscope.report;

import java.util.List;
import java.util.Objects;

/** A titled list of facts, such as the machine, the settings or the digests of a run. */
public record Section(String title, List<Fact> facts) {

    public Section {
        Objects.requireNonNull(title);
        facts = List.copyOf(facts);
    }
}
