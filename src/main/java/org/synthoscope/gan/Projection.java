package org.synthoscope.gan;

import java.util.Optional;
import org.synthoscope.nn.Embedding;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.Module;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Tensor;

/**
 * How a discriminator is told the class: the logit gains the inner product of the class's embedding with the feature
 * vector summed over places (Miyato and Koyama, 2018, "cGANs with Projection Discriminator"). Without classes it has no
 * parameters and changes nothing.
 */
public final class Projection extends Module {

    private final Optional<Embedding> embedding;

    public Projection(int classes, int features) {
        this.embedding = classes == 0 ? Optional.empty()
                : Optional.of(child("embedding", new Embedding(classes, features, Initialiser.normal(0, 0.02))));
    }

    /**
     * Adds to the logits.
     *
     * @param logits   N
     * @param features N x C x h x w
     * @param labels   N, INT64
     */
    public Tensor add(Tensor logits, Tensor features, Tensor labels) {
        return embedding.map(e -> logits.add(
                        features.to(DType.FLOAT32).sum(false, 2, 3).mul(e.forward(labels)).sum(false, 1)))
                .orElse(logits);
    }
}
