package org.synthoscope.gan.dcgan;

import java.util.List;
import java.util.Set;
import org.synthoscope.gan.Discriminator;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.Generator;
import org.synthoscope.gan.NoiseArchitecture;

/** DCGAN: strided convolutions and batch norm; the dependable middle. */
public final class Dcgan implements NoiseArchitecture {

    /** Side of the smallest feature map. */
    static final int BASE = 4;

    @Override
    public String name() {
        return "dcgan";
    }

    @Override
    public String purpose() {
        return "the dependable start: recognisable lesions within minutes on a processor";
    }

    @Override
    public String source() {
        return "Radford, Metz and Chintala, 2016; hyper-parameters of the hospital study";
    }

    @Override
    public List<Integer> resolutions() {
        return List.of(32, 64, 128);
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
        return 100;
    }

    @Override
    public GanSettings defaults() {
        return new GanSettings(32, 2e-4, 0.5, 0.999, 0, Set.of());
    }

    @Override
    public Generator generator(GanSpec spec) {
        return new DcganGenerator(spec);
    }

    @Override
    public Discriminator discriminator(GanSpec spec) {
        return new DcganDiscriminator(spec, true);
    }

    @Override
    public Discriminator privateDiscriminator(GanSpec spec) {
        return new DcganDiscriminator(spec, false);
    }

    /** Channels at the smallest feature map: ngf · resolution / 8. */
    static int deepest(GanSpec spec) {
        return spec.width() * spec.resolution() / (2 * BASE);
    }

    @Override
    public long activationsPerImage(GanSpec spec) {
        long layers = 0;
        int channels = deepest(spec);
        for (int side = BASE; side < spec.resolution(); side *= 2, channels /= 2) {
            // What convolution, normalisation and activation each keep.
            layers += 3L * channels * side * side;
        }
        return layers * 3;
    }
}
