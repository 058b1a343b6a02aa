package org.synthoscope.evidence.turing;

import java.util.Objects;
import org.synthoscope.base.SynthoscopeException;

/**
 * How near to guessing is near enough.
 *
 * @param margin readers count as unable to tell if their area under the ROC curve is shown to lie within .5 ± this
 * @param setBy  who answers for the number
 */
public record TuringPolicy(double margin, String setBy) {

    /**
     * .15: an area of .65 is what an observer reaches for whom the two kinds lie half a standard deviation apart, and 64
     * images of each kind suffice to show less. No regulator is known to set such a number.
     */
    public static final TuringPolicy DEFAULT = new TuringPolicy(0.15, "Synthoscope's default, set by nobody for this study");

    /** @throws SynthoscopeException unless the margin lies above 0 and below .5 */
    public TuringPolicy {
        Objects.requireNonNull(setBy);
        if (!(margin > 0 && margin < 0.5)) {
            throw new SynthoscopeException("the margin of equivalence is the distance of an area under the ROC curve from .5, "
                    + "above 0 and below .5, not " + margin);
        }
    }
}
