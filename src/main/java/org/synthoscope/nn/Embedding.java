package org.synthoscope.nn;

import org.synthoscope.tensor.Tensor;

/** A vector for each class: INT64 labels N to N x size, in fp32. */
public final class Embedding extends Layer {

    private final Parameter table;

    public Embedding(int classes, int size, Initialiser initialiser) {
        this.table = fullPrecision("weight", initialiser, classes, size);
    }

    @Override
    public Tensor forward(Tensor labels) {
        return table.value().select(0, labels);
    }
}
