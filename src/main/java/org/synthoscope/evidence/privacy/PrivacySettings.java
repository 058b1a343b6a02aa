package org.synthoscope.evidence.privacy;

import org.synthoscope.base.SynthoscopeException;

/**
 * How privacy is measured. Recorded with the result.
 *
 * @param seed      of every random choice; the same seed gives the same bytes
 * @param splits    random halvings of the held-out images behind each floor
 * @param minImages fewest images on each side, and {@code minGroups} fewest patients, for an attack or distance to be given
 * @param maxImages most images on each side for distances; larger sides are drawn from. Copies are always looked for in all
 * @param pairs     closest pairs kept for a person's look
 * @param perClass  whether each class that all sides have is measured on its own too
 * @param threads   of the duplicate search; doesn't change the result
 */
public record PrivacySettings(long seed, int splits, int minImages, int minGroups, int maxImages, int pairs,
                              boolean perClass, int threads) {

    public PrivacySettings {
        require(splits >= 1, "a floor needs at least one split, not " + splits);
        require(minImages >= 4, "at least 4 images are needed on each side, not " + minImages);
        require(minGroups >= 2, "an interval needs at least two patients, minGroups is " + minGroups);
        require(maxImages >= minImages, "maxImages (" + maxImages + ") is below minImages (" + minImages + ")");
        require(pairs >= 0, "the number of pairs is at least 0, not " + pairs);
        require(threads >= 1, "at least one thread, not " + threads);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new SynthoscopeException("privacy settings: " + message);
        }
    }

    /** 5 splits, 20 to 10,000 images and 10 patients at least, 48 pairs, classes too, as many threads as processors. */
    public static PrivacySettings defaults(long seed) {
        return new PrivacySettings(seed, 5, 20, 10, 10_000, 48, true,
                Math.max(1, Integer.getInteger("synthoscope.threads", Runtime.getRuntime().availableProcessors())));
    }

    /** The same with or without the measures of each class. */
    public PrivacySettings withPerClass(boolean on) {
        return new PrivacySettings(seed, splits, minImages, minGroups, maxImages, pairs, on, threads);
    }
}
