package org.synthoscope.gan;

import java.util.List;
import java.util.function.UnaryOperator;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.SecondDerivatives;
import org.synthoscope.tensor.Tensor;

/**
 * The game by which a discriminator (here a critic) estimates how far the generated images are from the real ones, and is
 * held to a slope of 1 by a penalty: WGAN-GP (Gulrajani et al., 2017, "Improved Training of Wasserstein GANs"). Scores are
 * FLOAT32; every loss is a mean over the batch.
 */
public final class WassersteinLoss {

    private WassersteinLoss() {
    }

    /** What the critic lowers: mean score of generated images less that of real ones. */
    public static Tensor discriminator(Tensor onReal, Tensor onFake) {
        return onFake.mean().sub(onReal.mean());
    }

    /** What the generator lowers: minus the mean score of its images. */
    public static Tensor generator(Tensor onFake) {
        return onFake.mean().neg();
    }

    /** Mean square of real images' scores: a hundredth or less of it keeps scores near 0 (Karras et al., 2018, A.1). */
    public static Tensor drift(Tensor onReal) {
        return onReal.square().mean();
    }

    /**
     * Images between real and generated ones, without history: (1 − share) · real + share · fake.
     *
     * @param share N, in [0, 1]
     */
    public static Tensor between(Tensor real, Tensor fake, Tensor share) {
        Tensor a = real.detach().to(share.dtype());
        Tensor b = fake.detach().to(share.dtype());
        return a.add(b.sub(a).mul(share.reshape(share.numel(), 1, 1, 1))).detach();
    }

    /**
     * Mean of (‖∇ score‖ − 1)² at given images, which can be differentiated by the critic's weights: its gradient needs
     * second derivatives, so {@code judge} must not keep weights out of the graph.
     *
     * @param judge images to N scores
     * @param at    N x C x H x W, where the slope is taken
     */
    public static Tensor gradientPenalty(UnaryOperator<Tensor> judge, Tensor at) {
        Tensor leaf = at.detach().requiresGrad_(true);
        // The graph is that of the scores' sum: where images of a batch don't touch each other, each has its own slope.
        Tensor scores;
        try (SecondDerivatives twice = SecondDerivatives.expected()) {
            scores = judge.apply(leaf);
        }
        Tensor gradient = Autograd.gradOfGraph(scores.sum(), List.of(leaf)).get(0);
        Tensor wide = gradient.dtype() == DType.FLOAT64 ? gradient : gradient.to(DType.FLOAT32);
        // A slope of exactly 0 has no direction; the small number keeps its derivative finite.
        Tensor slope = wide.square().sum(false, 1, 2, 3).add(1e-12).sqrt();
        return slope.add(-1).square().mean();
    }
}
