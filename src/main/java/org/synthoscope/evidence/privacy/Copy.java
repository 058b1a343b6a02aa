package org.synthoscope.evidence.privacy;

import org.synthoscope.curation.Transform;

/**
 * An image that shows the same picture as a training image.
 *
 * @param image      position in its set
 * @param train      position among the training images
 * @param exact      whether all pixels are equal
 * @param confidence 0..1 that it is the same picture; 1 if exact
 * @param transform  what mainly tells the two apart
 */
public record Copy(int image, int train, boolean exact, double confidence, Transform transform) {
}
