package org.synthoscope.curation;

import java.util.Objects;

/**
 * Two images that show the same picture.
 *
 * @param a          position of one image in the searched list
 * @param b          position of the other, greater than {@code a}
 * @param exact      whether the decoded pixels are equal
 * @param confidence 0..1; 1 for an exact pair
 * @param transform  what mainly tells them apart
 */
public record DuplicatePair(int a, int b, boolean exact, double confidence, Transform transform) {

    public DuplicatePair {
        Objects.requireNonNull(transform);
        if (a < 0 || b <= a || !(confidence >= 0 && confidence <= 1) || exact && transform != Transform.NONE) {
            throw new IllegalArgumentException("not a pair: " + a + ", " + b + ", confidence " + confidence + ", " + transform);
        }
    }
}
