package org.synthoscope.study;

import java.util.Objects;
import java.util.OptionalInt;
import org.synthoscope.classifier.arms.ArmChoice;
import org.synthoscope.classifier.arms.ArmSettings;

/**
 * How an experiment with synthetic images in a classifier's training is done.
 *
 * @param training   what is the same in every arm
 * @param arms       which arms
 * @param resolution side of the images that classifiers see, pixels; else the synthetic images' own, at most
 *                   {@value #MOST}
 * @param seed       of the bootstraps and of the order of synthetic images
 */
public record UtilityOptions(ArmSettings training, ArmChoice arms, OptionalInt resolution, long seed) {

    /** The side beyond which only an explicit wish goes. */
    static final int MOST = 128;

    public UtilityOptions {
        Objects.requireNonNull(training);
        Objects.requireNonNull(arms);
        Objects.requireNonNull(resolution);
    }

    /** The side for synthetic images of a side. */
    int side(int synthetic) {
        return resolution.orElse(Math.min(synthetic, MOST));
    }
}
