package org.synthoscope.gan;

import java.util.List;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Tensor;

/** How a generator is told the class. */
public final class Labels {

    private Labels() {
    }

    /** N x latent with a one-hot label appended (Mirza and Osindero, 2014), or as it is if there are no classes. */
    public static Tensor append(Tensor latent, Tensor labels, int classes) {
        if (classes == 0) {
            return latent;
        }
        Tensor oneHot = Tensor.eye(DType.FLOAT32, classes).to(latent.device()).select(0, labels);
        return Tensor.cat(List.of(latent, oneHot), 1);
    }
}
