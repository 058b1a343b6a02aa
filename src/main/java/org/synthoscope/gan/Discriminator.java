package org.synthoscope.gan;

import org.synthoscope.nn.Module;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Tensor;

/** Tells real images from generated ones. */
public abstract class Discriminator extends Module {

    /**
     * Judges.
     *
     * @param images N x C x H x W in [−1, 1]
     * @param labels N, INT64; an unconditional discriminator ignores them
     * @return N logits, FLOAT32; positive means real
     */
    public abstract Tensor judge(Tensor images, Tensor labels);

    /** Names the stream that dropout draws from, where the network has any. */
    public void drawFrom(RandomStream masks) {
    }
}
