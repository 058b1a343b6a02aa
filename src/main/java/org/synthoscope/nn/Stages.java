package org.synthoscope.nn;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.tensor.TensorException;

/**
 * Gradients under way backwards through a graph that is cut at the outputs of segments: what has arrived so far at every
 * parameter and at every cut.
 */
final class Stages {

    private final List<Parameter> parameters;
    private final List<Parameter.Use> uses = new ArrayList<>();
    private final List<Parameter> ofUses = new ArrayList<>();
    private final List<Tensor> cuts;
    private final Map<Parameter, Tensor> sums = new IdentityHashMap<>();
    private final Map<Tensor, Tensor> atCuts = new IdentityHashMap<>();

    /** Takes over what convolutions noted outside the segments. */
    Stages(List<Recomputable.Segment> segments, List<Parameter> parameters) {
        this.parameters = parameters;
        this.cuts = segments.stream().map(Recomputable.Segment::output).toList();
        for (Parameter p : parameters) {
            for (Parameter.Use use : p.uses()) {
                uses.add(use);
                ofUses.add(p);
            }
            p.uses().clear();
        }
    }

    /** Takes a gradient that arrived at a tensor onwards to the parameters and cuts that it was made of. */
    void spread(Tensor at, Optional<Tensor> gradient) {
        if (cuts.stream().anyMatch(c -> c == at)) {
            add(atCuts, at, gradient.orElseThrow());
            return;
        }
        List<Tensor> inputs = new ArrayList<>();
        parameters.forEach(p -> inputs.add(p.value()));
        uses.forEach(u -> inputs.add(u.output()));
        inputs.addAll(cuts);
        List<Optional<Tensor>> found = Autograd.gradWhereAny(List.of(at), inputs, gradient.map(List::of).orElse(List.of()));
        try (Autograd.Guard off = Autograd.noGrad()) {
            for (int i = 0; i < found.size(); i++) {
                int index = i;
                found.get(i).ifPresent(g -> arrive(index, g));
            }
        }
    }

    private void arrive(int index, Tensor gradient) {
        int afterParameters = index - parameters.size();
        int afterUses = afterParameters - uses.size();
        if (afterParameters < 0) {
            add(sums, parameters.get(index), gradient);
        } else if (afterUses < 0) {
            add(sums, ofUses.get(afterParameters), uses.get(afterParameters).gradient(gradient, null));
        } else {
            add(atCuts, cuts.get(afterUses), gradient);
        }
    }

    /** Adds to a parameter's gradient. */
    void add(Parameter parameter, Tensor gradient) {
        add(sums, parameter, gradient);
    }

    private static <K> void add(Map<K, Tensor> to, K key, Tensor gradient) {
        try (Autograd.Guard off = Autograd.noGrad()) {
            to.merge(key, gradient, Tensor::add);
        }
    }

    /** What arrived at the output of a segment, if anything did. */
    Optional<Tensor> takeByOutput(int segment) {
        return Optional.ofNullable(atCuts.remove(cuts.get(segment)));
    }

    /** The sums, in the order of the parameters. */
    List<Tensor> byParameter() {
        List<Tensor> result = new ArrayList<>();
        for (Parameter p : parameters) {
            Tensor sum = sums.get(p);
            if (sum == null) {
                throw new TensorException("no gradient: parameter '" + p.name() + "' takes no part in the loss");
            }
            result.add(sum);
        }
        return result;
    }
}
