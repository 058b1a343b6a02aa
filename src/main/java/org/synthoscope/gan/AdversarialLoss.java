package org.synthoscope.gan;

import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/** The game's losses on logits, FLOAT32; each a mean over the batch. */
public final class AdversarialLoss {

    private AdversarialLoss() {
    }

    /** Half of the discriminator's cross-entropy: −log σ(real), as softplus(−real). Goodfellow et al., 2014, eq. 1. */
    public static Tensor discriminatorOnReal(Tensor real) {
        return Ops.softplus(real.neg()).mean();
    }

    /** The other half: −log(1 − σ(fake)), as softplus(fake). */
    public static Tensor discriminatorOnFake(Tensor fake) {
        return Ops.softplus(fake).mean();
    }

    /** The generator's non-saturating loss: −log σ(fake). Goodfellow et al., 2014, section 3. */
    public static Tensor generator(Tensor fake) {
        return Ops.softplus(fake.neg()).mean();
    }
}
