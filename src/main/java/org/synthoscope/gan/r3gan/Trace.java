package org.synthoscope.gan.r3gan;

import java.util.ArrayList;
import java.util.List;
import org.synthoscope.tensor.Tensor;

/** The outputs of the leaky ReLUs of one pass, in order: they say on which straight piece of the network an image lies. */
final class Trace {

    private final List<Tensor> outputs = new ArrayList<>();
    private int at;

    void keep(Tensor output) {
        outputs.add(output);
    }

    /** The outputs in the order they were kept, each once. */
    Tensor next() {
        return outputs.get(at++);
    }
}
