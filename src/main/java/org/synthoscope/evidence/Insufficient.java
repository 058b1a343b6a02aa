package org.synthoscope.evidence;

import java.util.Objects;

/**
 * A measure that can't be given, because the images don't suffice to tell.
 *
 * @param name  of the measure
 * @param group the class, or {@link Measurement#ALL}
 * @param why   what is missing, in one sentence
 */
public record Insufficient(String name, String group, String why) {

    public Insufficient {
        Objects.requireNonNull(name);
        Objects.requireNonNull(group);
        Objects.requireNonNull(why);
    }
}
