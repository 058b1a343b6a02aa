package org.synthoscope.gan.pix2pix;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.gan.GanOption;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.Preset;
import org.synthoscope.gan.Recipe;
import org.synthoscope.gan.translation.PatchDiscriminator;
import org.synthoscope.gan.translation.TranslationArchitecture;
import org.synthoscope.gan.translation.Translators;
import org.synthoscope.nn.BatchMomentNorm2d;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.Module;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.training.Trainable;

/** pix2pix: a U-Net against a discriminator of patches, on aligned pairs. */
public final class Pix2Pix implements TranslationArchitecture {

    static final String LAMBDA = "l1_weight";
    static final String JITTER = "jitter";

    private static final Initialiser GAIN = Initialiser.normal(1, 0.02);
    private static final int SMALL_WIDTH = 32;

    @Override
    public String name() {
        return "pix2pix";
    }

    @Override
    public String purpose() {
        return "an image made of its aligned partner: a lesion of its mask, a mask of a lesion, one kind of image of another";
    }

    @Override
    public String source() {
        return "Isola, Zhu, Zhou and Efros, 2017";
    }

    @Override
    public Kind kind() {
        return Kind.PAIRED;
    }

    @Override
    public List<Integer> resolutions() {
        return List.of(64, 128, 256);
    }

    @Override
    public int defaultResolution() {
        return 256;
    }

    @Override
    public int defaultWidth() {
        return 64;
    }

    @Override
    public GanSettings defaults() {
        return new GanSettings(1, 2e-4, 0.5, 0.999, 0, Set.of()).checkedFor(this);
    }

    @Override
    public List<GanOption> options() {
        return List.of(new GanOption(LAMBDA, 100, 0, 1e6, "weight of the mean absolute difference from the target"),
                new GanOption(JITTER, 1, 0, 1, "1 to enlarge by 286/256 and crop at a random place, 0 not to"));
    }

    @Override
    public Preset preset(Recipe recipe) {
        return switch (recipe) {
            case STUDY -> new Preset(defaults(), defaultWidth(), 0, false, true, false);
            case SMALL_MACHINE, LIMITED_DATA -> new Preset(defaults().withEmaHalfLife(200), SMALL_WIDTH, 0, false, true, false);
        };
    }

    @Override
    public Translators translators(GanSpec spec) {
        return new Translators(new UNet(sourceChannels(spec), spec.channels(), spec.width(), levels(spec)));
    }

    static PatchDiscriminator discriminator(GanSpec spec) {
        return new PatchDiscriminator(sourceChannels(spec) + spec.channels(), spec.width(),
                channels -> new BatchMomentNorm2d(channels, GAIN), false);
    }

    private static int levels(GanSpec spec) {
        return Integer.numberOfTrailingZeros(spec.resolution());
    }

    /** Where nothing is said of the source it has the target's channels. */
    private static int sourceChannels(GanSpec spec) {
        return spec.sourceChannels() > 0 ? spec.sourceChannels() : spec.channels();
    }

    @Override
    public Map<String, Module> networks(GanSpec spec) {
        Map<String, Module> networks = new LinkedHashMap<>();
        networks.put("generator", translators(spec));
        networks.put("discriminator", discriminator(spec));
        return networks;
    }

    @Override
    public Trainable trainable(GanSpec spec, GanSettings settings, Precision precision, long seed, Device device) {
        check(spec);
        if (spec.sourceChannels() == 0) {
            throw new SynthoscopeException("pix2pix learns from pairs: name the folder of masks, or of the images' aligned "
                    + "partners, in data.masks");
        }
        return new PairedGan(spec, settings.checkedFor(this), precision, seed, device, this);
    }

    @Override
    public long activationsPerImage(GanSpec spec) {
        long numbers = 0;
        for (int i = 0; i < levels(spec); i++) {
            long side = spec.resolution() >> i + 1;
            // On the way down what convolution, normalisation and activation keep; on the way up dropout and the joint map too.
            numbers += 9 * UNet.channels(i, spec.width()) * side * side;
        }
        return numbers + 3 * PatchDiscriminator.activations(spec.resolution(), spec.width());
    }
}
