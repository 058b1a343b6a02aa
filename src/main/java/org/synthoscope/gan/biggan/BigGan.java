package org.synthoscope.gan.biggan;

import java.util.List;
import java.util.Set;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.gan.Architecture;
import org.synthoscope.gan.Discriminator;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.Generator;
import org.synthoscope.nn.Conv2d;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.SelfAttention;

/** BigGAN: residual networks that are told the class in every block. */
public final class BigGan implements Architecture {

    @Override
    public String name() {
        return "biggan";
    }

    @Override
    public String purpose() {
        return "classes told apart in every block, truncation; wants hours, at a small width even on a processor";
    }

    @Override
    public String source() {
        return "Brock, Donahue and Simonyan, 2019; batch and width of the hospital study";
    }

    @Override
    public List<Integer> resolutions() {
        return List.of(32, 64, 128, 256);
    }

    @Override
    public int defaultResolution() {
        return 128;
    }

    @Override
    public int defaultWidth() {
        return 64;
    }

    @Override
    public int defaultLatent() {
        return 120;
    }

    @Override
    public GanSettings defaults() {
        return new GanSettings(16, 1e-4, 0, 0.999, 0, Set.of());
    }

    @Override
    public Generator generator(GanSpec spec) {
        return new BigGanGenerator(spec);
    }

    @Override
    public Discriminator discriminator(GanSpec spec) {
        return new BigGanDiscriminator(spec);
    }

    /** A convolution that keeps the side, as all of both networks are. */
    static Conv2d conv(int in, int out, int kernel) {
        return new Conv2d(in, out, kernel, 1, kernel / 2, true, Initialiser.orthogonal()).spectral();
    }

    @Override
    public long activationsPerImage(GanSpec spec) {
        return 1;
    }

    @Override
    public void check(GanSpec spec) {
        Architecture.super.check(spec);
        Plan plan = Plan.of(spec.resolution());
        if (spec.latent() % plan.chunks() != 0) {
            throw new SynthoscopeException("at " + spec.resolution() + " the latent is divided into " + plan.chunks()
                    + " equal parts, which a length of " + spec.latent() + " can't be; published is "
                    + plan.publishedLatent());
        }
        if (plan.attention() > 0 && spec.width() < SelfAttention.LEAST_CHANNELS) {
            throw new SynthoscopeException("attention at " + spec.resolution() + " needs a width of at least "
                    + SelfAttention.LEAST_CHANNELS + ", not " + spec.width());
        }
    }
}
