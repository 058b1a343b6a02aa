package org.synthoscope.evidence;

import java.util.Map;
import org.synthoscope.collection.ImageSet;

/** Turns images into feature vectors in which distances mean something. */
public interface FeatureNetwork extends AutoCloseable {

    /** The suffix of a measure's name, e.g. {@code scattering}, {@code mobilenet_v2_imagenet}, {@code inception}. */
    String name();

    /** Length of a feature vector. */
    int dimension();

    /** One feature vector an image, in the set's order. Deterministic. */
    Features extract(ImageSet images);

    /** What identifies the network in a result: kind, file digest, input size, resizing rule, value range. */
    Map<String, String> provenance();

    @Override
    void close();
}
