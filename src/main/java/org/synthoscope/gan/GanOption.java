package org.synthoscope.gan;

import org.synthoscope.base.SynthoscopeException;

/**
 * A number that one architecture has and others don't, such as the weight of its penalty. It stands under {@code options} of
 * a run in {@code study.yaml}.
 *
 * @param name    lower case with underscores
 * @param usual   the paper's value
 * @param least   smallest value allowed
 * @param most    largest value allowed
 * @param meaning what it does, with its unit
 */
public record GanOption(String name, double usual, double least, double most, String meaning) {

    /** @throws SynthoscopeException if the value is out of bounds */
    void check(double value) {
        if (!(value >= least && value <= most)) {
            throw new SynthoscopeException("option '" + name + "' (" + meaning + ") lies between " + least + " and " + most
                    + ", not at " + value);
        }
    }
}
