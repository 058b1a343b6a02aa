package org.synthoscope.gan.r3gan;

import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/**
 * The relativistic pairing game (Jolicoeur-Martineau, 2019; Huang et al., 2024, equation 3) with f(t) = −log(1 + e⁻ᵗ): each
 * real image of a batch is compared with the generated one at its place. Only the difference of the two logits counts, so
 * the discriminator has nothing to win from pushing all generated images to one side, and the generator nothing from
 * giving all of them to one class of image.
 */
final class PairedLoss {

    private PairedLoss() {
    }

    /** softplus(−(real − fake)), the mean over N logits each. */
    static Tensor discriminator(Tensor real, Tensor fake) {
        return Ops.softplus(fake.sub(real)).mean();
    }

    /** softplus(real − fake), the mean over N logits each. */
    static Tensor generator(Tensor real, Tensor fake) {
        return Ops.softplus(real.sub(fake)).mean();
    }
}
