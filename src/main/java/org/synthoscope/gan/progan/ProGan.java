package org.synthoscope.gan.progan;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.synthoscope.gan.DiffAugment;
import org.synthoscope.gan.Discriminator;
import org.synthoscope.gan.Game;
import org.synthoscope.gan.GanOption;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.Generator;
import org.synthoscope.gan.NoiseArchitecture;
import org.synthoscope.gan.Preset;
import org.synthoscope.gan.Recipe;

/** Progressive GAN: grows from 4 x 4 while it trains. */
public final class ProGan implements NoiseArchitecture {

    /** Slope of the leaky ReLU. */
    static final double SLOPE = 0.2;
    /** He's gain before a ReLU. */
    static final double GAIN = Math.sqrt(2);

    static final String STABLE = "stable_kimg";
    static final String FADE = "fade_kimg";
    static final String PENALTY = "penalty";
    static final String DRIFT = "drift";

    /** Images after which an average that keeps .999 at every step of 16 has forgotten half. */
    private static final long PAPERS_HALF_LIFE = 11_085;

    @Override
    public String name() {
        return "progan";
    }

    @Override
    public String purpose() {
        return "grows from 4x4 to full size while it trains: steady at large sizes, for those who have days";
    }

    @Override
    public String source() {
        return "Karras, Aila, Laine and Lehtinen, 2018";
    }

    @Override
    public List<Integer> resolutions() {
        return List.of(32, 64, 128, 256, 512, 1024);
    }

    @Override
    public int defaultResolution() {
        return 256;
    }

    @Override
    public int defaultWidth() {
        return 512;
    }

    @Override
    public int defaultLatent() {
        return 512;
    }

    /**
     * The paper's, but for the batch: it takes 128 images at the small sizes and fewer at the large ones. A batch stays as
     * it is here from first to last, so it is the one the paper has at 128 x 128, where it spends its time.
     */
    @Override
    public GanSettings defaults() {
        return new GanSettings(16, 1e-3, 0, 0.99, PAPERS_HALF_LIFE, Set.of());
    }

    @Override
    public List<GanOption> options() {
        return List.of(
                new GanOption(STABLE, 600, 0, 1e6, "thousand images for which each size trains by itself"),
                new GanOption(FADE, 600, 0, 1e6, "thousand images over which the next size fades in"),
                new GanOption(PENALTY, 10, 0, 1e4, "weight of the penalty on slopes other than 1"),
                new GanOption(DRIFT, 0.001, 0, 1, "weight of the mean square of real images' scores"));
    }

    /**
     * On a small machine full size has to be reached within minutes, so the networks are an eighth as wide and the phases
     * are 4 thousand images long: at 64 x 64 one core with bf16 needs about 7 minutes for them (of processor time, 2.2 ms an
     * image at 4 x 4, 2.7 at 8, 6.3 at 16, 19 at 32, 40 at 64), and the rest of the time is spent at full size.
     */
    @Override
    public Preset preset(Recipe recipe) {
        GanSettings paper = defaults().checkedFor(this);
        return switch (recipe) {
            case STUDY -> new Preset(paper, defaultWidth(), defaultLatent(), false, false, false);
            case SMALL_MACHINE -> new Preset(phases(paper, 4).withBatch(8).withEmaHalfLife(500), 64, 64, true, true, false);
            case LIMITED_DATA -> new Preset(phases(paper, 40).withEmaHalfLife(5000)
                    .withAugmentations(EnumSet.allOf(DiffAugment.Kind.class), 0), 128, 128, true, true, false);
        };
    }

    private static GanSettings phases(GanSettings settings, double kimg) {
        return settings.with(STABLE, kimg).with(FADE, kimg);
    }

    @Override
    public Game game(GanSpec spec, GanSettings settings) {
        return new GrowingGame(spec, settings);
    }

    @Override
    public Generator generator(GanSpec spec) {
        return new ProGanGenerator(spec);
    }

    @Override
    public Discriminator discriminator(GanSpec spec) {
        return new ProGanDiscriminator(spec);
    }

    /**
     * The paper's nf: min(8192 / 2ˢ, 512), s being log₂(side) − 1; another width scales both numbers.
     *
     * @param doublings from 4 x 4 to the side
     */
    static int channels(GanSpec spec, int doublings) {
        return Math.max(1, (int) Math.min(16L * spec.width() >> (doublings + 1), spec.width()));
    }

    /** Length of the discriminator's last feature vector: nf(0). */
    static int features(GanSpec spec) {
        return spec.width();
    }

    @Override
    public long activationsPerImage(GanSpec spec) {
        long generator = 0;
        long discriminator = 0;
        for (int d = 0; d <= GrowthSchedule.doublings(spec.resolution()); d++) {
            long side = GrowthSchedule.FIRST << d;
            long map = channels(spec, d) * side * side;
            // A convolution's activation, and of pixel norm its input, squares and output, twice a size.
            generator += 2 * 4 * map;
            discriminator += 2 * map + map / 2;
        }
        // The discriminator keeps three passes, and the penalty keeps the graph of its own backward pass besides.
        return generator + 5 * discriminator;
    }
}
