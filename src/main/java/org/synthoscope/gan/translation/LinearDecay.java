package org.synthoscope.gan.translation;

import org.synthoscope.base.SynthoscopeException;

/**
 * A learning rate that stays for some epochs and then falls in equal steps towards 0 (Zhu et al., 2017, section 4): the
 * factor in epoch e, from 0, is 1 − max(0, e + 1 − constant) / (decay + 1).
 *
 * @param epochImages images of an epoch, those of both domains together; 0 for a rate that never falls
 * @param constant    epochs at the full rate, 100 in the paper
 * @param decay       epochs of the fall, 100 in the paper
 */
public record LinearDecay(long epochImages, int constant, int decay) {

    public LinearDecay {
        if (epochImages < 0 || constant < 0 || decay < 0) {
            throw new SynthoscopeException("epochs of the learning rate can't be negative: " + epochImages + " images, "
                    + constant + " and " + decay + " epochs");
        }
    }

    /** The factor in an epoch, never negative. */
    public double inEpoch(long epoch) {
        return Math.max(0, 1 - Math.max(0, epoch + 1 - constant) / (decay + 1.0));
    }

    /** The factor after so many images. */
    public double after(long images) {
        return epochImages == 0 ? 1 : inEpoch(images / epochImages);
    }
}
