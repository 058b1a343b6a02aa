package org.synthoscope.gan.translation;

import java.util.Optional;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.nn.Module;
import org.synthoscope.tensor.RandomStream;

/** The translators of a model: there, and where it learns both ways, back. */
public final class Translators extends Module {

    private final Translator there;
    private final Optional<Translator> back;

    /** One way. */
    public Translators(Translator there) {
        this.there = child(Direction.A_TO_B.key(), there);
        this.back = Optional.empty();
    }

    /** Both ways. */
    public Translators(Translator there, Translator back) {
        this.there = child(Direction.A_TO_B.key(), there);
        this.back = Optional.of(child(Direction.B_TO_A.key(), back));
    }

    /** Whether there is a translator of a direction. */
    public boolean has(Direction direction) {
        return direction == Direction.A_TO_B || back.isPresent();
    }

    /** The translator of a direction. @throws SynthoscopeException if the model learned the other way only */
    public Translator of(Direction direction) {
        return direction == Direction.A_TO_B ? there : back.orElseThrow(() -> new SynthoscopeException(
                "this model translates a-to-b only: pairs are learned one way. For the other way train a run with the other "
                        + "'direction'"));
    }

    /** Names the stream that dropout draws from. */
    public void drawFrom(RandomStream masks) {
        there.drawFrom(masks);
        back.ifPresent(b -> b.drawFrom(masks));
    }
}
