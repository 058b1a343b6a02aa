package org.synthoscope.classifier;

import java.util.ArrayList;
import java.util.List;
import org.synthoscope.nn.Dropout;
import org.synthoscope.nn.Layer;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Tensor;

/** Images N x C x H x W in [−1, 1] to a FLOAT32 logit for each class, by way of a feature vector. */
public abstract sealed class ClassifierNetwork extends Layer permits StudyCnn, ResidualNetwork {

    private final List<Dropout> dropouts = new ArrayList<>();

    /** What the last layer sees: N x {@link #featureLength()}. */
    public abstract Tensor features(Tensor images);

    /** Length of the feature vector. */
    public abstract int featureLength();

    /** N x classes logits of feature vectors, FLOAT32. */
    abstract Tensor logits(Tensor features);

    /** Numbers that training moves without gradients: the running means and variances of the normalisations. */
    public abstract long runningMoments();

    @Override
    public final Tensor forward(Tensor images) {
        return logits(features(images));
    }

    /** Makes a dropout whose masks come from the stream of {@link #drawFrom}. */
    final Dropout dropout(double probability) {
        Dropout d = new Dropout(probability).byBytes();
        dropouts.add(d);
        return d;
    }

    /** Names the stream that dropout masks are drawn from. */
    final void drawFrom(RandomStream masks) {
        dropouts.forEach(d -> d.drawFrom(masks));
    }
}
