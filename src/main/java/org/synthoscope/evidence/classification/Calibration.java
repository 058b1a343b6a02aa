package org.synthoscope.evidence.classification;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.synthoscope.evidence.Estimate;

/** Whether a classifier's probabilities come true. */
public final class Calibration {

    /** Bins of equal width in which answers are gathered. */
    public static final int BINS = 10;

    /**
     * The answers whose largest probability lies in a range.
     *
     * @param low        end of the range, excluded but for 0
     * @param high       end of the range, included
     * @param confidence mean of the largest probabilities
     * @param right      share of right answers
     */
    public record Bin(double low, double high, int count, double confidence, Estimate right) {
    }

    private final Predictions predictions;

    public Calibration(Predictions predictions) {
        this.predictions = predictions;
    }

    /**
     * The Brier score (1950): the mean squared difference of probabilities and truth, summed over the classes and halved, so
     * that with two classes it is the usual mean of (p − y)². 0 is perfect; always ½ of two classes gives ¼.
     */
    public double brier() {
        return brier(ones());
    }

    double brier(double[] weights) {
        double sum = 0;
        double all = 0;
        for (int i = 0; i < predictions.count(); i++) {
            double squares = 0;
            for (int c = 0; c < predictions.classes().size(); c++) {
                double d = predictions.probabilities()[i][c] - (predictions.labels()[i] == c ? 1 : 0);
                squares += d * d;
            }
            sum += weights[i] * squares / 2;
            all += weights[i];
        }
        return sum / all;
    }

    /**
     * The expected calibration error (Naeini et al., 2015; Guo et al., 2017): the mean distance between confidence and share
     * of right answers over ten bins of the largest probability, weighted by their sizes. It is above 0 by chance even for a
     * perfect classifier, the more the fewer the images.
     */
    public double expectedError() {
        return expectedError(ones());
    }

    double expectedError(double[] weights) {
        double[] count = new double[BINS];
        double[] gap = new double[BINS];
        double all = 0;
        for (int i = 0; i < predictions.count(); i++) {
            int bin = bin(confidence(i));
            count[bin] += weights[i];
            gap[bin] += weights[i] * (confidence(i) - (predictions.right(i) ? 1 : 0));
            all += weights[i];
        }
        double sum = 0;
        for (double g : gap) {
            sum += Math.abs(g);
        }
        return sum / all;
    }

    /** The bins that hold answers, ascending: a reliability diagram. */
    public List<Bin> bins() {
        List<Bin> bins = new ArrayList<>();
        Patients patients = new Patients(predictions.patients());
        boolean[] right = new boolean[predictions.count()];
        for (int i = 0; i < right.length; i++) {
            right[i] = predictions.right(i);
        }
        for (int b = 0; b < BINS; b++) {
            boolean[] inside = new boolean[right.length];
            int n = 0;
            double sum = 0;
            for (int i = 0; i < right.length; i++) {
                inside[i] = bin(confidence(i)) == b;
                n += inside[i] ? 1 : 0;
                sum += inside[i] ? confidence(i) : 0;
            }
            if (n > 0) {
                bins.add(new Bin(b / (double) BINS, (b + 1) / (double) BINS, n, sum / n, patients.share(right, inside)));
            }
        }
        return bins;
    }

    private double confidence(int i) {
        return predictions.probabilities()[i][predictions.predicted(i)];
    }

    private static int bin(double confidence) {
        return Math.min(BINS - 1, Math.max(0, (int) Math.ceil(confidence * BINS) - 1));
    }

    private double[] ones() {
        double[] ones = new double[predictions.count()];
        Arrays.fill(ones, 1);
        return ones;
    }
}
