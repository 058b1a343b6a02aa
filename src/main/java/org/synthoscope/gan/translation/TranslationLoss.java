package org.synthoscope.gan.translation;

import java.util.List;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/** The losses of image-to-image games, FLOAT32 scalars. */
public final class TranslationLoss {

    private TranslationLoss() {
    }

    /** Mean cross-entropy of logits against "real": −log σ(x). */
    public static Tensor crossEntropyReal(Tensor logits) {
        return Ops.softplus(logits.neg()).mean();
    }

    /** Mean cross-entropy of logits against "fake": −log(1 − σ(x)). */
    public static Tensor crossEntropyFake(Tensor logits) {
        return Ops.softplus(logits).mean();
    }

    /** Mean squared distance of scores from 1 for real, 0 for fake (Mao et al., 2017, "Least Squares GAN"). */
    public static Tensor leastSquares(Tensor scores, boolean real) {
        return real ? scores.add(-1).square().mean() : scores.square().mean();
    }

    /** Mean absolute difference. */
    public static Tensor absolute(Tensor a, Tensor b) {
        return a.to(DType.FLOAT32).sub(b.to(DType.FLOAT32)).abs().mean();
    }

    /** Mean squared difference. */
    public static Tensor squared(Tensor a, Tensor b) {
        return a.to(DType.FLOAT32).sub(b.to(DType.FLOAT32)).square().mean();
    }

    /**
     * Feature matching (Salimans et al., 2016, section 3.1, as DiscoGAN takes it): the sum over layers of the mean squared
     * difference between the batch means of the real and the generated images' features.
     *
     * @param real N x C x h x w for each layer
     * @param fake N x C x h x w for each layer
     */
    public static Tensor featureMatching(List<Tensor> real, List<Tensor> fake) {
        Tensor sum = Tensor.full(0).to(real.get(0).device());
        for (int i = 0; i < real.size(); i++) {
            sum = sum.add(real.get(i).to(DType.FLOAT32).mean(false, 0).sub(fake.get(i).to(DType.FLOAT32).mean(false, 0))
                    .square().mean());
        }
        return sum;
    }
}
