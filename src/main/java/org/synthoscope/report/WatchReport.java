package org.synthoscope.report;

import java.util.List;
import java.util.Objects;

/**
 * What the collapse watch saw of a training.
 *
 * @param outcome in one or two sentences: no alarm, or why it was raised and what followed
 * @param alarm   whether it was raised
 * @param curves  one for each class
 */
public record WatchReport(String outcome, boolean alarm, List<Curve> curves) {

    public WatchReport {
        Objects.requireNonNull(outcome);
        curves = List.copyOf(curves);
    }
}
