package org.synthoscope.gan.translation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.nn.Adam;
import org.synthoscope.nn.Module;
import org.synthoscope.nn.Optimiser;
import org.synthoscope.nn.Precision;
import org.synthoscope.nn.WeightAverage;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;
import org.synthoscope.training.NonFiniteLossException;
import org.synthoscope.training.Trainable;

/**
 * What trains translators against discriminators: networks, one Adam for all translators and one for all discriminators, the
 * weight average, random streams and pools, with all of it in the saved state. How a step goes is the architecture's
 * business.
 */
public abstract class TranslationModel implements Trainable, Drafting {

    private final GanSpec spec;
    private final GanSettings settings;
    private final Precision precision;
    private final long seed;
    private final Device device;
    private final Translators translators;
    private final Translators average;
    private final WeightAverage weightAverage;
    private final Module discriminators;
    private final Optimiser translatorOptimiser;
    private final Optimiser discriminatorOptimiser;
    private final Map<String, RandomStream> streams = new LinkedHashMap<>();
    private final Map<String, ImagePool> pools = new LinkedHashMap<>();
    private boolean averageIsReady;
    private Optional<Tensor> examples = Optional.empty();

    /**
     * Builds and initialises all networks.
     *
     * @param build          makes the translators, unmaterialised; called twice
     * @param discriminators unmaterialised
     * @param weightDecay    of both Adams
     */
    protected TranslationModel(GanSpec spec, GanSettings settings, Precision precision, long seed, Device device,
                               Supplier<Translators> build, Module discriminators, double weightDecay) {
        this.spec = spec;
        this.settings = settings;
        this.precision = precision;
        this.seed = seed;
        this.device = device;
        this.translators = build.get();
        this.average = build.get();
        this.discriminators = discriminators;
        try (RandomStream init = RandomStream.seeded(seed)) {
            translators.materialise(device, init, precision);
            discriminators.materialise(device, init, precision);
            average.materialise(device, init, Precision.FP32);
        }
        this.weightAverage = new WeightAverage(translators, average);
        average.setTraining(false);
        this.translatorOptimiser = new Adam(translators, settings.beta1(), settings.beta2(), settings.epsilon(), weightDecay);
        this.discriminatorOptimiser = new Adam(discriminators, settings.beta1(), settings.beta2(), settings.epsilon(),
                weightDecay);
        translators.drawFrom(stream("dropout"));
    }

    // ---- for the architectures

    protected final GanSpec spec() {
        return spec;
    }

    protected final GanSettings settings() {
        return settings;
    }

    protected final Device device() {
        return device;
    }

    /** The networks that learn. */
    protected final Translators translators() {
        return translators;
    }

    /** A random stream of this name, saved with the state; made at first use, which belongs into the constructor. */
    protected final RandomStream stream(String name) {
        return streams.computeIfAbsent(name, n -> RandomStream.seeded(seed * 31 + n.hashCode()));
    }

    /** A pool of this name, saved with the state; made at first use, which belongs into the constructor. */
    protected final ImagePool pool(String name, int capacity) {
        return pools.computeIfAbsent(name, n -> new ImagePool(capacity, stream("pool_" + n)));
    }

    /** Moves the translators. @param factor of the learning rate */
    protected final void moveTranslators(List<Tensor> gradients, double factor) {
        translatorOptimiser.step(gradients, settings.learningRate() * factor);
    }

    /** Moves the discriminators. @param factor of the learning rate */
    protected final void moveDiscriminators(List<Tensor> gradients, double factor) {
        discriminatorOptimiser.step(gradients, settings.discriminatorLearningRate() * factor);
    }

    /** Moves all networks by one batch. */
    protected abstract void move(List<Batch> microBatches, long imagesShown, Map<String, Double> record);

    /** Adds a part's share to the mean of a loss or score. @throws NonFiniteLossException if it is no finite number */
    protected static void record(Map<String, Double> into, String name, Tensor value, int parts) {
        into.merge(name, NonFiniteLossException.check(name, value.item()) / parts, Double::sum);
    }

    /** What stands in the checkpoint's fingerprint beside sizes and settings. */
    protected abstract String rules();

    // ---- training

    @Override
    public final Map<String, Double> step(List<Batch> microBatches, long imagesShown) {
        averageIsReady = false;
        Map<String, Double> result = new LinkedHashMap<>();
        move(microBatches, imagesShown, result);
        if (settings.emaHalfLife() > 0) {
            int batch = microBatches.stream().mapToInt(Batch::size).sum();
            weightAverage.move(WeightAverage.decay(batch, settings.emaHalfLife()));
        }
        return result;
    }

    @Override
    public final String fingerprint() {
        return spec.line() + " " + settings.line() + " " + rules() + " precision=" + precision + " seed=" + seed;
    }

    @Override
    public final Map<String, Tensor> state() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        parts().forEach((prefix, tensors) -> tensors.forEach((name, t) -> all.put(prefix + name, t)));
        pools.forEach((name, pool) -> pool.state().forEach((at, t) -> all.put("pool." + name + "." + at, t)));
        streams.forEach((name, s) -> {
            byte[] state = s.state();
            all.put("stream." + name, Tensor.ofBytes(state, state.length));
        });
        return all;
    }

    private Map<String, Map<String, Tensor>> parts() {
        Map<String, Map<String, Tensor>> parts = new LinkedHashMap<>();
        parts.put("generator.", translators.state());
        parts.put("discriminator.", discriminators.state());
        parts.put("average.", average.state());
        parts.put("generator_adam.", translatorOptimiser.state());
        parts.put("discriminator_adam.", discriminatorOptimiser.state());
        return parts;
    }

    @Override
    public final void load(Map<String, Tensor> saved, String from) {
        averageIsReady = false;
        translators.load(under("generator.", saved), from);
        discriminators.load(under("discriminator.", saved), from);
        average.load(under("average.", saved), from);
        translatorOptimiser.load(under("generator_adam.", saved));
        discriminatorOptimiser.load(under("discriminator_adam.", saved));
        pools.forEach((name, pool) -> pool.load(under("pool." + name + ".", saved)));
        streams.forEach((name, s) -> s.restore(saved.get("stream." + name).toBytes()));
    }

    private static Map<String, Tensor> under(String prefix, Map<String, Tensor> saved) {
        Map<String, Tensor> part = new LinkedHashMap<>();
        saved.forEach((name, t) -> {
            if (name.startsWith(prefix)) {
                part.put(name.substring(prefix.length()), t);
            }
        });
        return part;
    }

    // ---- use

    @Override
    public final Map<String, Tensor> generatorState() {
        prepareAverage();
        return average.state();
    }

    private void prepareAverage() {
        if (!averageIsReady && settings.emaHalfLife() == 0) {
            // Without an average the last weights serve; they are fetched when they are wanted, not at every step.
            weightAverage.move(0);
        }
        averageIsReady = true;
    }

    @Override
    public final Map<String, String> generatorDescription() {
        Map<String, String> d = new LinkedHashMap<>();
        d.put("model", spec.model());
        d.put("resolution", Integer.toString(spec.resolution()));
        d.put("classes", Integer.toString(spec.classes()));
        d.put("channels", Integer.toString(spec.channels()));
        d.put("source_channels", Integer.toString(spec.sourceChannels()));
        d.put("width", Integer.toString(spec.width()));
        d.put("latent", Integer.toString(spec.latent()));
        return d;
    }

    /**
     * Names the images that {@link #samples} shows: packed training images, those of both domains in turn where there are
     * domains.
     *
     * @param images N x C x H x W in [−1, 1]; kept
     */
    public final void show(Tensor images) {
        examples.ifPresent(Tensor::close);
        examples = Optional.of(images.copy().keep());
    }

    /**
     * Pictures of the images named by {@link #show}, three side by side in each: for pairs source, translation and target; for
     * domains source, translation and way back, from A and from B in turn.
     *
     * @param count  at most so many
     * @param unused the pictures depend on the examples alone
     * @return N x C x H x 3W in [−1, 1]
     */
    @Override
    public final Tensor samples(int count, long unused) {
        prepareAverage();
        Tensor shown = examples.orElseThrow(() -> new IllegalStateException("no examples were named to be shown"));
        List<Tensor> pictures = new ArrayList<>();
        try (Autograd.Guard off = Autograd.noGrad()) {
            for (int i = 0; i < Math.min(count, (int) shown.size(0)); i++) {
                try (Scope s = Scope.open()) {
                    pictures.add(triple(shown.narrow(0, i, 1), i).keep());
                }
            }
            Tensor all = Tensor.cat(pictures, 0);
            pictures.forEach(Tensor::close);
            return all;
        }
    }

    /** 1 x C x H x 3W, in as many channels as the side with the most has. */
    private Tensor triple(Tensor packed, int at) {
        boolean pairs = spec.sourceChannels() > 0;
        Direction way = pairs || at % 2 == 0 ? Direction.A_TO_B : Direction.B_TO_A;
        Tensor source = pairs ? packed.narrow(1, 0, spec.sourceChannels()) : packed;
        Tensor made = average.of(way).translate(source);
        Tensor third = pairs ? packed.narrow(1, spec.sourceChannels(), spec.channels())
                : average.of(way.back()).translate(made);
        int channels = Math.max(spec.sourceChannels(), spec.channels());
        return Tensor.cat(List.of(inChannels(source, channels), inChannels(made, channels), inChannels(third, channels)), 3);
    }

    @Override
    public final boolean has(Direction direction) {
        return translators.has(direction);
    }

    @Override
    public final Tensor draft(Tensor images, Direction direction) {
        // With running statistics, so that they stay as they are and no image depends on another.
        translators.setTraining(false);
        try (Autograd.Guard off = Autograd.noGrad()) {
            return translators.of(direction).translate(images).to(DType.FLOAT32);
        } finally {
            translators.setTraining(true);
            // A network whose dropout is at work in use too has drawn from a stream of its own.
            translators.drawFrom(stream("dropout"));
        }
    }

    private static Tensor inChannels(Tensor images, int channels) {
        Tensor x = images.to(DType.FLOAT32);
        return x.size(1) == channels ? x : x.expand(x.size(0), channels, x.size(2), x.size(3));
    }

    @Override
    public final void close() {
        translators.close();
        discriminators.close();
        average.close();
        translatorOptimiser.close();
        discriminatorOptimiser.close();
        streams.values().forEach(RandomStream::close);
        pools.values().forEach(ImagePool::close);
        examples.ifPresent(Tensor::close);
    }
}
