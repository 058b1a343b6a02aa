package org.synthoscope.curation.duplicate;

import org.synthoscope.image.Image;

/** Hands out decoded images for the verification of candidates. Called from several threads. */
@FunctionalInterface
public interface ImageLoader {

    /** The image that the fingerprint at this position was made from, decoded in the same way. */
    Image load(int position);

    /**
     * Whether two images with equal check sums have equal pixels. To be overridden where {@link #load} gives less than the
     * whole image. A grey image equals its copy with three equal channels.
     */
    default boolean samePixels(int a, int b) {
        return equal(load(a), load(b));
    }

    /** Whether two images show the same values everywhere, grey once or three times. */
    static boolean equal(Image a, Image b) {
        if (a.channels() != b.channels()) {
            return a.isGrey() && b.isGrey() && a.withChannels(1).equals(b.withChannels(1));
        }
        return a.equals(b);
    }
}
