package org.synthoscope.evidence.turing;

import java.util.Objects;

/**
 * What a reader said of one image shown.
 *
 * @param trial     position in the reader's order, from 0
 * @param rating    1 surely real, 2 probably, 3 rather real, 4 rather synthetic, 5 probably, 6 surely synthetic
 * @param diagnosis a class, or empty if none was asked
 * @param seconds   from the image's appearance to the answer, as the page measured
 */
public record Answer(int trial, int rating, String diagnosis, double seconds) {

    /** The largest rating: as sure as can be of a synthetic image. */
    public static final int MOST = 6;

    public Answer {
        Objects.requireNonNull(diagnosis);
        if (trial < 0 || rating < 1 || rating > MOST || !(seconds >= 0)) {
            throw new IllegalArgumentException("not an answer: trial " + trial + ", rating " + rating + ", " + seconds + " s");
        }
    }

    /** What the reader took the image for. */
    public Origin said() {
        return rating > MOST / 2 ? Origin.SYNTHETIC : Origin.REAL;
    }
}
