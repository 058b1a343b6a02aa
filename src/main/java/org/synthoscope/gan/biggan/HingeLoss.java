package org.synthoscope.gan.biggan;

import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/**
 * The hinge version of the adversarial loss (Lim and Ye, 2017; Tran et al., 2017), on logits, FLOAT32. A discriminator that
 * separates by a margin of 1 has nothing more to learn: its loss is 0.
 */
final class HingeLoss {

    private HingeLoss() {
    }

    /** mean max(0, 1 − real) + mean max(0, 1 + fake). */
    static Tensor discriminator(Tensor real, Tensor fake) {
        return Ops.relu(real.neg().add(1)).mean().add(Ops.relu(fake.add(1)).mean());
    }

    /** −mean fake. */
    static Tensor generator(Tensor fake) {
        return fake.mean().neg();
    }
}
