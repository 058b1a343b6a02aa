package org.synthoscope.collection;

import java.util.Objects;

/**
 * An image that a source offers.
 *
 * @param file      relative to the source's root, with forward slashes
 * @param className the class
 * @param facts     what else the source says
 */
public record GatheredImage(String file, String className, ImageFacts facts) {

    public GatheredImage {
        Objects.requireNonNull(file);
        Objects.requireNonNull(facts);
        if (className.isBlank()) {
            throw new IllegalArgumentException(file + " has no class; leave it out with the reason");
        }
    }
}
