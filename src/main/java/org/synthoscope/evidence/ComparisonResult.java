package org.synthoscope.evidence;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a comparison found.
 *
 * @param measurements overall first, then class by class
 * @param insufficient what could not be measured, and why
 * @param provenance   all that is needed to repeat it: seed, settings, counts, feature network
 */
public record ComparisonResult(List<Measurement> measurements, List<Insufficient> insufficient,
                               Map<String, String> provenance) {

    public ComparisonResult {
        measurements = List.copyOf(measurements);
        insufficient = List.copyOf(insufficient);
        provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }

    /** The measurement of a name and group, if it was made. */
    public Optional<Measurement> find(String name, String group) {
        return measurements.stream().filter(m -> m.name().equals(name) && m.group().equals(group)).findFirst();
    }
}
