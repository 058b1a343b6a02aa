package org.synthoscope.gan.progan;

/**
 * How far the networks have grown, as a function of nothing but the images shown. The level of detail counts the doublings
 * that are still missing: log₂(resolution) − 2 at 4 x 4, 0 when full size is reached, and a fraction in between while a new
 * pair of layers fades in (Karras et al., 2018, section 2 and appendix A; the paper's phases are 600 and 600 thousand
 * images).
 *
 * @param resolution   full size, a power of two from 4
 * @param stableImages images for which each size trains by itself
 * @param fadeImages   images over which the next size fades in; 0 switches at once
 */
record GrowthSchedule(int resolution, long stableImages, long fadeImages) {

    /** Side at which everything begins. */
    static final int FIRST = 4;

    GrowthSchedule {
        if (Integer.bitCount(resolution) != 1 || resolution < FIRST || stableImages < 0 || fadeImages < 0) {
            throw new IllegalArgumentException("no schedule: " + resolution + " " + stableImages + " " + fadeImages);
        }
    }

    /** Doublings from 4 x 4 to full size: the level of detail at the start. */
    static int doublings(int resolution) {
        return Integer.numberOfTrailingZeros(resolution) - Integer.numberOfTrailingZeros(FIRST);
    }

    /** The level of detail after so many images. */
    double at(long images) {
        int first = doublings(resolution);
        long phase = stableImages + fadeImages;
        if (phase == 0 || images >= first * phase) {
            return 0;
        }
        long done = images / phase;
        long inPhase = images - done * phase;
        double faded = inPhase <= stableImages ? 0 : (inPhase - stableImages) / (double) fadeImages;
        return first - done - faded;
    }

    /** Images after which full size trains by itself. */
    long grown() {
        return doublings(resolution) * (stableImages + fadeImages);
    }

    /** Whether layers joined, or finished fading in, between two counts of images: then moments of optimisers are stale. */
    boolean crosses(long before, long after) {
        double from = at(before);
        double to = at(after);
        return Math.floor(from) != Math.floor(to) || Math.ceil(from) != Math.ceil(to);
    }
}
