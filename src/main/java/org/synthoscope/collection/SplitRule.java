package org.synthoscope.collection;

import java.util.List;
import java.util.OptionalDouble;
import org.synthoscope.base.SynthoscopeException;

/**
 * How large the parts shall be.
 *
 * @param train      share to learn from; the least one if the sealed share is left to the rule
 * @param validation share to choose by
 * @param test       share to report on
 * @param sealed     share nobody looks at; empty to size it by the membership test that it must serve: the smallest
 *                   share at which an attack of AUC {@value #TARGET} is found with 80% power, or all that the others
 *                   leave over if that isn't enough
 */
public record SplitRule(double train, double validation, double test, OptionalDouble sealed) {

    /** The weakest membership attack that the sealed part should be able to show. */
    public static final double TARGET = 0.55;
    private static final double LEAST_SEALED = 0.05;
    private static final double STEP = 0.005;

    /** At least 60% to learn from, 10% each to choose and to report, sealed as much as its test needs. */
    public static final SplitRule DEFAULT = new SplitRule(0.6, 0.1, 0.1, OptionalDouble.empty());

    public SplitRule {
        if (sealed.isPresent()) {
            new SplitFractions(train, validation, test, sealed.getAsDouble());
        } else if (!(train > 0 && validation >= 0 && test >= 0 && train + validation + test + LEAST_SEALED <= 1 + 1e-9)) {
            throw new SynthoscopeException("with a sealed part sized by its test, train (above 0), validation and test must "
                    + "leave at least " + LEAST_SEALED + " over, and they sum to " + (train + validation + test));
        }
    }

    /** The rule with a given sealed share. */
    public static SplitRule of(SplitFractions fractions) {
        return new SplitRule(fractions.train(), fractions.validation(), fractions.test(),
                OptionalDouble.of(fractions.sealed()));
    }

    /** The shares for a set of images: a pure function of their groups' sizes. */
    public SplitFractions fractions(List<ImageEntry> entries) {
        if (sealed.isPresent()) {
            return new SplitFractions(train, validation, test, sealed.getAsDouble());
        }
        double most = 1 - train - validation - test;
        double effective = SplitPower.effective(entries);
        double share = Math.min(most, LEAST_SEALED);
        while (share < most - 1e-9 && SplitPower.detectableAuc(effective * (1 - validation - test - share),
                effective * share) > TARGET) {
            share = Math.min(most, share + STEP);
        }
        double rounded = Math.round(share * 1e6) / 1e6;
        return new SplitFractions(Math.round((1 - validation - test - rounded) * 1e6) / 1e6, validation, test, rounded);
    }
}
