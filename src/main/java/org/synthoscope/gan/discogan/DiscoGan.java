package org.synthoscope.gan.discogan;

import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.translation.Translators;

/** DiscoGAN. */
public final class DiscoGan {

    static final String EVERY = "discriminatorEvery";
    static final String CURRICULUM = "curriculum";
    static final String EARLY = "earlyCycle";
    static final String LATE = "lateCycle";

    static Translators translators(GanSpec spec, boolean extra) {
        return new Translators(new DiscoTranslator(spec.channels(), spec.width(), levels(spec), extra),
                new DiscoTranslator(spec.channels(), spec.width(), levels(spec), extra));
    }

    static DiscoDiscriminator discriminator(GanSpec spec) {
        return new DiscoDiscriminator(spec.channels(), spec.width(), levels(spec));
    }

    private static int levels(GanSpec spec) {
        return Integer.numberOfTrailingZeros(spec.resolution()) - 2;
    }
}
