package org.synthoscope.training;

import java.util.Map;
import org.synthoscope.tensor.Tensor;

/** A model of a megabyte. */
final class LargeModel extends CountingModel {

    LargeModel() {
        super("large");
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.of("generator.weight", weight, "generator.bulk", Tensor.ones(1 << 18));
    }
}
