package org.synthoscope.curation.artefact;

import java.util.ArrayList;
import java.util.List;

/** Named numbers, in the order in which they were added. */
final class Values {

    private final List<String> names = new ArrayList<>();
    private double[] values = new double[256];

    void add(String name, double value) {
        if (names.size() == values.length) {
            values = java.util.Arrays.copyOf(values, 2 * values.length);
        }
        values[names.size()] = Double.isFinite(value) ? value : 0;
        names.add(name);
    }

    List<String> names() {
        return List.copyOf(names);
    }

    double[] values() {
        return java.util.Arrays.copyOf(values, names.size());
    }
}
