package org.synthoscope.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;

/** Timed windows and their rates. */
final class Windows {
    private final int batch;
    private final List<Double> rates = new ArrayList<>();
    private int steps;

    Windows(int batch) {
        this.batch = batch;
    }

    void add(int windowSteps, long nanoseconds) {
        steps += windowSteps;
        rates.add(windowSteps * (double) batch / nanoseconds * 1e9);
    }

    /** Images per second of every window, in order. */
    double[] rates() {
        return rates.stream().mapToDouble(Double::doubleValue).toArray();
    }

    int steps() {
        return steps;
    }
}
