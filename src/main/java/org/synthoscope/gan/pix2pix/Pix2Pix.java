package org.synthoscope.gan.pix2pix;

import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.translation.PatchDiscriminator;
import org.synthoscope.gan.translation.Translator;
import org.synthoscope.nn.BatchMomentNorm2d;
import org.synthoscope.nn.Initialiser;

/** pix2pix: an image made of its aligned partner. */
public final class Pix2Pix {

    static final String LAMBDA = "lambda";
    static final String JITTER = "jitter";

    private static final Initialiser GAIN = Initialiser.normal(1, 0.02);

    static Translator translator(GanSpec spec) {
        return new UNet(spec.sourceChannels(), spec.channels(), spec.width(),
                Integer.numberOfTrailingZeros(spec.resolution()));
    }

    static PatchDiscriminator discriminator(GanSpec spec) {
        return new PatchDiscriminator(spec.sourceChannels() + spec.channels(), spec.width(),
                channels -> new BatchMomentNorm2d(channels, GAIN), false);
    }
}
