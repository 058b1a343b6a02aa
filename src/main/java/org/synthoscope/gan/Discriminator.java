package org.synthoscope.gan;

import java.util.List;
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

    /**
     * The parts that can be frozen in fine-tuning, from the image on (FreezeD: Mo, Cho and Shin, 2020): the first see colours
     * and edges, which other images share. The last, which judges, is none of them. By default the children in the order of
     * their declaration, without the last.
     */
    public List<Module> early() {
        List<Module> parts = children().stream().filter(c -> c.parameterCount() > 0).toList();
        return parts.subList(0, Math.max(0, parts.size() - 1));
    }

    /** Names the stream that dropout draws from, where the network has any. */
    public void drawFrom(RandomStream masks) {
    }
}
