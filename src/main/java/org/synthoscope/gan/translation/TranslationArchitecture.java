package org.synthoscope.gan.translation;

import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.gan.Architecture;
import org.synthoscope.gan.Architectures;
import org.synthoscope.gan.GanSpec;

/** An architecture that makes images of images. */
public interface TranslationArchitecture extends Architecture {

    /** Builds the translators, not materialised. */
    Translators translators(GanSpec spec);

    @Override
    default int defaultLatent() {
        return 0;
    }

    /**
     * The architecture of a name.
     *
     * @throws SynthoscopeException if it makes images of noise
     */
    static TranslationArchitecture named(String name) {
        if (Architectures.named(name) instanceof TranslationArchitecture a) {
            return a;
        }
        throw new SynthoscopeException("model '" + name + "' makes images of noise, not of images; use './synthoscope generate'");
    }
}
