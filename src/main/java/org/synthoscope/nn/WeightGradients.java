package org.synthoscope.nn;

import java.util.ArrayList;
import java.util.List;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Tensor;

/**
 * First derivatives of a loss by the weights of a network. While it is open, convolutions that asked for it
 * ({@link Conv2d#weightGradientAsProduct()}) leave their weight out of the graph and note input and output instead;
 * {@link #of} then takes the gradient by that output and makes the weight's of it with a matrix product.
 *
 * <p>Forward passes between opening and {@link #of} count; one object serves several losses one after the other. For
 * second derivatives use {@link Autograd#gradOfGraph} without it.
 */
public final class WeightGradients implements AutoCloseable {

    private final List<Parameter> parameters;

    private WeightGradients(Module network) {
        this.parameters = network.learning();
    }

    /**
     * Measured on two cores with AVX512-BF16, batch 64: from 256 channels on the window side the product wins (12.8 ms
     * against 19.3 at 256, 12.6 against 21.6 at 512), at 128 it loses to the unfolding (26.6 against 16.6), and so it
     * does in fp32 everywhere.
     */
    static boolean fasterAsProduct(Tensor weight) {
        return weight.dtype() == DType.BFLOAT16 && weight.size(0) >= 256 && weight.device().kind() == Device.Kind.CPU;
    }

    /** Starts noting what the parameters that learn do. A network has one open recording at a time. */
    public static WeightGradients record(Module network) {
        WeightGradients recording = new WeightGradients(network);
        recording.parameters.forEach(Parameter::startNoting);
        return recording;
    }

    /** The gradients of a scalar loss by {@link Module#values()}, in that order. */
    public List<Tensor> of(Tensor loss) {
        List<Tensor> inputs = new ArrayList<>();
        for (Parameter p : parameters) {
            if (p.uses().isEmpty()) {
                inputs.add(p.value());
            }
            p.uses().forEach(u -> inputs.add(u.output()));
        }
        List<Tensor> gradients = Autograd.grad(loss, inputs);
        List<Tensor> result = new ArrayList<>();
        int at = 0;
        try (Autograd.Guard off = Autograd.noGrad()) {
            for (Parameter p : parameters) {
                if (p.uses().isEmpty()) {
                    result.add(gradients.get(at++));
                    continue;
                }
                Tensor sum = null;
                for (Parameter.Use use : p.uses()) {
                    sum = use.gradient(gradients.get(at++), sum);
                }
                result.add(sum);
                p.uses().clear();
            }
        }
        return result;
    }

    @Override
    public void close() {
        parameters.forEach(Parameter::stopNoting);
    }
}
