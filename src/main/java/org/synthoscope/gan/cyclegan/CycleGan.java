package org.synthoscope.gan.cyclegan;

import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.translation.PatchDiscriminator;
import org.synthoscope.gan.translation.Translators;
import org.synthoscope.nn.InstanceNorm2d;

/** CycleGAN: between two domains without pairs. */
public final class CycleGan {

    static final String LAMBDA = "lambda";
    static final String IDENTITY = "identity";
    static final String POOL = "pool";
    static final String EPOCH = "epochImages";
    static final String CONSTANT = "constantEpochs";
    static final String DECAY = "decayEpochs";
    static final String JITTER = "jitter";

    private static final int LARGE = 256;

    static Translators translators(GanSpec spec) {
        return new Translators(translator(spec), translator(spec));
    }

    private static ResNetTranslator translator(GanSpec spec) {
        return new ResNetTranslator(spec.channels(), spec.width(), spec.resolution() >= LARGE ? 9 : 6);
    }

    static PatchDiscriminator discriminator(GanSpec spec) {
        return new PatchDiscriminator(spec.channels(), spec.width(), channels -> new InstanceNorm2d(), true);
    }
}
