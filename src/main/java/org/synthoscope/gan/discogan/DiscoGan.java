package org.synthoscope.gan.discogan;

import java.util.List;
import java.util.Set;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.gan.GanOption;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.Preset;
import org.synthoscope.gan.Recipe;
import org.synthoscope.gan.translation.UnpairedArchitecture;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.training.Trainable;

/** DiscoGAN: encoders with decoders against whole-image discriminators, between two domains without pairs. */
public sealed class DiscoGan implements UnpairedArchitecture permits DiscoGanExtra {

    static final String EVERY = "discriminator_every";
    static final String CURRICULUM = "curriculum";
    static final String EARLY = "early_cycle";
    static final String LATE = "late_cycle";

    private static final int SMALL_WIDTH = 32;
    private static final int SMALL_BATCH = 32;
    private static final int SMALL_CURRICULUM = 500;

    @Override
    public String name() {
        return "discogan";
    }

    @Override
    public String purpose() {
        return "as cyclegan, with less to hold on to the source: larger changes of shape, softer images";
    }

    @Override
    public String source() {
        return "Kim, Cha, Kim, Lee and Kim, 2017";
    }

    @Override
    public List<Integer> resolutions() {
        return List.of(64, 128);
    }

    @Override
    public int defaultResolution() {
        return 64;
    }

    @Override
    public int defaultWidth() {
        return 64;
    }

    /** Batch 128 is 64 images of each domain. */
    @Override
    public GanSettings defaults() {
        return new GanSettings(128, 2e-4, 0.5, 0.999, 0, Set.of()).checkedFor(this);
    }

    @Override
    public List<GanOption> options() {
        return List.of(new GanOption(EVERY, 3, 1, 1000, "of so many steps one moves the discriminators, the others the "
                        + "translators"),
                new GanOption(CURRICULUM, 10_000, 0, 1e9, "steps before the way there and back counts fully"),
                new GanOption(EARLY, 0.01, 0, 1, "share of the way there and back until then"),
                new GanOption(LATE, 0.5, 0, 1, "share of the way there and back from then on"));
    }

    @Override
    public Preset preset(Recipe recipe) {
        return switch (recipe) {
            case STUDY -> new Preset(defaults(), defaultWidth(), defaultLatent(), false, false, true);
            // The paper's curriculum is longer than a small machine's whole training.
            case SMALL_MACHINE, LIMITED_DATA -> new Preset(defaults().withBatch(SMALL_BATCH).withEmaHalfLife(500)
                    .with(CURRICULUM, SMALL_CURRICULUM), SMALL_WIDTH, defaultLatent(), false, true, true);
        };
    }

    @Override
    public DiscoTranslator translator(GanSpec spec) {
        return new DiscoTranslator(spec.channels(), spec.width(), levels(spec), spec.latent());
    }

    @Override
    public DiscoDiscriminator discriminator(GanSpec spec) {
        return new DiscoDiscriminator(spec.channels(), spec.width(), levels(spec));
    }

    /** Down to 4 x 4. */
    private static int levels(GanSpec spec) {
        return Integer.numberOfTrailingZeros(spec.resolution()) - 2;
    }

    @Override
    public void check(GanSpec spec) {
        UnpairedArchitecture.super.check(spec);
        if ((spec.latent() > 0) != (defaultLatent() > 0)) {
            throw new SynthoscopeException(defaultLatent() == 0 ? "discogan has no latent numbers between encoder and decoder: "
                    + "set 'latent' to 0, or take discogan-extra" : "discogan-extra needs latent numbers between encoder and "
                    + "decoder: set 'latent' to " + defaultLatent() + ", or take discogan");
        }
    }

    @Override
    public Trainable trainable(GanSpec spec, GanSettings settings, Precision precision, long seed, Device device) {
        check(spec);
        return new DiscoModel(spec, settings.checkedFor(this), precision, seed, device, this);
    }

    /** An image goes through a translator twice and through a discriminator twice, as it is and translated. */
    @Override
    public long activationsPerImage(GanSpec spec) {
        long numbers = 0;
        for (int i = 0; i < levels(spec); i++) {
            long side = spec.resolution() >> i + 1;
            numbers += 3 * DiscoTranslator.channels(i, spec.width()) * side * side;
        }
        return 2 * 2 * numbers + 2 * numbers;
    }
}
