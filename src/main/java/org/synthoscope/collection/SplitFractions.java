package org.synthoscope.collection;

import org.synthoscope.base.SynthoscopeException;

/** What share of the images each part gets; the shares sum to 1. */
public record SplitFractions(double train, double validation, double test, double sealed) {

    /** 70% to learn from, 10% each to choose, to report and to seal. */
    public static final SplitFractions DEFAULT = new SplitFractions(0.7, 0.1, 0.1, 0.1);

    public SplitFractions {
        double sum = train + validation + test + sealed;
        if (!(train > 0 && validation >= 0 && test >= 0 && sealed >= 0 && Math.abs(sum - 1) < 1e-6)) {
            throw new SynthoscopeException("the parts of a split must be at least 0 (train above 0) and sum to 1, not "
                    + train + " + " + validation + " + " + test + " + " + sealed);
        }
    }

    public double of(Part part) {
        return switch (part) {
            case TRAIN -> train;
            case VALIDATION -> validation;
            case TEST -> test;
            case SEALED -> sealed;
        };
    }
}
