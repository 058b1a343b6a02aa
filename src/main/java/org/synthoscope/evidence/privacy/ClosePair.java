package org.synthoscope.evidence.privacy;

import java.util.Optional;

/**
 * A synthetic image and the training image that it copies, else the one that it comes closest to by features.
 *
 * @param synthetic position in the synthetic set
 * @param train     position in the training set
 * @param distance  to the nearest training image by features, Euclidean
 * @param ratio     that distance over the one from that training image to its nearest other patient's image; 0 is a copy
 * @param copy      if the duplicate search found it, surely or doubtfully
 */
public record ClosePair(int synthetic, int train, double distance, double ratio, Optional<Copy> copy) {
}
