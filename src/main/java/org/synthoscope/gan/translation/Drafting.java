package org.synthoscope.gan.translation;

import org.synthoscope.tensor.Tensor;

/** What can be asked in the middle of its training what it makes of an image. */
public interface Drafting {

    /** Whether it learns a direction. */
    boolean has(Direction direction);

    /**
     * Translates with the weights that training moves, not with their average: it shows first what goes wrong. The same
     * images become the same at the same weights, each as it would on its own, and nothing of the state changes.
     *
     * @param images N x C x R x R in [−1, 1]
     * @return N x C' x R x R in [−1, 1], FLOAT32
     */
    Tensor draft(Tensor images, Direction direction);
}
