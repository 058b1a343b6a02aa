package org.synthoscope.gan.vanilla;

import java.util.List;
import java.util.Set;
import org.synthoscope.gan.Discriminator;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.Generator;
import org.synthoscope.gan.NoiseArchitecture;

/** The convolutional GAN without batch norm that the hospital study began with: small, quick, blurry. */
public final class VanillaGan implements NoiseArchitecture {

    static final int SIDE = 32;

    @Override
    public String name() {
        return "gan";
    }

    @Override
    public String purpose() {
        return "a first look in minutes: learns colours and rough shapes, no detail";
    }

    @Override
    public String source() {
        return "convolutional GAN (Goodfellow et al., 2014), sizes of the hospital study";
    }

    @Override
    public List<Integer> resolutions() {
        return List.of(SIDE);
    }

    @Override
    public int defaultResolution() {
        return SIDE;
    }

    @Override
    public int defaultWidth() {
        return 64;
    }

    @Override
    public int defaultLatent() {
        return 100;
    }

    @Override
    public GanSettings defaults() {
        return new GanSettings(64, 2e-4, 0.5, 0.999, 0, Set.of());
    }

    @Override
    public Generator generator(GanSpec spec) {
        return new VanillaGenerator(spec);
    }

    @Override
    public Discriminator discriminator(GanSpec spec) {
        return new VanillaDiscriminator(spec);
    }

    @Override
    public long activationsPerImage(GanSpec spec) {
        long w = spec.width();
        long generator = 2 * (4 * w * 16 + 2 * w * (64 + 256 + 1024));
        long discriminator = 2 * (w * 1024 + 2 * w * (256 + 64) + 4 * w * 16);
        return generator + 2 * discriminator;
    }
}
