package org.synthoscope.nn;

import java.util.List;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Tensor;

/**
 * The sum of single examples' gradients, each shortened to a norm of at most C over all parameters together (Abadi et al.,
 * "Deep Learning with Differential Privacy", 2016, algorithm 1). So one example more or less moves the sum by at most C,
 * whatever it shows. A gradient that isn't finite counts as 0, which keeps that bound.
 */
public final class ClippedSum {

    private final double clip;
    private final List<Tensor> sum;

    /**
     * Starts at 0.
     *
     * @param like the shapes of the gradients
     * @param clip C, above 0
     */
    public ClippedSum(List<Tensor> like, double clip) {
        if (!(clip > 0) || Double.isInfinite(clip)) {
            throw new SynthoscopeException("the clipping norm is a number above 0, not " + clip);
        }
        this.clip = clip;
        this.sum = like.stream().map(t -> Tensor.zeros(t.shape()).to(t.device())).toList();
    }

    /** Adds one example's gradient, shortened if need be. @return its norm before */
    public double add(List<Tensor> gradient) {
        try (Autograd.Guard off = Autograd.noGrad()) {
            double squares = 0;
            for (Tensor g : gradient) {
                squares += g.to(DType.FLOAT32).square().sum().item();
            }
            double norm = Math.sqrt(squares);
            if (Double.isFinite(norm)) {
                double scale = norm > clip ? clip / norm : 1;
                for (int i = 0; i < sum.size(); i++) {
                    sum.get(i).add_(gradient.get(i).to(DType.FLOAT32).mul(scale));
                }
            }
            return norm;
        }
    }

    /**
     * Adds the gradients of a batch of examples at once, each shortened if need be.
     *
     * @param losses   N, one an example, with their graph
     * @param weights  what is differentiated by, in the order of the gradients
     * @param examples recording of the forward pass that led to the losses
     * @return whether it was done; if an example's gradient isn't finite nothing is added, and the examples have to be
     *         {@linkplain #add(List) added} one by one
     */
    public boolean add(Tensor losses, List<Tensor> weights, ExampleNorms examples) {
        double[] norms = examples.of(losses);
        float[] scales = new float[norms.length];
        for (int n = 0; n < norms.length; n++) {
            if (!Double.isFinite(norms[n])) {
                return false;
            }
            scales[n] = (float) (norms[n] > clip ? clip / norms[n] : 1);
        }
        List<Tensor> shortened = Autograd.grad(List.of(losses), weights, List.of(Tensor.of(scales, scales.length)
                .to(losses.device())), false, false);
        try (Autograd.Guard off = Autograd.noGrad()) {
            for (int i = 0; i < sum.size(); i++) {
                sum.get(i).add_(shortened.get(i).to(DType.FLOAT32));
            }
        }
        return true;
    }

    /** The sum as it is. It depends on single examples: nothing of it may leave without {@link #noisy}. */
    public List<Tensor> sum() {
        return sum;
    }

    /**
     * The sum with normal noise of deviation σ·C on every number.
     *
     * @param noise  σ
     * @param stream what the noise is drawn from, in the order of the parameters
     */
    public List<Tensor> noisy(double noise, RandomStream stream) {
        try (Autograd.Guard off = Autograd.noGrad()) {
            return sum.stream().map(t -> t.add(stream.normal(0, noise * clip, t.shape()).to(t.device()))).toList();
        }
    }
}
