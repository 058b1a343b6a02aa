package org.synthoscope.classifier.arms;

/**
 * How many synthetic images of a class an origin detector learns from, is steered by, and meets unseen; they don't overlap.
 *
 * @param train      first images of the class
 * @param validation those after them
 * @param unseen     those after these
 */
record OriginParts(int train, int validation, int unseen) {

    /** The least of each that say anything. */
    static final int LEAST_TRAIN = 8;
    static final int LEAST_VALIDATION = 2;
    static final int LEAST_UNSEEN = 5;

    /**
     * As many as there are real ones of each part, or the same share of each.
     *
     * @param real       real training images of the class
     * @param validation real validation images of the class
     * @param test       real test images of the class
     */
    static OriginParts of(int real, int validation, int test, int available) {
        double share = Math.min(1, (double) available / Math.max(1, real + validation + test));
        return new OriginParts((int) (share * real), (int) (share * validation), (int) (share * test));
    }

    /** Why there are too few, or nothing. */
    String lacking() {
        return train >= LEAST_TRAIN && validation >= LEAST_VALIDATION && unseen >= LEAST_UNSEEN ? ""
                : "real and synthetic images allow " + train + " pairs to learn from, " + validation + " to steer by and "
                + unseen + " to test on; at least " + LEAST_TRAIN + ", " + LEAST_VALIDATION + " and " + LEAST_UNSEEN
                + " are needed";
    }
}
