package org.synthoscope.nn;

import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Tensor;

/**
 * Spectral normalisation (Miyato et al., 2018): a weight is used divided by its largest singular value σ, which u, v ≈
 * its singular vectors estimate as σ = uᵀ W v. As in their algorithm 1, one power iteration moves u and v after every step
 * of the optimiser, not in every forward pass, so that neither a batch in parts nor a block computed twice changes what
 * is learned.
 *
 * <p>The weight W is a matrix of output channels times everything else. Both the division and the derivative through
 * it are made once a step, in fp32, on whole weights: the layers' own passes see an ordinary weight W / σ.
 */
final class SpectralNorm {

    private static final double TINY = 1e-12;

    private final Module.Buffer left;
    private final Module.Buffer right;

    /**
     * @param left  the module's buffer for u, of the matrix's rows
     * @param right the module's buffer for v, of its columns
     */
    SpectralNorm(Module.Buffer left, Module.Buffer right) {
        this.left = left;
        this.right = right;
    }

    /** Draws u and goes one iteration from there. */
    void start(RandomStream stream, Tensor weight) {
        left.tensor().copy_(unit(stream.normal(left.tensor().shape()).to(weight.device())));
        iterate(weight);
    }

    /** One power iteration: v ← Wᵀu / |Wᵀu|, u ← Wv / |Wv|. */
    void iterate(Tensor weight) {
        Tensor w = matrix(weight);
        right.tensor().copy_(unit(w.transpose(0, 1).matmul(left.tensor())));
        left.tensor().copy_(unit(w.matmul(right.tensor())));
    }

    /** W / σ. */
    Tensor normalised(Tensor weight) {
        return normalised(weight, left.tensor(), right.tensor());
    }

    /** The loss's gradient by W from that by W / σ. */
    Tensor gradient(Tensor byNormalised, Tensor weight) {
        return gradient(byNormalised, weight, left.tensor(), right.tensor());
    }

    private static Tensor unit(Tensor x) {
        return x.div(x.square().sum().sqrt().add(TINY));
    }

    /** Rows are outputs; columns lie as convolutions' weights do in memory, so that nothing is copied. */
    static Tensor matrix(Tensor weight) {
        Tensor w = weight.dim() == 4 ? weight.permute(0, 2, 3, 1) : weight;
        return w.reshape(w.size(0), w.numel() / w.size(0));
    }

    /** σ = uᵀ W v. */
    static Tensor sigma(Tensor weight, Tensor u, Tensor v) {
        return u.mul(matrix(weight).matmul(v)).sum();
    }

    static Tensor normalised(Tensor weight, Tensor u, Tensor v) {
        return weight.div(sigma(weight, u, v));
    }

    /**
     * With Ŵ = W / σ and u, v held: (G − ⟨G, Ŵ⟩ u vᵀ) / σ (their equation 12).
     *
     * @param g the gradient by Ŵ
     */
    static Tensor gradient(Tensor g, Tensor weight, Tensor u, Tensor v) {
        Tensor sigma = sigma(weight, u, v);
        Tensor ofMatrix = matrix(g.to(weight.dtype()));
        Tensor along = ofMatrix.mul(matrix(weight)).sum().div(sigma);
        Tensor result = ofMatrix.sub(u.mul(along).unsqueeze(1).matmul(v.unsqueeze(0))).div(sigma);
        long[] s = weight.shape();
        return s.length == 4 ? result.reshape(s[0], s[2], s[3], s[1]).permute(0, 3, 1, 2) : result.reshape(s);
    }
}
