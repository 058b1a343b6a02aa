package org.synthoscope.gan.r3gan;

import java.util.List;
import java.util.Set;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.gan.Architecture;
import org.synthoscope.gan.Discriminator;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.Generator;

/** R3GAN: a loss that can't collapse locally, and the plainest network that goes with it. */
public final class R3Gan implements Architecture {

    @Override
    public String name() {
        return "r3gan";
    }

    @Override
    public String purpose() {
        return "the modern plain one: steady on few images, slower a step than dcgan and worth it";
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
        return 64;
    }

    @Override
    public int defaultLatent() {
        return 64;
    }

    @Override
    public GanSettings defaults() {
        return new GanSettings(32, 2e-4, 0, 0.99, 500, Set.of());
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
        Architecture.super.check(spec);
        int step = Layout.step(spec);
        if (spec.width() % step != 0) {
            throw new SynthoscopeException("model 'r3gan' at " + spec.resolution() + " has widths that are multiples of "
                    + step + ", so that its convolutions divide into groups; not " + spec.width());
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
