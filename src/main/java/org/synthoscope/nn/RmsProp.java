package org.synthoscope.nn;

import java.util.List;
import java.util.Map;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.Fused;
import org.synthoscope.tensor.Tensor;

/** RMSprop (Tieleman and Hinton, 2012) without momentum: w ← w − lr·g / (√v + ε). */
public final class RmsProp implements Optimiser {

    private final Module network;
    private final List<Tensor> masters;
    private final double decay;
    private final double epsilon;
    private final OptimiserState state = new OptimiserState();
    private final List<Tensor> second;

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
        this.second = state.like("v", masters);
    }

    @Override
    public void step(List<Tensor> gradients, double learningRate) {
        try (Autograd.Guard off = Autograd.noGrad()) {
            Fused.rmsprop(masters, gradients, second, learningRate, decay, epsilon);
        }
        network.refresh();
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
