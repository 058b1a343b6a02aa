package org.synthoscope.gan.r3gan;

import java.util.List;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Tensor;

/**
 * ½ ‖∇ₓD(x)‖², the squared norm over all pixels of an image and the mean over images: R1 at real images (Mescheder et al.,
 * 2018), R2 at generated ones.
 *
 * <p>With v = ∇ₓD(x), the penalty's derivative by the weights θ is ∂/∂θ of the derivative of D along v, v held constant:
 * ∂/∂θ ½ ⟨∇ₓD, ∇ₓD⟩ = ⟨v, ∂/∂θ ∇ₓD⟩ = ∂/∂θ ⟨v, ∇ₓD⟩. The right side is a pass of v through the discriminator
 * ({@link R3Discriminator#along}), so the engine needs no second derivatives: those of a convolution in groups cost it one
 * convolution a group.
 *
 * @param judged  logits of the images, N, FLOAT32, with their graph
 * @param penalty a scalar: the penalty's value, and by the weights its derivative
 */
record GradientPenalty(Tensor judged, Tensor penalty) {

    /** Judges images and measures the discriminator's gradient there. */
    static GradientPenalty at(R3Discriminator discriminator, Tensor images, Tensor labels) {
        Tensor leaf = images.detach().requiresGrad_(true);
        Trace trace = new Trace();
        Tensor logits = discriminator.judge(leaf, labels, trace);
        Tensor gradient = Autograd.grad(List.of(logits.sum()), List.of(leaf), List.of(), true, false).get(0).detach();
        Tensor slope = discriminator.along(gradient, labels, trace).mean();
        Tensor value = gradient.to(DType.FLOAT32).square().sum(false, 1, 2, 3).mean().mul(0.5);
        // The slope along its own gradient is twice the penalty: only its derivative is wanted.
        return new GradientPenalty(logits, slope.sub(slope.detach()).add(value));
    }
}
