package org.synthoscope.training.dp;

import java.util.Locale;
import org.synthoscope.base.SynthoscopeException;

/**
 * What a differentially private training promises its images.
 *
 * @param noise  σ: deviation of the noise over the clipping norm, above 0
 * @param clip   C: what one image can move the sum of gradients by
 * @param delta  chance of the promise not to hold
 * @param batch  images in a batch, in the mean
 * @param images images of the training set, which is taken as known to everybody
 */
public record PrivateTraining(double noise, double clip, double delta, int batch, int images) {

    /** @throws SynthoscopeException with what would do */
    public PrivateTraining {
        if (!(noise > 0) || !(clip > 0) || Double.isInfinite(noise) || Double.isInfinite(clip)) {
            throw new SynthoscopeException("a private training needs noise and a clipping norm above 0, not " + noise + " and " + clip
                    + "; noise 1 and clip 1 are usual beginnings");
        }
        if (batch < 1 || batch > images) {
            throw new SynthoscopeException("a batch has 1 to " + images + " images, as many as there are, not " + batch);
        }
        if (!(delta > 0) || delta * images >= 1) {
            throw new SynthoscopeException(String.format(Locale.ROOT, "delta %s promises nothing to %d images: handing out one at "
                    + "random would satisfy it. Choose one well below %.1e, e.g. %.0e", delta, images, 1.0 / images, 0.1 / images));
        }
    }

    /** q: the chance of each image to be in a batch. */
    public double rate() {
        return (double) batch / images;
    }

    /** What is promised after some steps. */
    public RenyiAccountant.Guarantee after(long steps) {
        return RenyiAccountant.guarantee(noise, rate(), steps, delta);
    }

    /** The settings in one line, as checkpoints compare them. */
    public String line() {
        return "noise=" + noise + " clip=" + clip + " delta=" + delta + " rate=" + rate();
    }
}
