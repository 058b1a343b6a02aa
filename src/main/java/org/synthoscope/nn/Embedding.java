package org.synthoscope.nn;

import java.util.Optional;
import org.synthoscope.tensor.Tensor;

/** A vector for each class: INT64 labels N to N x size, in fp32. */
public final class Embedding extends Layer {

    private final Parameter table;

    public Embedding(int classes, int size, Initialiser initialiser) {
        this.table = fullPrecision("weight", initialiser, classes, size);
    }

    /** Uses the table divided by its largest singular value (Miyato et al., 2018), which one power iteration a step follows. */
    public Embedding spectral() {
        normaliseSpectrally(table);
        return this;
    }

    @Override
    public Tensor forward(Tensor labels) {
        Tensor output = table.value().select(0, labels);
        return table.noted(new ExampleNorms.Use(ExampleNorms.Kind.ROWS, labels, output, 0, 0, 0), Optional.empty());
    }
}
