package org.synthoscope.collection.phantom;

import java.util.Objects;

/**
 * One picture with its truth. The arrays aren't copied.
 *
 * @param rgb    height x width x 3, unsigned bytes, display-encoded (sRGB)
 * @param mask   height x width, 0 outside and 255 inside the lesion (artefacts on it don't count)
 * @param width  in pixels
 * @param height in pixels
 * @param truth  what it was drawn from
 */
public record Phantom(byte[] rgb, byte[] mask, int width, int height, PhantomTruth truth) {
    public Phantom {
        Objects.requireNonNull(truth);
        if (rgb.length != width * height * 3 || mask.length != width * height) {
            throw new IllegalArgumentException("arrays don't fit " + width + " x " + height);
        }
    }
}
