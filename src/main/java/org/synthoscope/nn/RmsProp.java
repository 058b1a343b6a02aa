package org.synthoscope.nn;

import java.util.List;
import java.util.Map;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.Fused;
import org.synthoscope.tensor.Tensor;

/**
 * RMSprop (Tieleman and Hinton, 2012) without momentum, as Keras and PyTorch define it: v ← αv + (1 − α)g², w ← w − lr·g /
 * (√v + ε).
 *
 * <p>That is Adam with β₁ = 0, β₂ = α and no bias correction, so it takes Adam's native call, with a step count at which
 * the corrections are 1: half the time of the same in operations on whole tensors.
 */
public final class RmsProp implements Optimiser {

    /** 2²⁴: the least number that stays the same in FLOAT32 when 1 is added. */
    private static final double FAR = 16_777_216;

    private final Module network;
    private final List<Tensor> masters;
    private final double decay;
    private final double epsilon;
    private final OptimiserState state = new OptimiserState();
    private final OptimiserState scratch = new OptimiserState();
    private final List<Tensor> second;
    private final List<Tensor> first;
    private final List<Tensor> steps;

    /**
     * @param network a materialised network
     * @param decay   of the mean square, .9 usually
     * @param epsilon 1e-7 usually
     */
    public RmsProp(Module network, double decay, double epsilon) {
        this.network = network;
        this.masters = network.masters();
        this.decay = decay;
        this.epsilon = epsilon;
        if (!(decay >= 0 && decay <= 0.999_99)) {
            throw new IllegalArgumentException("the decay of RMSprop is from 0 to .99999, not " + decay);
        }
        this.second = state.like("v", masters);
        this.first = scratch.like("m", masters);
        this.steps = scratch.counters("step", masters);
        try (Autograd.Guard off = Autograd.noGrad()) {
            steps.forEach(step -> step.fill_(FAR));
        }
    }

    @Override
    public void step(List<Tensor> gradients, double learningRate) {
        try (Autograd.Guard off = Autograd.noGrad()) {
            Fused.adam(network.ofLearning(masters), network.byMasters(gradients), network.ofLearning(first),
                    network.ofLearning(second), network.ofLearning(steps), network.copiesOfLearning(), learningRate, 0, decay,
                    0, epsilon);
        }
        network.refreshNormalised();
    }

    @Override
    public Map<String, Tensor> state() {
        return state.tensors();
    }

    @Override
    public void load(Map<String, Tensor> saved) {
        state.load(saved);
    }

    @Override
    public void close() {
        state.close();
        scratch.close();
    }
}
