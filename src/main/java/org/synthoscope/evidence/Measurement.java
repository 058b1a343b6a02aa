package org.synthoscope.evidence;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * One number with its doubt: the form in which every figure leaves this package.
 *
 * @param name   the field's name, with the feature network where it isn't the 2015 Inception, e.g. {@code KID-scattering}
 * @param group  the class the measure was taken on, or {@link #ALL}
 * @param value  the point estimate
 * @param low    lower end of the 95% interval
 * @param high   upper end of the 95% interval
 * @param floor  for a distance or a rate with a known best: the same measure between two halves of the real images
 * @param n      images on each side
 * @param better which direction is good
 * @param note   how it was estimated, in one sentence (subset size, resamples, what was subsampled)
 */
public record Measurement(String name, String group, double value, double low, double high,
                          OptionalDouble floor, int n, Better better, String note) {

    /** The group name of a measure taken over all classes together. */
    public static final String ALL = "all";

    /** Which direction is good. */
    public enum Better { LOWER, HIGHER }

    public Measurement {
        Objects.requireNonNull(name);
        Objects.requireNonNull(group);
        Objects.requireNonNull(floor);
        Objects.requireNonNull(better);
        Objects.requireNonNull(note);
        if (low > high) {
            throw new IllegalArgumentException("interval of " + name + " is reversed: " + low + " > " + high);
        }
    }
}
