package org.synthoscope.training;

import org.synthoscope.tensor.Tensor;

/**
 * Images of one (micro-)batch.
 *
 * @param images N x C x H x W in [−1, 1], channels-last
 * @param labels N, INT64, positions in the list of classes
 */
public record Batch(Tensor images, Tensor labels) {

    public int size() {
        return (int) images.size(0);
    }
}
