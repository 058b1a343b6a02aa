package org.synthoscope.gan.biggan;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.gan.DiffAugment;
import org.synthoscope.gan.Discriminator;
import org.synthoscope.gan.Game;
import org.synthoscope.gan.GanOption;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.Generator;
import org.synthoscope.gan.NoiseArchitecture;
import org.synthoscope.gan.NoiseGan;
import org.synthoscope.gan.Preset;
import org.synthoscope.gan.Recipe;
import org.synthoscope.nn.Conv2d;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.SelfAttention;

/** BigGAN: residual networks that are told the class in every block. */
public final class BigGan implements NoiseArchitecture {

    static final GanOption ORTHOGONAL = new GanOption("orthogonal", 1e-4, 0, 1,
            "strength of the orthogonal regularisation of the generator's weights; 0 for none");
    static final GanOption EMA_START = new GanOption("ema_start_kimg", 0, 0, 1e6,
            "thousand images before the generator's average begins to lag behind; published are 20 thousand steps");

    /** Steps in which an average of .9999 a step forgets half. */
    private static final long AVERAGED_STEPS = 6931;
    private static final long UNAVERAGED_STEPS = 20_000;

    /** For minutes on two cores: more, smaller and faster steps of narrow networks. */
    private static final GanSettings SMALL = new GanSettings(16, 2e-4, 4e-4, 0, 0.99, 1e-6, 1000, Set.of(), 0,
            Map.of());
    private static final int SMALL_WIDTH = 16;

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
        return "Brock, Donahue and Simonyan, 2019; recipe 'study' and width of the hospital study";
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

    /**
     * As published, but for the eight batches of 256 that a step there takes together: an average of .9999 a step, which
     * begins after 20,000 of them.
     */
    @Override
    public GanSettings defaults() {
        return new GanSettings(256, 1e-4, 4e-4, 0, 0.999, 1e-6, 256 * AVERAGED_STEPS, Set.of(), 0,
                Map.of(EMA_START.name(), 256 * UNAVERAGED_STEPS / 1000.0));
    }

    /** The hospital study's batch and second beta. */
    private static GanSettings study() {
        return new GanSettings(16, 1e-4, 4e-4, 0, 0.9, 1e-8, 16 * AVERAGED_STEPS, Set.of(), 0,
                Map.of(EMA_START.name(), 16 * UNAVERAGED_STEPS / 1000.0));
    }

    @Override
    public List<GanOption> options() {
        return List.of(ORTHOGONAL, EMA_START, NoiseGan.RECOMPUTE);
    }

    @Override
    public Game game(GanSpec spec, GanSettings settings) {
        return new HingeGame(settings);
    }

    @Override
    public int latentAt(int resolution) {
        return resolutions().contains(resolution) ? Plan.of(resolution).publishedLatent() : defaultLatent();
    }

    @Override
    public Preset preset(Recipe recipe) {
        return preset(recipe, defaultResolution());
    }

    @Override
    public Preset preset(Recipe recipe, int resolution) {
        int latent = latentAt(resolution);
        return switch (recipe) {
            case STUDY -> new Preset(study().checkedFor(this), defaultWidth(), latent, true, false, false);
            case SMALL_MACHINE -> new Preset(SMALL.checkedFor(this), SMALL_WIDTH, latent, true, true, true);
            case LIMITED_DATA -> new Preset(SMALL.withEmaHalfLife(5000)
                    .withAugmentations(EnumSet.allOf(DiffAugment.Kind.class), 0).checkedFor(this), SMALL_WIDTH, latent, true,
                    true, true);
        };
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
        return new Footprint(spec).kept();
    }

    @Override
    public OptionalLong recomputedActivationsPerImage(GanSpec spec) {
        return OptionalLong.of(new Footprint(spec).recomputed());
    }

    @Override
    public void check(GanSpec spec) {
        NoiseArchitecture.super.check(spec);
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
