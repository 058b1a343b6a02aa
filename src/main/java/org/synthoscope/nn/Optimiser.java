package org.synthoscope.nn;

import java.util.List;
import java.util.Map;
import org.synthoscope.tensor.Tensor;

/** Moves the parameters of one network against their gradients. */
public sealed interface Optimiser extends AutoCloseable permits Adam, RmsProp {

    /**
     * One step.
     *
     * @param gradients    by the network's parameters that learn, in their order, of their values' type
     * @param learningRate step size
     */
    void step(List<Tensor> gradients, double learningRate);

    /** Moments and counters by name, for a checkpoint. */
    Map<String, Tensor> state();

    /** Takes over a saved state. */
    void load(Map<String, Tensor> state);

    @Override
    void close();
}
