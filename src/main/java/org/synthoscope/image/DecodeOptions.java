package org.synthoscope.image;

import org.synthoscope.base.SynthoscopeException;

/**
 * What is accepted and how deep grey becomes 8 bits; part of a packed array's identity.
 *
 * @param minSide   shortest side accepted, in pixels: below it there is nothing to learn from
 * @param maxSide   longest side accepted, in pixels
 * @param maxPixels most pixels accepted: a small file can claim a size that fills the memory
 * @param deepBits  how many bits of a 16-bit file carry the picture, 8..16. Values become
 *                  {@code min(255, round(255 v / (2^deepBits - 1)))}, the same for every image, so that brightness stays
 *                  comparable; 12 suits files from detectors that fill only the low 12 bits
 */
public record DecodeOptions(int minSide, int maxSide, long maxPixels, int deepBits) {

    /** At least 8 pixels a side, at most 20,000, at most 100 megapixels, 16-bit values over their full range. */
    public static final DecodeOptions DEFAULT = new DecodeOptions(8, 20_000, 100_000_000L, 16);

    public DecodeOptions {
        if (minSide < 1 || maxSide < minSide || maxPixels < 1 || deepBits < 8 || deepBits > 16) {
            throw new SynthoscopeException("image limits must satisfy 1 <= minSide <= maxSide, maxPixels >= 1 and "
                    + "8 <= deepBits <= 16, not " + minSide + ", " + maxSide + ", " + maxPixels + ", " + deepBits);
        }
        // A decoded RGB image lives in one Java array.
        maxPixels = Math.min(maxPixels, (Integer.MAX_VALUE - 64) / 4);
    }
}
