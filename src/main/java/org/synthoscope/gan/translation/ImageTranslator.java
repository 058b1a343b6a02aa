package org.synthoscope.gan.translation;

import java.util.Map;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Tensor;

/** Translates images with trained translators, in fp32: an image always becomes the same. */
public final class ImageTranslator implements AutoCloseable {

    private final GanSpec spec;
    private final Translators networks;

    private ImageTranslator(GanSpec spec, Translators networks) {
        this.spec = spec;
        this.networks = networks;
    }

    /**
     * Builds translators from saved weights.
     *
     * @param weights     by name
     * @param description as {@link TranslationModel#generatorDescription()} wrote it
     * @param from        what to call the source in an error message
     * @throws SynthoscopeException if it is no translator, or damaged
     */
    public static ImageTranslator of(Map<String, Tensor> weights, Map<String, String> description, String from) {
        String model = description.get("model");
        if (model == null) {
            throw new SynthoscopeException(from + " doesn't say its model: it is no generator of this program");
        }
        TranslationArchitecture architecture = TranslationArchitecture.named(model);
        GanSpec spec = new GanSpec(model, number(description, "resolution", from), number(description, "classes", from),
                number(description, "channels", from), number(description, "width", from), number(description, "latent", from),
                number(description, "source_channels", from));
        architecture.check(spec);
        Translators networks = architecture.translators(spec);
        try (RandomStream unused = RandomStream.seeded(0)) {
            networks.materialise(Device.CPU, unused, Precision.FP32);
        }
        networks.load(weights, from);
        networks.setTraining(false);
        return new ImageTranslator(spec, networks);
    }

    private static int number(Map<String, String> description, String key, String from) {
        try {
            return Integer.parseInt(description.getOrDefault(key, ""));
        } catch (NumberFormatException e) {
            throw new SynthoscopeException(from + " has a damaged description: " + key + " is no number", e);
        }
    }

    /** What it is. */
    public GanSpec spec() {
        return spec;
    }

    /** Channels of what is translated. */
    public int sourceChannels() {
        return spec.sourceChannels() > 0 ? spec.sourceChannels() : spec.channels();
    }

    /** Whether it learned a direction. */
    public boolean has(Direction direction) {
        return networks.has(direction);
    }

    /**
     * Translates images of the trained size.
     *
     * @param images N x C x R x R in [−1, 1]
     * @return N x C' x R x R in [−1, 1], FLOAT32
     * @throws SynthoscopeException if the direction wasn't learned
     */
    public Tensor translate(Tensor images, Direction direction) {
        try (Autograd.Guard off = Autograd.noGrad()) {
            return networks.of(direction).translate(images).to(DType.FLOAT32);
        }
    }

    @Override
    public void close() {
        networks.close();
    }
}
