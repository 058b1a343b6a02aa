package org.synthoscope.curation.artefact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Named numbers, in the order in which they were added. */
final class Values {

    /** What a name is put together of; nobody asks for the names of most images. */
    private Object[] parts = new Object[512];
    private double[] values = new double[256];
    private int count;

    void add(String name, double value) {
        add(name, "", value);
    }

    /** @param rest what the name ends with; its text is asked for with the {@link #names} */
    void add(String name, Object rest, double value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
            parts = Arrays.copyOf(parts, 4 * count);
        }
        parts[2 * count] = name;
        parts[2 * count + 1] = rest;
        values[count++] = Double.isFinite(value) ? value : 0;
    }

    List<String> names() {
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(parts[2 * i].toString() + parts[2 * i + 1]);
        }
        return List.copyOf(names);
    }

    double[] values() {
        return Arrays.copyOf(values, count);
    }
}
