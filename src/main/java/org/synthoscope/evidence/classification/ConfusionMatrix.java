package org.synthoscope.evidence.classification;

import java.util.List;

/**
 * How often each class was taken for each.
 *
 * @param counts rows are true classes, columns answers
 */
public record ConfusionMatrix(List<String> classes, long[][] counts) {

    public ConfusionMatrix {
        classes = List.copyOf(classes);
    }

    public static ConfusionMatrix of(Predictions p) {
        long[][] counts = new long[p.classes().size()][p.classes().size()];
        for (int i = 0; i < p.count(); i++) {
            counts[p.labels()[i]][p.predicted(i)]++;
        }
        return new ConfusionMatrix(p.classes(), counts);
    }

    /** Images of a class that got it. */
    public long truePositives(int c) {
        return counts[c][c];
    }

    /** Images of a class that got another. */
    public long falseNegatives(int c) {
        return row(c) - counts[c][c];
    }

    /** Images of other classes that got this one. */
    public long falsePositives(int c) {
        return column(c) - counts[c][c];
    }

    /** Images of other classes that got another than this one. */
    public long trueNegatives(int c) {
        return total() - row(c) - column(c) + counts[c][c];
    }

    /** All images. */
    public long total() {
        long n = 0;
        for (int c = 0; c < counts.length; c++) {
            n += row(c);
        }
        return n;
    }

    private long row(int c) {
        long n = 0;
        for (long v : counts[c]) {
            n += v;
        }
        return n;
    }

    private long column(int c) {
        long n = 0;
        for (long[] row : counts) {
            n += row[c];
        }
        return n;
    }
}
