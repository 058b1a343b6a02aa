package org.synthoscope.nn;

import java.util.Optional;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Tensor;

/**
 * Dropout (Srivastava et al., 2014): in training zeroes each element with a probability and scales the rest. The
 * masks come from a stream that the owner of the network saves with it, so that a resumed run draws the same ones.
 */
public final class Dropout extends Layer {

    private final double probability;
    private boolean byBytes;
    private RandomStream stream;

    public Dropout(double probability) {
        this.probability = probability;
    }

    /**
     * Decides eight elements by each draw of the stream, which is several times faster on large maps; the probability
     * must be a whole number of 256ths. The masks are others than without it.
     */
    public Dropout byBytes() {
        byBytes = true;
        return this;
    }

    /** Names the stream that masks are drawn from from now on. */
    public void drawFrom(RandomStream masks) {
        this.stream = masks;
    }

    @Override
    protected Optional<RandomStream> drawsFrom() {
        return Optional.ofNullable(stream);
    }

    @Override
    public Tensor forward(Tensor x) {
        if (!training() || probability == 0) {
            return x;
        }
        if (stream == null) {
            throw new IllegalStateException("dropout is training without a random stream");
        }
        return byBytes ? Ops.dropoutByBytes(x, probability, stream) : Ops.dropout(x, probability, stream);
    }
}
