package org.synthoscope.nn;

import java.util.ArrayList;
import java.util.List;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

/**
 * Orthogonal regularisation without the diagonal (Brock et al., 2019, section 3.1): β ‖W Wᵀ ⊙ (1 − I)‖²_F on every weight
 * of a convolution or matrix product, whose rows are its outputs. It keeps filters from resembling each other without
 * holding their norms, so that a generator stays smooth beyond the latents it was trained on. Gains, biases and embeddings
 * aren't touched.
 */
public final class OrthogonalPenalty {

    /** Changes nothing. */
    public static final OrthogonalPenalty NONE = new OrthogonalPenalty(0);

    private final double strength;

    /** @param strength β, 1e-4 in the paper; 0 for none */
    public OrthogonalPenalty(double strength) {
        if (!(strength >= 0)) {
            throw new IllegalArgumentException("the strength of a penalty can't be negative: " + strength);
        }
        this.strength = strength;
    }

    /** The penalty on one weight. */
    public Tensor of(Tensor weight) {
        return offDiagonal(SpectralNorm.matrix(weight)).square().sum().mul(strength);
    }

    /**
     * Its derivative, of the weight's shape: 4 β (W Wᵀ ⊙ (1 − I)) W. Where there are more rows than columns it is computed as
     * 4 β (W (Wᵀ W) − D W), D the rows' squared lengths: a generator's first layer has so many rows that their products would
     * take gigabytes.
     */
    public Tensor gradient(Tensor weight) {
        Tensor w = SpectralNorm.matrix(weight);
        Tensor g = (w.size(0) > w.size(1)
                ? w.matmul(w.transpose(0, 1).matmul(w)).sub(w.mul(w.square().sum(true, 1)))
                : offDiagonal(w).matmul(w)).mul(4 * strength);
        long[] s = weight.shape();
        return s.length == 4 ? g.reshape(s[0], s[2], s[3], s[1]).permute(0, 3, 1, 2) : g;
    }

    private static Tensor offDiagonal(Tensor w) {
        Tensor products = w.matmul(w.transpose(0, 1));
        Tensor rest = Tensor.eye(w.dtype(), w.size(0)).to(w.device()).neg().add(1);
        return products.mul(rest);
    }

    /** Adds the derivatives to the gradients by a network's masters, in the order of its parameters. */
    List<Tensor> addedTo(List<Tensor> gradients, List<Parameter> parameters) {
        if (strength == 0) {
            return gradients;
        }
        List<Tensor> result = new ArrayList<>(gradients.size());
        try (Autograd.Guard off = Autograd.noGrad()) {
            for (int i = 0; i < parameters.size(); i++) {
                Parameter p = parameters.get(i);
                Tensor g = gradients.get(i);
                result.add(p.isProduct() ? Scope.passOn(() -> List.of(g.to(p.master().dtype()).add(gradient(p.master())))).get(0)
                        : g);
            }
        }
        return result;
    }
}
