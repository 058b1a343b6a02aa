package org.synthoscope.evidence.privacy;

import java.util.Arrays;
import org.synthoscope.evidence.Groups;
import org.synthoscope.evidence.Points;

/**
 * Training, held-out and released images as points of one feature space. Groups number the patients within a side; no
 * patient is on two.
 *
 * @param space    name of the feature space
 * @param released the synthetic images, or, for a floor, held-out real ones in their place
 */
record Sides(String space, Points train, int[] trainGroups, Points holdout, int[] holdoutGroups, Points released,
             int[] releasedGroups) {

    /** What no group is, so that nothing counts as of the same patient. */
    static final int NOBODY = Integer.MIN_VALUE;

    /** Some of the images of each side. */
    Sides rows(int[] trainRows, int[] holdoutRows, int[] releasedRows) {
        return new Sides(space, train.rows(trainRows), Groups.of(trainGroups, trainRows), holdout.rows(holdoutRows),
                Groups.of(holdoutGroups, holdoutRows), released.rows(releasedRows), Groups.of(releasedGroups, releasedRows));
    }

    /** Held-out images in place of the released ones: one part stands for what a model released, the other is held out. */
    Sides floor(int[] asReleased, int[] asHoldout) {
        return new Sides(space, train, trainGroups, holdout.rows(asHoldout), Groups.of(holdoutGroups, asHoldout),
                holdout.rows(asReleased), Groups.of(holdoutGroups, asReleased));
    }

    static int[] nobody(int count) {
        int[] out = new int[count];
        Arrays.fill(out, NOBODY);
        return out;
    }
}
