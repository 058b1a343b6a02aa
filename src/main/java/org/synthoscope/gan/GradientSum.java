package org.synthoscope.gan;

import java.util.List;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Fused;
import org.synthoscope.tensor.Tensor;

/** The mean of gradients over the micro-batches of a step; one micro-batch's are passed on as they are. */
public final class GradientSum {

    private final int parts;
    private List<Tensor> sum = List.of();

    /** @param parts micro-batches in the step */
    public GradientSum(int parts) {
        this.parts = parts;
    }

    /** Adds one micro-batch's gradients, in the order of the network's parameters. */
    public void add(List<Tensor> gradients) {
        if (parts == 1) {
            sum = gradients;
            return;
        }
        try (Autograd.Guard off = Autograd.noGrad()) {
            List<Tensor> share = gradients.stream().map(g -> g.to(DType.FLOAT32).mul(1.0 / parts)).toList();
            if (sum.isEmpty()) {
                sum = share;
            } else {
                Fused.add(sum, share);
            }
        }
    }

    /** The mean, once all parts were added. */
    public List<Tensor> mean() {
        return sum;
    }
}
