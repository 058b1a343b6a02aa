package org.synthoscope.gan.biggan;

import java.util.Optional;
import org.synthoscope.nn.ClassBatchNorm2d;
import org.synthoscope.nn.Embedding;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.Linear;
import org.synthoscope.nn.Module;
import org.synthoscope.tensor.Tensor;

/**
 * Batch norm that is told the class and a part of the latent. With the shared embedding its gain and shift are linear in
 * the condition (spectrally normalised, without bias; the gain is added to 1); without, they are rows of two tables.
 */
final class Condition extends Module {

    private final ClassBatchNorm2d norm;
    private final Optional<Linear> gain;
    private final Optional<Linear> shift;
    private final Optional<Embedding> gains;
    private final Optional<Embedding> shifts;

    private Condition(int channels, Optional<Linear> gain, Optional<Linear> shift, Optional<Embedding> gains,
                      Optional<Embedding> shifts) {
        this.gain = gain;
        this.shift = shift;
        this.gains = gains;
        this.shifts = shifts;
        gain.ifPresent(g -> child("gain", g));
        shift.ifPresent(b -> child("bias", b));
        gains.ifPresent(g -> child("gain", g));
        shifts.ifPresent(b -> child("bias", b));
        this.norm = child("norm", new ClassBatchNorm2d(channels));
    }

    /** Conditioned on vectors of {@code length}. */
    static Condition onVectors(int length, int channels) {
        return new Condition(channels, Optional.of(linear(length, channels)), Optional.of(linear(length, channels)),
                Optional.empty(), Optional.empty());
    }

    private static Linear linear(int length, int channels) {
        return new Linear(length, channels, false, Initialiser.orthogonal()).spectral();
    }

    /** Conditioned on one of {@code classes}; one class has ordinary gains and shifts. */
    static Condition onClasses(int classes, int channels) {
        return new Condition(channels, Optional.empty(), Optional.empty(), Optional.of(table(classes, channels)),
                Optional.of(table(classes, channels)));
    }

    private static Embedding table(int classes, int channels) {
        return new Embedding(classes, channels, classes == 1 ? Initialiser.constant(0) : Initialiser.orthogonal());
    }

    /**
     * Normalises and modulates N x C x H x W.
     *
     * @param condition N x length, or N labels
     */
    Tensor forward(Tensor x, Tensor condition) {
        return norm.forward(x, value(gain, gains, condition), value(shift, shifts, condition));
    }

    private static Tensor value(Optional<Linear> linear, Optional<Embedding> table, Tensor condition) {
        return linear.map(l -> l.forward(condition)).orElseGet(() -> table.orElseThrow().forward(condition));
    }
}
