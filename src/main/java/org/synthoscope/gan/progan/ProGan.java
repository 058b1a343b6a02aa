package org.synthoscope.gan.progan;

import java.util.List;
import java.util.Set;
import org.synthoscope.gan.Architecture;
import org.synthoscope.gan.Discriminator;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.Generator;

/** Progressive GAN: grows from 4 x 4 while it trains. */
public final class ProGan implements Architecture {

    /** Slope of the leaky ReLU. */
    static final double SLOPE = 0.2;
    /** He's gain before a ReLU. */
    static final double GAIN = Math.sqrt(2);

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

    @Override
    public GanSettings defaults() {
        return new GanSettings(16, 1e-3, 0, 0.99, 0, Set.of());
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
