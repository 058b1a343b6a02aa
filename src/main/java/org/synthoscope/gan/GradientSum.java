package org.synthoscope.gan;

import java.util.List;
import java.util.function.Supplier;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Fused;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

/** The mean of gradients over the micro-batches of a step; one micro-batch's are passed on as they are. */
public final class GradientSum {

    private final int parts;
    private List<Tensor> sum = List.of();

    /** @param parts micro-batches in the step */
    public GradientSum(int parts) {
        this.parts = parts;
    }

    /**
     * Adds one micro-batch's gradients, in the order of the network's parameters. What else was made to compute them is
     * released before the next micro-batch, which is what makes a divided step small.
     */
    public void add(Supplier<List<Tensor>> gradients) {
        if (sum.isEmpty()) {
            sum = Scope.passOn(() -> parts == 1 ? gradients.get() : share(gradients.get()));
            return;
        }
        try (Scope part = Scope.open()) {
            List<Tensor> share = share(gradients.get());
            try (Autograd.Guard off = Autograd.noGrad()) {
                Fused.add(sum, share);
            }
        }
    }

    private List<Tensor> share(List<Tensor> gradients) {
        try (Autograd.Guard off = Autograd.noGrad()) {
            return gradients.stream().map(g -> g.to(DType.FLOAT32).mul(1.0 / parts)).toList();
        }
    }

    /** The mean, once all parts were added. */
    public List<Tensor> mean() {
        return sum;
    }
}
