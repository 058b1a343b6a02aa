package org.synthoscope.gan.translation;

import java.util.List;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Fused;
import org.synthoscope.tensor.Tensor;

/** The mean of gradients over the equal parts of a batch. */
public final class MeanGradients {

    private final int parts;
    private List<Tensor> sum = List.of();

    /** @param parts how many will be added */
    public MeanGradients(int parts) {
        this.parts = parts;
    }

    /** Adds the gradients of one part. */
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

    /** The mean. */
    public List<Tensor> mean() {
        return sum;
    }
}
