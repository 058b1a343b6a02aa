package org.synthoscope.gan;

import java.util.Map;
import java.util.OptionalDouble;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Pixels;

/**
 * Generates images from a trained generator. Image {@code index} of a seed is always the same, whatever is generated
 * before it or beside it.
 */
public final class ImageGenerator implements AutoCloseable {

    /** Latents are drawn for so many images at once, however many go through the network together. */
    private static final int BATCH = 64;
    private static final double LEAST_TRUNCATION = 0.01;
    private static final long STATISTICS_SEED = 1;

    private final GanSpec spec;
    private final Generator network;
    private final int passSize;
    private OptionalDouble truncation = OptionalDouble.empty();

    private ImageGenerator(GanSpec spec, Generator network, int passSize) {
        this.spec = spec;
        this.network = network;
        this.passSize = passSize;
    }

    /**
     * Builds a generator from saved weights.
     *
     * @param weights     by name
     * @param description as {@link NoiseGan#generatorDescription()} wrote it
     * @param from        what to call the source in an error message
     */
    public static ImageGenerator of(Map<String, Tensor> weights, Map<String, String> description, String from) {
        GanSpec spec = new GanSpec(text(description, "model", from), number(description, "resolution", from),
                number(description, "classes", from), number(description, "channels", from),
                number(description, "width", from), number(description, "latent", from));
        NoiseArchitecture architecture = Architectures.fromNoise(spec.model());
        architecture.check(spec);
        Generator network = architecture.generator(spec);
        network.materialiseBlank(Device.CPU, Precision.FP32);
        network.load(weights, from);
        network.setTraining(false);
        return new ImageGenerator(spec, network, PassSize.of(architecture, spec));
    }

    private static String text(Map<String, String> description, String key, String from) {
        String value = description.get(key);
        if (value == null) {
            throw new SynthoscopeException(from + " doesn't say its " + key + ": it is no generator of this program");
        }
        return value;
    }

    private static int number(Map<String, String> description, String key, String from) {
        try {
            return Integer.parseInt(text(description, key, from));
        } catch (NumberFormatException e) {
            throw new SynthoscopeException(from + " has a damaged description: " + key + " is no number", e);
        }
    }

    /** What it is. */
    public GanSpec spec() {
        return spec;
    }

    /** Receives an image. */
    @FunctionalInterface
    public interface Sink {
        /**
         * @param index  of the image
         * @param pixels H x W x C bytes
         */
        void accept(int index, byte[] pixels);
    }

    /**
     * From now on latents are drawn again where an element lies beyond ±{@code threshold}: images nearer to the usual, and
     * less varied (Brock et al., 2019, section 3.1). The standing statistics are collected anew, with such latents.
     *
     * @throws SynthoscopeException if the threshold isn't at least .01
     */
    public ImageGenerator truncated(double threshold) {
        if (!(threshold >= LEAST_TRUNCATION)) {
            throw new SynthoscopeException("latents are truncated at " + LEAST_TRUNCATION + " or more, not at " + threshold
                    + "; 2 changes little, 0.5 much");
        }
        truncation = OptionalDouble.of(threshold);
        StandingStatistics.collect(network, spec, passSize, STATISTICS_SEED, this::latents, Device.CPU);
        return this;
    }

    private Tensor latents(RandomStream stream, int count) {
        return truncation.isPresent() ? stream.truncatedNormal(truncation.getAsDouble(), count, spec.latent())
                : stream.normal(count, spec.latent());
    }

    /**
     * Generates images 0 to {@code labels.length - 1} of a seed.
     *
     * @param labels class of each image; an unconditional generator ignores them
     * @throws SynthoscopeException if a class isn't one of the generator's
     */
    public void generate(long seed, int[] labels, Sink sink) {
        for (int label : labels) {
            if (spec.classes() > 0 && (label < 0 || label >= spec.classes())) {
                throw new SynthoscopeException("class " + label + " is out of range: the generator has "
                        + spec.classes() + " classes, counted from 0");
            }
        }
        for (int first = 0; first < labels.length; first += BATCH) {
            int n = Math.min(BATCH, labels.length - first);
            try (Scope s = Scope.open(); Autograd.Guard off = Autograd.noGrad()) {
                batch(seed, labels, first, n, sink);
            }
        }
    }

    /** Every batch has a stream of its own and passes of full size, so that an image doesn't depend on how many are asked for. */
    private void batch(long seed, int[] labels, int first, int n, Sink sink) {
        try (RandomStream stream = RandomStream.seeded(seed * 1_000_003 + first)) {
            long[] classes = new long[BATCH];
            for (int i = 0; i < n; i++) {
                classes[i] = spec.classes() > 0 ? labels[first + i] : 0;
            }
            Tensor latents = latents(stream, BATCH);
            Tensor told = Tensor.of(classes, BATCH);
            for (int from = 0; from < n; from += passSize) {
                try (Scope pass = Scope.open()) {
                    byte[] pixels = Pixels.toBytes(network.generate(latents.narrow(0, from, passSize),
                            told.narrow(0, from, passSize)));
                    int each = pixels.length / passSize;
                    for (int i = 0; i < passSize && from + i < n; i++) {
                        sink.accept(first + from + i, java.util.Arrays.copyOfRange(pixels, i * each, (i + 1) * each));
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
