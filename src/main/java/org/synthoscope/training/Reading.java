package org.synthoscope.training;

import org.synthoscope.base.SynthoscopeException;

/**
 * One number by which a running training's samples are watched.
 *
 * @param group   the class, or of a translation "one class to the other"; {@link #ALL} for a generator that isn't told classes
 *                and for pairs
 * @param measure {@link #RECALL}, {@link #COVERAGE} or {@link #DIVERSITY}
 * @param value   of the samples; more is better
 * @param error   its standard error
 * @param real    what as many real images that training doesn't see have
 */
public record Reading(String group, String measure, double value, double error, double real) {

    /** The group of all images together. */
    public static final String ALL = "all";
    /** Share of real images in the neighbourhood of a sample, sized by the samples. */
    public static final String RECALL = "recall";
    /** Share of real images whose neighbourhood, sized by the real images, holds a sample. */
    public static final String COVERAGE = "coverage";
    /** Effective number of different samples. */
    public static final String DIVERSITY = "diversity";

    public Reading {
        if (!Double.isFinite(value) || !(error >= 0) || !(real > 0)) {
            throw new SynthoscopeException("the reading of " + measure + " of '" + group + "' makes no sense: " + value
                    + ", standard error " + error + ", real images " + real);
        }
    }

    /** The value over that of real images, at most 1. */
    double share() {
        return Math.max(0, Math.min(1, value / real));
    }
}
