package org.synthoscope.gan.translation;

import org.synthoscope.nn.Layer;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Tensor;

/**
 * Makes an image of an image: N x C x H x W in [−1, 1] to N x C' x H x W in [−1, 1], in the type it was computed in.
 */
public abstract class Translator extends Layer {

    /** Names the stream that dropout draws from, where the network has any. */
    public void drawFrom(RandomStream masks) {
    }

    /**
     * Translates finished work's way: each image is what it would be on its own, and the same at every call.
     *
     * @param images N x C x H x W in [−1, 1]
     */
    public Tensor translate(Tensor images) {
        return forward(images);
    }
}
