package org.synthoscope.evidence;

import java.util.Map;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.Progress;

/** Turns images into feature vectors in which distances mean something. */
public interface FeatureNetwork extends AutoCloseable {

    /** The suffix of a measure's name, e.g. {@code scattering}, {@code mobilenet_v2_imagenet}, {@code inception}. */
    String name();

    /** Length of a feature vector. */
    int dimension();

    /**
     * One feature vector an image, in the set's order. Deterministic.
     *
     * @param progress told how many images were looked at
     */
    Features extract(ImageSet images, Progress progress);

    /** The same without telling how far it is. */
    default Features extract(ImageSet images) {
        return extract(images, Progress.NONE);
    }

    /** What identifies the network in a result: kind, file digest, input size, resizing rule, value range. */
    Map<String, String> provenance();

    @Override
    void close();
}
