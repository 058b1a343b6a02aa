package org.synthoscope.gan.translation;

import java.util.function.Supplier;
import org.synthoscope.nn.Module;

/** A discriminator for each domain. */
public final class Judges<D extends Module> extends Module {

    private final D ofA;
    private final D ofB;

    /** @param build makes one, not materialised; called twice */
    public Judges(Supplier<D> build) {
        ofA = child("a", build.get());
        ofB = child("b", build.get());
    }

    /** Of the first domain. */
    public D ofA() {
        return ofA;
    }

    /** Of the second domain. */
    public D ofB() {
        return ofB;
    }
}
