package org.synthoscope.nn;

import java.util.List;
import java.util.Map;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.Fused;
import org.synthoscope.tensor.Tensor;

/** Adam (Kingma and Ba, 2015), the whole network in one native call. */
public final class Adam implements Optimiser {

    private final Module network;
    private final List<Tensor> masters;
    private double beta1;
    private double beta2;
    private final double epsilon;
    private final double weightDecay;
    private final OptimiserState state = new OptimiserState();
    private final List<Tensor> first;
    private final List<Tensor> second;
    private final List<Tensor> steps;
    private OrthogonalPenalty penalty = OrthogonalPenalty.NONE;

    /**
     * @param network a materialised network
     * @param beta1   decay of the first moment, .5 for DCGAN
     * @param beta2   decay of the second moment, .999 for DCGAN
     * @param epsilon 1e-8 usually
     */
    public Adam(Module network, double beta1, double beta2, double epsilon) {
        this(network, beta1, beta2, epsilon, 0);
    }

    /** @param weightDecay added to the gradients times the weights, before the moments (an L2 penalty, not decoupled) */
    public Adam(Module network, double beta1, double beta2, double epsilon, double weightDecay) {
        this.network = network;
        this.masters = network.masters();
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = epsilon;
        this.weightDecay = weightDecay;
        this.first = state.like("m", masters);
        this.second = state.like("v", masters);
        this.steps = state.counters("step", masters);
    }

    /** Adds the derivative of a penalty on the weights to the gradients of every step from now on. */
    public Adam penalised(OrthogonalPenalty by) {
        penalty = by;
        return this;
    }

    @Override
    public void step(List<Tensor> gradients, double learningRate) {
        try (Autograd.Guard off = Autograd.noGrad()) {
            List<Tensor> byMasters = penalty.addedTo(network.byMasters(gradients), network.learning());
            Fused.adam(network.ofLearning(masters), byMasters, network.ofLearning(first), network.ofLearning(second),
                    network.ofLearning(steps), network.copiesOfLearning(), learningRate, beta1, beta2, weightDecay, epsilon);
        }
        network.refreshNormalised();
    }

    /** Other decays from the next step on; they are no part of the state, a schedule gives them anew. */
    public void setBetas(double first, double second) {
        beta1 = first;
        beta2 = second;
    }

    /** Forgets both moments and how many steps there were. */
    public void restart() {
        try (Autograd.Guard off = Autograd.noGrad()) {
            state.tensors().values().forEach(t -> t.fill_(0));
        }
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
    }
}
