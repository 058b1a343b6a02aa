package org.synthoscope.gan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.synthoscope.nn.Adam;
import org.synthoscope.nn.Optimiser;
import org.synthoscope.nn.Precision;
import org.synthoscope.nn.WeightAverage;
import org.synthoscope.nn.WeightGradients;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Fused;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;
import org.synthoscope.training.NonFiniteLossException;
import org.synthoscope.training.Trainable;

/**
 * A generator and a discriminator that learn against each other from noise, by the non-saturating game, each with its
 * Adam, the generator with a weight average.
 *
 * <p>In a step the discriminator sees real and generated images in separate passes, so that batch norm doesn't mix
 * them, and moves; then the generator moves against the discriminator's new weights. Without accumulation the
 * generated batch of the first half serves the second.
 *
 * <p>Accumulation gives the update of the undivided batch for networks that judge each image on its own. Batch norm
 * takes its moments from each micro-batch, so with it a divided step is near to, but not the same as, an undivided one;
 * and its running moments move once in every pass, which are two a micro-batch for the generator.
 */
public final class NoiseGan implements Trainable {

    private static final double ADAM_EPSILON = 1e-8;
    private static final int STATISTICS_PASSES = 8;
    private static final int STATISTICS_BATCH = 64;
    private static final int DRAFTS = 32;

    private final GanSpec spec;
    private final GanSettings settings;
    private final Precision precision;
    private final long seed;
    private final Device device;
    private final Generator generator;
    private final Discriminator discriminator;
    private final Generator average;
    private final WeightAverage weightAverage;
    private final Optimiser generatorOptimiser;
    private final Optimiser discriminatorOptimiser;
    private final Map<String, RandomStream> streams = new LinkedHashMap<>();
    private final DiffAugment augment;
    private boolean averageIsReady;

    /** Builds and initialises all networks. */
    public NoiseGan(Architecture architecture, GanSpec spec, GanSettings settings, Precision precision, long seed,
                    Device device) {
        architecture.check(spec);
        this.spec = spec;
        this.settings = settings;
        this.precision = precision;
        this.seed = seed;
        this.device = device;
        this.generator = architecture.generator(spec);
        this.discriminator = architecture.discriminator(spec);
        this.average = architecture.generator(spec);
        try (RandomStream init = RandomStream.seeded(seed)) {
            generator.materialise(device, init, precision);
            discriminator.materialise(device, init, precision);
            average.materialise(device, init, Precision.FP32);
        }
        this.weightAverage = new WeightAverage(generator, average);
        average.setTraining(false);
        this.generatorOptimiser = new Adam(generator, settings.beta1(), settings.beta2(), ADAM_EPSILON);
        this.discriminatorOptimiser = new Adam(discriminator, settings.beta1(), settings.beta2(), ADAM_EPSILON);
        for (String name : List.of("latent", "augment", "dropout")) {
            streams.put(name, RandomStream.seeded(seed * 31 + name.hashCode()));
        }
        this.augment = new DiffAugment(settings.augmentations(), streams.get("augment"));
        discriminator.drawFrom(streams.get("dropout"));
    }

    @Override
    public String fingerprint() {
        return spec.line() + " " + settings.line() + " precision=" + precision + " seed=" + seed;
    }

    @Override
    public Map<String, Double> step(List<Batch> microBatches, long imagesShown) {
        averageIsReady = false;
        boolean reuse = microBatches.size() == 1;
        List<Tensor> latents = new ArrayList<>();
        List<Tensor> labels = new ArrayList<>();
        for (Batch b : microBatches) {
            latents.add(streams.get("latent").normal(b.size(), spec.latent()).to(device));
            // Generated images take the classes of the real batch, so both sides have the same class frequencies.
            labels.add(b.labels());
        }
        Map<String, Double> result = new LinkedHashMap<>();
        try (WeightGradients ofGenerator = WeightGradients.record(generator)) {
            Tensor reused = stepDiscriminator(microBatches, latents, labels, reuse, result);
            GradientSum gradients = new GradientSum(microBatches.size());
            for (int i = 0; i < microBatches.size(); i++) {
                Tensor fake = reuse ? reused : generator.generate(latents.get(i), labels.get(i));
                Tensor loss = AdversarialLoss.generator(discriminator.judge(augment.apply(fake), labels.get(i)));
                record(result, "generator", loss, microBatches.size());
                gradients.add(ofGenerator.of(loss));
            }
            generatorOptimiser.step(gradients.mean(), settings.learningRate());
        }
        if (settings.emaHalfLife() > 0) {
            int batch = microBatches.stream().mapToInt(Batch::size).sum();
            weightAverage.move(WeightAverage.decay(batch, settings.emaHalfLife()));
        }
        return result;
    }

    /** Returns the last generated images, with their graph if they are to be used again. */
    private Tensor stepDiscriminator(List<Batch> microBatches, List<Tensor> latents, List<Tensor> labels, boolean reuse,
                                     Map<String, Double> result) {
        Tensor fake = null;
        GradientSum gradients = new GradientSum(microBatches.size());
        try (WeightGradients ofDiscriminator = WeightGradients.record(discriminator)) {
            for (int i = 0; i < microBatches.size(); i++) {
                Batch real = microBatches.get(i);
                try (Autograd.Guard mode = reuse ? Autograd.withGrad() : Autograd.noGrad()) {
                    fake = generator.generate(latents.get(i), labels.get(i));
                }
                Tensor onReal = discriminator.judge(augment.apply(real.images()), real.labels());
                Tensor onFake = discriminator.judge(augment.apply(fake.detach()), labels.get(i));
                Tensor loss = AdversarialLoss.discriminatorOnReal(onReal)
                        .add(AdversarialLoss.discriminatorOnFake(onFake));
                record(result, "discriminator", loss, microBatches.size());
                record(result, "score_real", Ops.sigmoid(onReal.detach()).mean(), microBatches.size());
                record(result, "score_fake", Ops.sigmoid(onFake.detach()).mean(), microBatches.size());
                gradients.add(ofDiscriminator.of(loss));
            }
        }
        discriminatorOptimiser.step(gradients.mean(), settings.learningRate());
        return fake;
    }

    private static void record(Map<String, Double> into, String name, Tensor value, int parts) {
        into.merge(name, NonFiniteLossException.check(name, value.item()) / parts, Double::sum);
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        parts().forEach((prefix, tensors) -> tensors.forEach((name, t) -> all.put(prefix + name, t)));
        streams.forEach((name, s) -> {
            byte[] state = s.state();
            all.put("stream." + name, Tensor.ofBytes(state, state.length));
        });
        return all;
    }

    private Map<String, Map<String, Tensor>> parts() {
        Map<String, Map<String, Tensor>> parts = new LinkedHashMap<>();
        parts.put("generator.", generator.state());
        parts.put("discriminator.", discriminator.state());
        parts.put("average.", average.state());
        parts.put("generator_adam.", generatorOptimiser.state());
        parts.put("discriminator_adam.", discriminatorOptimiser.state());
        return parts;
    }

    @Override
    public void load(Map<String, Tensor> saved, String from) {
        averageIsReady = false;
        generator.load(under("generator.", saved), from);
        discriminator.load(under("discriminator.", saved), from);
        average.load(under("average.", saved), from);
        generatorOptimiser.load(under("generator_adam.", saved));
        discriminatorOptimiser.load(under("discriminator_adam.", saved));
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

    @Override
    public Map<String, Tensor> generatorState() {
        prepareAverage();
        return average.state();
    }

    /**
     * Gives the averaged weights the batch statistics that belong to them: those of the training generator belong to
     * other weights, and images made with them come out pale.
     */
    private void prepareAverage() {
        if (averageIsReady) {
            return;
        }
        if (settings.emaHalfLife() == 0) {
            // Without an average the last weights serve; they are fetched when they are wanted, not at every step.
            weightAverage.move(0);
        }
        average.setTraining(true);
        average.collectStatistics(true);
        try (RandomStream latents = RandomStream.seeded(seed); Autograd.Guard off = Autograd.noGrad()) {
            for (int pass = 0; pass < STATISTICS_PASSES; pass++) {
                try (Scope s = Scope.open()) {
                    average.generate(latents.normal(STATISTICS_BATCH, spec.latent()).to(device),
                            inTurn(STATISTICS_BATCH));
                }
            }
        } finally {
            average.collectStatistics(false);
            average.setTraining(false);
        }
        averageIsReady = true;
    }

    /** Labels 0, 1, … in equal runs, INT64. */
    private Tensor inTurn(int count) {
        long[] labels = new long[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (long) i * Math.max(1, spec.classes()) / count;
        }
        return Tensor.of(labels, count).to(device);
    }

    @Override
    public Map<String, String> generatorDescription() {
        Map<String, String> d = new LinkedHashMap<>();
        d.put("model", spec.model());
        d.put("resolution", Integer.toString(spec.resolution()));
        d.put("classes", Integer.toString(spec.classes()));
        d.put("channels", Integer.toString(spec.channels()));
        d.put("width", Integer.toString(spec.width()));
        d.put("latent", Integer.toString(spec.latent()));
        return d;
    }

    @Override
    public Tensor samples(int count, long sampleSeed) {
        prepareAverage();
        try (RandomStream latents = RandomStream.seeded(sampleSeed); Autograd.Guard off = Autograd.noGrad()) {
            return average.generate(latents.normal(count, spec.latent()).to(device), inTurn(count)).to(DType.FLOAT32);
        }
    }

    @Override
    public Tensor drafts(int count, long sampleSeed) {
        List<Tensor> parts = new ArrayList<>();
        // With the running statistics, so that neither they nor the images depend on how many are made at once.
        generator.setTraining(false);
        try (RandomStream latents = RandomStream.seeded(sampleSeed); Autograd.Guard off = Autograd.noGrad()) {
            Tensor latent = latents.normal(count, spec.latent()).to(device);
            Tensor labels = inTurn(count);
            for (int from = 0; from < count; from += DRAFTS) {
                int size = Math.min(DRAFTS, count - from);
                try (Scope s = Scope.open()) {
                    parts.add(generator.generate(latent.narrow(0, from, size), labels.narrow(0, from, size))
                            .to(DType.FLOAT32).contiguous().keep());
                }
            }
            return Tensor.cat(parts, 0);
        } finally {
            generator.setTraining(true);
            parts.forEach(Tensor::close);
        }
    }

    @Override
    public void close() {
        generator.close();
        discriminator.close();
        average.close();
        generatorOptimiser.close();
        discriminatorOptimiser.close();
        streams.values().forEach(RandomStream::close);
    }

    /** Sums gradients over micro-batches. */
    private static final class GradientSum {

        private final int parts;
        private List<Tensor> sum = List.of();

        GradientSum(int parts) {
            this.parts = parts;
        }

        void add(List<Tensor> gradients) {
            if (parts == 1) {
                sum = gradients;
                return;
            }
            try (Autograd.Guard off = Autograd.noGrad()) {
                if (sum.isEmpty()) {
                    sum = gradients.stream().map(g -> g.to(DType.FLOAT32).mul(1.0 / parts)).toList();
                } else {
                    Fused.add(sum, gradients.stream().map(g -> g.to(DType.FLOAT32).mul(1.0 / parts)).toList());
                }
            }
        }

        List<Tensor> mean() {
            return sum;
        }
    }
}
