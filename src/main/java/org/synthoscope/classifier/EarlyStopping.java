package org.synthoscope.classifier;

import java.util.List;
import org.synthoscope.base.SynthoscopeException;

/**
 * Ends a training when the validation loss has not fallen below its best for some epochs; a pure function of the losses.
 *
 * @param patience epochs without a new best, at least 1
 */
public record EarlyStopping(int patience) {

    /** The hospital study's. */
    public static final EarlyStopping STUDY = new EarlyStopping(10);

    /** Never ends a training early. */
    public static final EarlyStopping NEVER = new EarlyStopping(Integer.MAX_VALUE);

    public EarlyStopping {
        if (patience < 1) {
            throw new SynthoscopeException("the patience of early stopping is at least 1 epoch, not " + patience);
        }
    }

    /** Position of the first smallest loss. */
    public static int best(List<Double> losses) {
        int best = 0;
        for (int i = 1; i < losses.size(); i++) {
            if (losses.get(i) < losses.get(best)) {
                best = i;
            }
        }
        return best;
    }

    /** Whether the training ends after these epochs. */
    public boolean ends(List<Double> losses) {
        return !losses.isEmpty() && losses.size() - 1 - best(losses) >= patience;
    }
}
