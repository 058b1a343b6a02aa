package org.synthoscope.gan.progan;

import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/**
 * A level of detail as the networks use it.
 *
 * @param missing doublings between the largest size that takes part and full size
 * @param old     weight of the next smaller size: 1 when the largest joins, 0 when it has faded in
 */
record Level(int missing, double old) {

    /** Everything takes part. */
    static final Level FULL = new Level(0, 0);

    /** @param detail level of detail, from 0 */
    static Level of(double detail) {
        int missing = (int) Math.floor(detail);
        return new Level(missing, detail - missing);
    }

    /** Whether a smaller size still has a share. */
    boolean fading() {
        return old > 0;
    }

    /** Side of the largest size that takes part. */
    int side(int resolution) {
        return resolution >> missing;
    }

    /**
     * Real images as the discriminator is to see them: brought down to the side that takes part and, while it fades in, as
     * blurred as the generator's are (Karras et al., 2018, figure 2).
     *
     * @param images N x C x H x W at full size
     */
    Tensor shown(Tensor images) {
        Tensor x = missing == 0 ? images : Ops.averagePool(images, 1 << missing, 1 << missing, 0, true);
        return fading() ? blend(x, Ops.upsampleNearest(halved(x), 2)) : x;
    }

    /** (1 − old) · fine + old · coarse. */
    Tensor blend(Tensor fine, Tensor coarse) {
        return fine.mul(1 - old).add(coarse.mul(old));
    }

    /** Means of 2 x 2. */
    static Tensor halved(Tensor x) {
        return Ops.averagePool(x, 2, 2, 0, true);
    }
}
