package org.synthoscope.evidence;

import org.synthoscope.base.SynthoscopeException;

/**
 * How two sets are compared. Recorded with the result.
 *
 * @param seed      of every random choice; the same seed gives the same bytes
 * @param k         neighbours of precision, recall, density and coverage
 * @param rim       whether a point on the rim of a ball is inside it
 * @param resamples bootstrap resamples of KID and MS-SSIM
 * @param splits    real-against-real splits behind each floor
 * @param maxImages most images on each side; larger sets are subsampled
 * @param minImages fewest images on each side, and {@code minGroups} fewest real patients, for a measure to be given
 * @param pairs     most pairs of images for MS-SSIM
 * @param patchImages most images on each side for the sliced Wasserstein distance
 * @param perClass  whether each class that both sets have is compared on its own too
 */
public record ComparisonSettings(long seed, int k, Prdc.Rim rim, int resamples, int splits, int maxImages,
                                 int minImages, int minGroups, int pairs, int patchImages, boolean perClass) {

    public ComparisonSettings {
        require(k >= 1, "k must be at least 1, is " + k);
        require(resamples >= 100, "an interval needs at least 100 resamples, not " + resamples);
        require(splits >= 1, "a floor needs at least one split, not " + splits);
        require(minImages >= 2 * (k + 1), "with k = " + k + " at least " + 2 * (k + 1) + " images are needed, not "
                + minImages + "; raise minImages");
        require(maxImages >= minImages, "maxImages (" + maxImages + ") is below minImages (" + minImages + ")");
        require(minGroups >= 2, "an interval needs at least two patients, minGroups is " + minGroups);
        require(pairs >= 10, "MS-SSIM needs at least 10 pairs, not " + pairs);
        require(patchImages >= SlicedWasserstein.FEWEST, "the sliced Wasserstein distance needs at least "
                + SlicedWasserstein.FEWEST + " images, patchImages is " + patchImages);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new SynthoscopeException("comparison settings: " + message);
        }
    }

    /** k = 5, 1,000 resamples, 5 splits, 20 to 5,000 images and 10 patients at least, 300 pairs, 256 images' patches. */
    public static ComparisonSettings defaults(long seed) {
        return new ComparisonSettings(seed, 5, Prdc.Rim.OUTSIDE, 1000, 5, 5000, 20, 10, 300, 256, true);
    }

    /** The same with or without the comparison of each class. */
    public ComparisonSettings withPerClass(boolean on) {
        return new ComparisonSettings(seed, k, rim, resamples, splits, maxImages, minImages, minGroups, pairs,
                patchImages, on);
    }

    /** The same with another number of neighbours. */
    public ComparisonSettings withK(int neighbours) {
        return new ComparisonSettings(seed, neighbours, rim, resamples, splits, maxImages,
                Math.max(minImages, 2 * (neighbours + 1)), minGroups, pairs, patchImages, perClass);
    }

    /** The same with another limit on the images of a side. */
    public ComparisonSettings withMaxImages(int most) {
        return new ComparisonSettings(seed, k, rim, resamples, splits, most, minImages, minGroups, pairs,
                patchImages, perClass);
    }
}
