package org.synthoscope.report;

import java.util.List;
import java.util.Objects;

/**
 * A line chart.
 *
 * @param title   what it shows
 * @param caption how to read it, in a sentence; may be empty
 * @param xLabel  label of the horizontal axis with its unit
 * @param yLabel  label of the vertical axis with its unit
 * @param scale   how the vertical axis is divided
 * @param series  the lines
 */
public record Curve(String title, String caption, String xLabel, String yLabel, Scale scale, List<Series> series) {

    /** How the vertical axis is divided. On a logarithmic one, values that aren't positive leave a gap. */
    public enum Scale { LINEAR, LOG }

    public Curve {
        Objects.requireNonNull(title);
        Objects.requireNonNull(caption);
        Objects.requireNonNull(xLabel);
        Objects.requireNonNull(yLabel);
        Objects.requireNonNull(scale);
        series = List.copyOf(series);
    }
}
