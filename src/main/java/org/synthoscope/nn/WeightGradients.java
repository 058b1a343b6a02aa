package org.synthoscope.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

/**
 * First derivatives of a loss by the weights of a network. While it is open, convolutions that asked for it
 * ({@link Conv2d#weightGradientAsProduct()}) leave their weight out of the graph and note input and output instead;
 * {@link #of} then takes the gradient by that output and makes the weight's of it with a matrix product. And blocks that
 * are to be {@linkplain Recomputable computed again} rather than kept note their passes, through which {@link #of} goes
 * backwards one at a time.
 *
 * <p>Forward passes between opening and {@link #of} count; one object serves several losses one after the other. For
 * second derivatives use {@link Autograd#gradOfGraph} without it.
 */
public final class WeightGradients implements AutoCloseable {

    private final List<Parameter> parameters;
    private final Set<Parameter> recorded = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Module> noting = new ArrayList<>();
    private final List<Recomputable.Segment> segments = new ArrayList<>();

    private WeightGradients(Module network) {
        this.parameters = network.learning();
        recorded.addAll(parameters);
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
        return recording.through(network);
    }

    /** Has another network, through which the loss depends on this one's weights, note what it will compute again. */
    public WeightGradients through(Module network) {
        Recomputable.noteIn(network, this);
        noting.add(network);
        return this;
    }

    void note(Recomputable.Segment segment) {
        segments.add(segment);
    }

    /** The gradients of a scalar loss by {@link Module#values()}, in that order. */
    public List<Tensor> of(Tensor loss) {
        return segments.isEmpty() ? atOnce(loss) : inStages(loss);
    }

    private List<Tensor> atOnce(Tensor loss) {
        return byParameters(Autograd.grad(loss, differentiable(parameters)), parameters);
    }

    /** What stands for the parameters in the graph: their values, or the outputs of the convolutions that left them out. */
    private static List<Tensor> differentiable(List<Parameter> parameters) {
        List<Tensor> inputs = new ArrayList<>();
        for (Parameter p : parameters) {
            if (p.uses().isEmpty()) {
                inputs.add(p.value());
            }
            p.uses().forEach(u -> inputs.add(u.output()));
        }
        return inputs;
    }

    /** The parameters' gradients from those by {@link #differentiable}; the notes are gone then. */
    private static List<Tensor> byParameters(List<Tensor> gradients, List<Parameter> parameters) {
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

    /** Backwards through the segments: what lies between and around them is differentiated as far as it was recorded. */
    private List<Tensor> inStages(Tensor loss) {
        Stages stages = new Stages(segments, parameters);
        stages.spread(loss, Optional.empty());
        for (int k = segments.size() - 1; k >= 0; k--) {
            Recomputable.Segment segment = segments.get(k);
            Optional<Tensor> byOutput = stages.takeByOutput(k);
            if (byOutput.isPresent()) {
                List<Parameter> own = segment.block().parameters().stream().filter(recorded::contains).toList();
                List<Tensor> found = Scope.passOn(() -> backwards(segment, byOutput.get(), own));
                for (int i = 0; i < own.size(); i++) {
                    stages.add(own.get(i), found.get(i));
                }
                int at = own.size();
                for (Tensor input : segment.inputs()) {
                    if (input.requiresGrad()) {
                        stages.spread(input, Optional.of(found.get(at++)));
                    }
                }
            }
        }
        segments.clear();
        return stages.byParameter();
    }

    /** Gradients by a segment's own recorded parameters, then by those of its inputs that have one. */
    private static List<Tensor> backwards(Recomputable.Segment segment, Tensor byOutput, List<Parameter> own) {
        List<Tensor> from = segment.inputs().stream().map(t -> t.detach().requiresGrad_(t.requiresGrad())).toList();
        Tensor output;
        try (Autograd.Guard on = Autograd.withGrad()) {
            output = segment.again(from);
        }
        List<Tensor> by = new ArrayList<>(differentiable(own));
        int parameters = by.size();
        from.stream().filter(Tensor::requiresGrad).forEach(by::add);
        if (by.isEmpty()) {
            return List.of();
        }
        List<Tensor> gradients = Autograd.grad(List.of(output), by, List.of(byOutput), false, false);
        List<Tensor> result = new ArrayList<>(byParameters(gradients.subList(0, parameters), own));
        result.addAll(gradients.subList(parameters, by.size()));
        return result;
    }

    @Override
    public void close() {
        segments.clear();
        noting.forEach(m -> Recomputable.noteIn(m, null));
        parameters.forEach(Parameter::stopNoting);
    }
}
