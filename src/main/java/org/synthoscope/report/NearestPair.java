package org.synthoscope.report;

import java.util.Objects;

/**
 * A synthetic image beside the real training image nearest to it.
 *
 * @param synthetic  the synthetic image
 * @param real       its nearest real training image
 * @param distance   the distance between the two, in the units of the feature network
 * @param percentile share of real images, 0 to 100, whose nearest other real image is closer than this distance;
 *                   small means that the pair is unusually close
 * @param text       what was compared (feature network, file names), in a sentence; may be empty
 */
public record NearestPair(Picture synthetic, Picture real, double distance, double percentile, String text) {

    public NearestPair {
        Objects.requireNonNull(synthetic);
        Objects.requireNonNull(real);
        Objects.requireNonNull(text);
        if (!(percentile >= 0 && percentile <= 100)) {
            throw new IllegalArgumentException("percentile of a nearest pair must be 0 to 100, but is " + percentile);
        }
    }
}
