package org.synthoscope.gan.translation;

import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.tensor.Tensor;

/**
 * Equally many images of both domains.
 *
 * @param a N x C x H x W, of the first
 * @param b N x C x H x W, of the second
 */
public record Domains(Tensor a, Tensor b) {

    /**
     * Takes a batch apart in which the domains take turns.
     *
     * @param images 2N x C x H x W
     * @param labels 2N, INT64: 0, 1, 0, 1, …
     * @throws SynthoscopeException if they don't, which balanced sampling and an even batch prevent
     */
    public static Domains of(Tensor images, Tensor labels) {
        long[] classes = labels.toLongs();
        for (int i = 0; i < classes.length; i++) {
            if (classes[i] != i % 2 || classes.length % 2 != 0) {
                throw new SynthoscopeException("translation between domains needs as many images of one as of the other: set "
                        + "'sampling: balanced', and a batch that is even, also when divided by 'accumulate'");
            }
        }
        return new Domains(images.slice(0, 0, classes.length, 2).channelsLast(),
                images.slice(0, 1, classes.length, 2).channelsLast());
    }
}
