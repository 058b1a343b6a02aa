package org.synthoscope.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.tensor.TensorException;

/** Named lists of tensors, one of each list for every parameter. */
final class OptimiserState {

    private final Map<String, List<Tensor>> lists = new LinkedHashMap<>();

    /** Adds a list of zeros shaped like the parameters. */
    List<Tensor> like(String name, List<Tensor> parameters) {
        List<Tensor> zeros = new ArrayList<>();
        try (Scope s = Scope.open(); Autograd.Guard off = Autograd.noGrad()) {
            parameters.forEach(p -> zeros.add(p.copy().fill_(0).keep()));
        }
        lists.put(name, zeros);
        return zeros;
    }

    /** Adds a list of scalar counters at zero, one beside each parameter. */
    List<Tensor> counters(String name, List<Tensor> parameters) {
        List<Tensor> zeros = new ArrayList<>();
        try (Scope s = Scope.open()) {
            parameters.forEach(p -> zeros.add(Tensor.zeros().to(p.device()).keep()));
        }
        lists.put(name, zeros);
        return zeros;
    }

    Map<String, Tensor> tensors() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        lists.forEach((name, list) -> {
            for (int i = 0; i < list.size(); i++) {
                all.put(name + "." + i, list.get(i));
            }
        });
        return all;
    }

    void load(Map<String, Tensor> saved) {
        Map<String, Tensor> own = tensors();
        if (!own.keySet().equals(saved.keySet())) {
            throw new TensorException("the saved optimiser state has " + saved.size() + " tensors, this network's has "
                    + own.size() + ": it belongs to another network or optimiser");
        }
        own.forEach((name, t) -> {
            // Copying would broadcast a smaller tensor.
            if (!Arrays.equals(t.shape(), saved.get(name).shape())) {
                throw new TensorException("the saved optimiser state's '" + name + "' is " + saved.get(name) + ", not " + t
                        + ": it belongs to another network");
            }
        });
        try (Autograd.Guard off = Autograd.noGrad()) {
            own.forEach((name, t) -> t.copy_(saved.get(name)));
        }
    }

    void close() {
        lists.values().forEach(l -> l.forEach(Tensor::close));
    }
}
