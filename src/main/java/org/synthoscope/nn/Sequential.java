package org.synthoscope.nn;

import java.util.ArrayList;
import java.util.List;
import org.synthoscope.tensor.Tensor;

/** Layers one after the other. */
public final class Sequential extends Layer {

    private final List<Layer> steps = new ArrayList<>();

    /** Appends a named layer. */
    public Sequential add(String name, Layer module) {
        steps.add(child(name, module));
        return this;
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor y = x;
        for (Layer step : steps) {
            y = step.forward(y);
        }
        return y;
    }
}
