package org.synthoscope.evidence.turing;

import java.util.Objects;
import org.synthoscope.base.SynthoscopeException;

/**
 * How large a test is.
 *
 * @param images  different images, half of them synthetic
 * @param repeats share of them that is shown a second time, so that readers can be compared with themselves
 * @param seed    of the choice and of every order
 * @param part    the part of the study that the real images come from, {@code test} or {@code validation}
 */
public record TuringSettings(int images, double repeats, long seed, String part) {

    /** Two hundred images leave guessing between 86 and 114 right answers. */
    public static final int IMAGES = 200;
    public static final double REPEATS = 0.1;
    /** Below it not even an honest interval says anything. */
    public static final int LEAST = 20;
    private static final int MOST = 2000;

    /** @throws SynthoscopeException if a number is outside its range */
    public TuringSettings {
        Objects.requireNonNull(part);
        if (images < LEAST || images > MOST || images % 2 != 0) {
            throw new SynthoscopeException("a test has an even number of images, " + LEAST + " to " + MOST + ", not " + images);
        }
        if (!(repeats >= 0 && repeats <= 0.5)) {
            throw new SynthoscopeException("the share of images shown twice lies between 0 and 0.5, not " + repeats);
        }
    }
}
