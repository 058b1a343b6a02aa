package org.synthoscope.evidence.turing;

import java.util.Objects;

/**
 * An image of the test with its truth.
 *
 * @param origin    real or synthetic
 * @param index     position in its set
 * @param file      its name in its set
 * @param className its class; of a synthetic image the one it was made for; empty if nobody said
 * @param group     the patient of a real image; a synthetic one stands for itself
 */
public record TuringImage(Origin origin, int index, String file, String className, String group) {

    public TuringImage {
        Objects.requireNonNull(origin);
        Objects.requireNonNull(file);
        Objects.requireNonNull(className);
        Objects.requireNonNull(group);
    }
}
