package org.synthoscope.gan.lsgan;

import java.util.List;
import java.util.Set;
import org.synthoscope.gan.Discriminator;
import org.synthoscope.gan.Game;
import org.synthoscope.gan.GanOption;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.Generator;
import org.synthoscope.gan.NoiseArchitecture;

/** Least-squares GAN: scores are pulled to numbers instead of being pushed apart. */
public final class Lsgan implements NoiseArchitecture {

    @Override
    public String name() {
        return "lsgan";
    }

    @Override
    public String purpose() {
        return "an example of adding a model";
    }

    @Override
    public String source() {
        return "Mao et al., 2017";
    }

    @Override
    public List<Integer> resolutions() {
        return List.of(32);
    }

    @Override
    public int defaultResolution() {
        return 32;
    }

    @Override
    public int defaultWidth() {
        return 32;
    }

    @Override
    public int defaultLatent() {
        return 64;
    }

    @Override
    public GanSettings defaults() {
        return new GanSettings(64, 2e-4, 0.5, 0.999, 0, Set.of());
    }

    @Override
    public List<GanOption> options() {
        return List.of(new GanOption("real_target", 1, 0.5, 1.5, "what the discriminator is to say of real images"));
    }

    @Override
    public Generator generator(GanSpec spec) {
        return new LsganGenerator(spec);
    }

    @Override
    public Discriminator discriminator(GanSpec spec) {
        return new LsganDiscriminator(spec);
    }

    @Override
    public Game game(GanSpec spec, GanSettings settings) {
        return new LeastSquaresGame(settings);
    }

    @Override
    public long activationsPerImage(GanSpec spec) {
        // 2w x 8 x 8 and w x 16 x 16, before and after their ReLU, and the image; in G once, in D three times.
        return 4 * (2 * (2 * 64 + 256) * (long) spec.width() + spec.channels() * 1024L);
    }
}
