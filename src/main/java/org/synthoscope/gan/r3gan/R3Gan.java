package org.synthoscope.gan.r3gan;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.gan.Discriminator;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.Game;
import org.synthoscope.gan.GanOption;
import org.synthoscope.gan.Generator;
import org.synthoscope.gan.NoiseArchitecture;
import org.synthoscope.gan.Preset;
import org.synthoscope.gan.Recipe;

/** R3GAN: a loss that can't collapse locally, and the plainest network that goes with it. */
public final class R3Gan implements NoiseArchitecture {

    private static final int SMALL_WIDTH = 64;
    private static final double SMALL_RATE = 2e-4;
    private static final double SMALL_DISCRIMINATOR_RATE = 1e-3;
    private static final double ADA_TARGET = 0.6;

    @Override
    public String name() {
        return "r3gan";
    }

    @Override
    public String purpose() {
        return "the modern plain one: a loss made not to collapse, networks without tricks; a slower step than dcgan's";
    }

    @Override
    public String source() {
        return "Huang, Gokaslan, Kuleshov and Tompkin, 2024; narrower by default, width 768 is the paper's";
    }

    @Override
    public List<Integer> resolutions() {
        return List.of(32, 64, 128, 256);
    }

    @Override
    public int defaultResolution() {
        return 64;
    }

    @Override
    public int defaultWidth() {
        return 768;
    }

    @Override
    public int defaultLatent() {
        return 64;
    }

    @Override
    public List<GanOption> options() {
        return R3Game.OPTIONS;
    }

    @Override
    public GanSettings defaults() {
        return new GanSettings(256, 2e-4, 0, 0.99, 500_000, Set.of());
    }

    /**
     * On a small machine a twelfth of the paper's width at 16 x 16, and everything that changes in the course of training
     * changes within eighty thousand images. The rest follows from batches of 16: β₂ stays at .99, since squared gradients
     * averaged over ten steps of so few images are noise, and the penalties are a tenth of the paper's, every fourth step.
     *
     * <p>The discriminator moves five times as fast as the generator. At equal rates, of 1e-3 as of 2e-3, the generator
     * outran it: after some fifteen thousand images its logits told nothing apart, and images got no better.
     */
    @Override
    public Preset preset(Recipe recipe, int resolution) {
        GanSettings paper = defaults().checkedFor(this);
        if (resolution == 32) {
            paper = paper.with(R3Game.GAMMA, 0.05).with(R3Game.LAST_GAMMA, 0.005).with(R3Game.AUGMENT, 0.55);
        }
        if (recipe == Recipe.STUDY) {
            return new Preset(paper, defaultWidth(), defaultLatent(), false, false, false);
        }
        boolean few = recipe == Recipe.LIMITED_DATA;
        GanSettings small = new GanSettings(16, SMALL_RATE, SMALL_DISCRIMINATOR_RATE, 0, paper.beta2(), paper.epsilon(),
                few ? 4000 : 1000, Set.of(), 0, Map.of()).checkedFor(this)
                .with(R3Game.GAMMA, 0.1 * paper.option(R3Game.GAMMA))
                .with(R3Game.LAST_GAMMA, 0.1 * paper.option(R3Game.LAST_GAMMA)).with(R3Game.LAST_RATE, 0.5)
                .with(R3Game.EVERY, 4).with(R3Game.FIRST_BETA2, paper.beta2()).with(R3Game.DECAY, few ? 300 : 80)
                .with(R3Game.AUGMENT, 0);
        return new Preset(few ? small.withAugmentations(Set.of(), ADA_TARGET) : small, SMALL_WIDTH, defaultLatent(), true,
                true, false);
    }

    @Override
    public Preset preset(Recipe recipe) {
        return preset(recipe, defaultResolution());
    }

    @Override
    public Game game(GanSpec spec, GanSettings settings) {
        return new R3Game(settings);
    }

    @Override
    public Generator generator(GanSpec spec) {
        return new R3Generator(spec);
    }

    @Override
    public Discriminator discriminator(GanSpec spec) {
        return new R3Discriminator(spec);
    }

    @Override
    public void check(GanSpec spec) {
        NoiseArchitecture.super.check(spec);
        if (!Layout.of(spec).divides()) {
            throw new SynthoscopeException("the convolutions of model 'r3gan' at " + spec.resolution()
                    + " don't divide into groups of " + Layout.GROUP + " channels at width " + spec.width()
                    + "; powers of two from 8 on do, 64 for a small machine, and the paper's " + defaultWidth());
        }
    }

    @Override
    public long activationsPerImage(GanSpec spec) {
        Layout layout = Layout.of(spec);
        long kept = 0;
        for (Layout.Stage stage : layout.stages()) {
            // A block keeps its input and two activations of twice the width; resampling keeps about one more map.
            kept += (layout.blocks() * (1L + 2 * Layout.EXPANSION) + 1) * stage.channels() * stage.side() * stage.side();
        }
        // The generator once; the discriminator with real and generated images, and again with their gradients.
        return 5 * kept;
    }
}
