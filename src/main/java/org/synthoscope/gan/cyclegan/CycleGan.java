package org.synthoscope.gan.cyclegan;

import java.util.List;
import java.util.Set;
import org.synthoscope.gan.GanOption;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.Preset;
import org.synthoscope.gan.Recipe;
import org.synthoscope.gan.translation.PatchDiscriminator;
import org.synthoscope.gan.translation.UnpairedArchitecture;
import org.synthoscope.nn.InstanceNorm2d;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.training.Trainable;

/** CycleGAN: two residual translators and two discriminators of patches, between two domains without pairs. */
public final class CycleGan implements UnpairedArchitecture {

    static final String LAMBDA = "cycle_weight";
    static final String IDENTITY = "identity";
    static final String POOL = "pool";
    static final String EPOCH = "epoch_images";
    static final String CONSTANT = "constant_epochs";
    static final String DECAY = "decay_epochs";
    static final String JITTER = "jitter";

    private static final int LARGE = 256;
    private static final int SMALL_WIDTH = 32;

    @Override
    public String name() {
        return "cyclegan";
    }

    @Override
    public String purpose() {
        return "images of one class made to look like those of another and back, without pairs";
    }

    @Override
    public String source() {
        return "Zhu, Park, Isola and Efros, 2017";
    }

    @Override
    public List<Integer> resolutions() {
        return List.of(64, 128, LARGE);
    }

    @Override
    public int defaultResolution() {
        return LARGE;
    }

    @Override
    public int defaultWidth() {
        return 64;
    }

    /** Batch 2 is one image of each domain. */
    @Override
    public GanSettings defaults() {
        return new GanSettings(2, 2e-4, 0.5, 0.999, 0, Set.of()).checkedFor(this);
    }

    @Override
    public List<GanOption> options() {
        return List.of(new GanOption(LAMBDA, 10, 0, 1e6, "weight of the way there and back"),
                new GanOption(IDENTITY, 0.5, 0, 100, "weight of leaving an image of the goal domain alone, in cycle weights"),
                new GanOption(POOL, 50, 0, 1000, "earlier translations shown to the discriminators again, a domain"),
                new GanOption(EPOCH, 2668, 0, 1e12, "images of an epoch, both domains together; 0 for a rate that never falls"),
                new GanOption(CONSTANT, 100, 0, 1e6, "epochs at the full learning rate"),
                new GanOption(DECAY, 100, 0, 1e6, "epochs in which the learning rate then falls to 0"),
                new GanOption(JITTER, 1, 0, 1, "1 to enlarge by 286/256 and crop at a random place, 0 not to"));
    }

    @Override
    public Preset preset(Recipe recipe) {
        return switch (recipe) {
            case STUDY -> new Preset(defaults(), defaultWidth(), 0, false, true, true);
            // Minutes are no hundred epochs: the rate stays, and averaged weights calm the end instead.
            case SMALL_MACHINE, LIMITED_DATA -> new Preset(defaults().with(EPOCH, 0).withEmaHalfLife(200), SMALL_WIDTH, 0, false,
                    true, true);
        };
    }

    @Override
    public ResNetTranslator translator(GanSpec spec) {
        return new ResNetTranslator(spec.channels(), spec.width(), blocks(spec));
    }

    private static int blocks(GanSpec spec) {
        return spec.resolution() >= LARGE ? 9 : 6;
    }

    @Override
    public PatchDiscriminator discriminator(GanSpec spec) {
        return new PatchDiscriminator(spec.channels(), spec.width(), channels -> new InstanceNorm2d(), true);
    }

    @Override
    public Trainable trainable(GanSpec spec, GanSettings settings, Precision precision, long seed, Device device) {
        check(spec);
        return new CycleModel(spec, settings.checkedFor(this), precision, seed, device, this);
    }

    /** An image goes through a translator three times and through a discriminator once, while the translators learn. */
    @Override
    public long activationsPerImage(GanSpec spec) {
        long area = (long) spec.resolution() * spec.resolution();
        long w = spec.width();
        // Convolution, normalisation and activation of the outer layers; besides, the mirrored borders of the inner ones.
        long outer = 3 * (w * area + 2 * w * area / 4) * 2;
        long inner = (3 + 7L * blocks(spec)) * 4 * w * area / 16;
        return 3 * (outer + inner) + PatchDiscriminator.activations(spec.resolution(), spec.width());
    }
}
