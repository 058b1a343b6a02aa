package org.synthoscope.report;

import java.util.Objects;

/**
 * One line of a chart.
 *
 * @param name as the legend shows it
 * @param x    positions, in increasing order
 * @param y    values, as many as positions; NaN leaves a gap
 */
public record Series(String name, double[] x, double[] y) {

    public Series {
        Objects.requireNonNull(name);
        if (x.length != y.length) {
            throw new IllegalArgumentException(
                    "series '" + name + "' has " + x.length + " positions but " + y.length + " values");
        }
        x = x.clone();
        y = y.clone();
    }

    @Override
    public double[] x() {
        return x.clone();
    }

    @Override
    public double[] y() {
        return y.clone();
    }
}
