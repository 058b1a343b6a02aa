package org.synthoscope.gan;

import java.util.Map;
import org.synthoscope.tensor.Tensor;

/** What happens to every image, real or generated, before a discriminator sees it; gradients pass through. */
public interface Augmentation {

    /** Transforms each image of N x C x H x W in [−1, 1] on its own. */
    Tensor apply(Tensor images);

    /**
     * Told how the discriminator judged a batch of real images, once in a discriminator step and micro-batch.
     *
     * @param logits N, without a graph; positive where the discriminator thought them real
     */
    default void observe(Tensor logits) {
    }

    /** What the next transformation depends on beside its random stream, by name. */
    default Map<String, Tensor> state() {
        return Map.of();
    }

    /** Takes over a saved state. */
    default void load(Map<String, Tensor> state) {
    }

    /** Sets the probability of transformations that have one, for a game that plans it. */
    default void setStrength(double p) {
    }

    /** What the log should hold of it, by name. */
    default Map<String, Double> figures() {
        return Map.of();
    }
}
