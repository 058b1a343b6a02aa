package org.synthoscope.evidence.privacy;

import java.util.Optional;
import java.util.stream.IntStream;
import org.synthoscope.evidence.Distances;
import org.synthoscope.evidence.Groups;
import org.synthoscope.evidence.Points;

/**
 * C_T (Meehan, Chaudhuri and Dasgupta 2020, "A Non-Parametric Test to Detect Data-Copying in Generative Models"): in each
 * cell of space, are released images closer to the training images than held-out ones are? The z of the Mann-Whitney U test,
 * averaged over the cells by their share of held-out images. Far below 0 means copying, around 0 none, far above 0 that the
 * released images lie beside the data. Cells come from 64 principal components of the training images and k-means with 3
 * centres; one with 20 released images or fewer, or without held-out ones, doesn't count.
 */
public final class DataCopying {

    /** A cell with this many released images or fewer has no say. */
    public static final int FEWEST = 20;
    private static final int COMPONENTS = 64;
    private static final int CELLS = 3;

    private final Cells cells;
    private final Points train;
    private final int[] trainCells;

    /**
     * A test's outcome.
     *
     * @param value   z
     * @param error   standard error, in units of z
     * @param closer  chance that a released image lies closer to the training images than a held-out one of its cell, averaged
     *                over the cells likewise; .5 where nothing was copied
     * @param closerError its standard error
     * @param covered share of the held-out images that lie in cells that count
     */
    public record Result(double value, double error, double closer, double closerError, double covered) {
    }

    private DataCopying(Cells cells, Points train) {
        this.cells = cells;
        this.train = cells.project(train);
        this.trainCells = cells.of(this.train);
    }

    /** Parts the space by the training images. */
    public static DataCopying of(Points train, long seed) {
        return new DataCopying(Cells.fit(train, COMPONENTS, CELLS, seed), train);
    }

    /**
     * The test; empty if no cell has enough images.
     *
     * @param holdoutGroups  patients: their images don't count as independent
     * @param releasedGroups the same of the released images
     */
    public Optional<Result> test(Points holdout, int[] holdoutGroups, Points released, int[] releasedGroups) {
        Points h = cells.project(holdout);
        Points g = cells.project(released);
        int[] holdoutCells = cells.of(h);
        int[] releasedCells = cells.of(g);
        double weighted = 0;
        double weights = 0;
        double farther = 0;
        double[] plainHoldout = new double[h.count()];
        double[] plainReleased = new double[g.count()];
        double[] ofHoldout = new double[h.count()];
        double[] ofReleased = new double[g.count()];
        for (int c = 0; c < cells.count(); c++) {
            int[] t = in(trainCells, c);
            int[] n = in(holdoutCells, c);
            int[] m = in(releasedCells, c);
            if (m.length <= FEWEST || n.length == 0 || t.length == 0) {
                continue;
            }
            double[] fromHoldout = toNearest(h.rows(n), train.rows(t));
            double[] fromReleased = toNearest(g.rows(m), train.rows(t));
            double[] releasedFarther = RocArea.above(fromReleased, fromHoldout);
            double[] holdoutFarther = RocArea.above(fromHoldout, fromReleased);
            double area = java.util.Arrays.stream(releasedFarther).average().orElseThrow();
            // (U − nm/2) / √(nm(n + m + 1)/12), with U = nm·area
            double scale = Math.sqrt(12.0 * n.length * m.length / (n.length + m.length + 1));
            weighted += n.length * scale * (area - 0.5);
            weights += n.length;
            farther += n.length * area;
            for (int i = 0; i < n.length; i++) {
                plainHoldout[n[i]] = 1 - holdoutFarther[i] - area;
                ofHoldout[n[i]] = scale * plainHoldout[n[i]];
            }
            for (int i = 0; i < m.length; i++) {
                plainReleased[m[i]] = n.length * (releasedFarther[i] - area) / m.length;
                ofReleased[m[i]] = scale * plainReleased[m[i]];
            }
        }
        if (weights == 0) {
            return Optional.empty();
        }
        double error = Math.sqrt(squares(ofHoldout, holdoutGroups) + squares(ofReleased, releasedGroups)) / weights;
        double plain = Math.sqrt(squares(plainHoldout, holdoutGroups) + squares(plainReleased, releasedGroups)) / weights;
        return Optional.of(new Result(weighted / weights, error, 1 - farther / weights, plain, weights / h.count()));
    }

    private static int[] in(int[] cellOf, int cell) {
        return IntStream.range(0, cellOf.length).filter(i -> cellOf[i] == cell).toArray();
    }

    private static double[] toNearest(Points from, Points to) {
        return Distances.nearest(from, Sides.nobody(from.count()), to, new int[to.count()]).distance();
    }

    /** The sum over patients of the squared sum of their images' influence. */
    private static double squares(double[] influence, int[] groups) {
        int[] dense = Groups.dense(groups);
        double[] sums = new double[Groups.count(dense)];
        for (int i = 0; i < dense.length; i++) {
            sums[dense[i]] += influence[i];
        }
        return java.util.Arrays.stream(sums).map(v -> v * v).sum();
    }
}
