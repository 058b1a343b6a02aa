package org.synthoscope.training;

/**
 * A setting that changes in the course of training, as a pure function of the images shown so far: resumable at any
 * point and testable without training.
 */
@FunctionalInterface
public interface Schedule {

    /** The value after {@code images} images. */
    double at(long images);

    /** Always the same. */
    static Schedule constant(double value) {
        return images -> value;
    }

    /** From one value to another in a straight line between two points, constant outside. */
    static Schedule linear(double from, double to, long start, long end) {
        check(start, end);
        return images -> from + (to - from) * fraction(images, start, end);
    }

    /** From one value to another along half a cosine between two points, constant outside. */
    static Schedule cosine(double from, double to, long start, long end) {
        check(start, end);
        return images -> to + (from - to) * 0.5 * (1 + Math.cos(Math.PI * fraction(images, start, end)));
    }

    private static void check(long start, long end) {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("a schedule runs from an earlier to a later image, not from " + start
                    + " to " + end);
        }
    }

    private static double fraction(long images, long start, long end) {
        return Math.min(1, Math.max(0, (images - start) / (double) (end - start)));
    }
}
