package org.synthoscope.evidence.classification;

import java.util.ArrayList;
import java.util.List;

/** All {@link Figure}s of one classifier as functions of how often each image counts: what a bootstrap asks for. */
final class WeightedFigures {

    private final Predictions p;
    private final Calibration calibration;
    private final int[] predicted;
    private final List<RocCurve> curves = new ArrayList<>();

    /** @throws IllegalArgumentException unless every class has two images */
    WeightedFigures(Predictions p) {
        this.p = p;
        this.calibration = new Calibration(p);
        this.predicted = new int[p.count()];
        for (int i = 0; i < predicted.length; i++) {
            predicted[i] = p.predicted(i);
        }
        for (int c = 0; c < p.classes().size(); c++) {
            curves.add(new RocCurve(p.is(c), p.scores(c), p.patients()));
        }
    }

    /** In the order of {@link Figure#all}; NaN where the weights leave nothing to take a figure from. */
    double[] of(double[] weights) {
        int classes = p.classes().size();
        double[][] counts = new double[classes][classes];
        double all = 0;
        for (int i = 0; i < predicted.length; i++) {
            counts[p.labels()[i]][predicted[i]] += weights[i];
            all += weights[i];
        }
        List<Double> out = new ArrayList<>(List.of(0.0, 0.0, calibration.brier(weights), calibration.expectedError(weights)));
        double right = 0;
        double balanced = 0;
        for (int c = 0; c < classes; c++) {
            double row = 0;
            double column = 0;
            for (int d = 0; d < classes; d++) {
                row += counts[c][d];
                column += counts[d][c];
            }
            double hits = counts[c][c];
            right += hits;
            balanced += hits / row / classes;
            out.add(hits / row);
            out.add((all - row - column + hits) / (all - row));
            out.add(hits / column);
            out.add(2 * hits / (row + column));
            out.add(curves.get(c).area(weights));
            for (double s : ClassificationMeasures.SPECIFICITIES) {
                out.add(curves.get(c).sensitivityAt(s, weights));
            }
        }
        out.set(0, right / all);
        out.set(1, balanced);
        return out.stream().mapToDouble(v -> v).toArray();
    }
}
