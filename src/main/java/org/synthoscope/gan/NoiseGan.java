package org.synthoscope.gan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.nn.Adam;
import org.synthoscope.nn.Module;
import org.synthoscope.nn.Precision;
import org.synthoscope.nn.Recomputable;
import org.synthoscope.nn.WeightAverage;
import org.synthoscope.nn.WeightGradients;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;
import org.synthoscope.training.InitialWeights;
import org.synthoscope.training.Trainable;

/**
 * A generator and a discriminator that learn against each other from noise, by the rules of a {@link Game}, each with its
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

    /** Of architectures whose blocks can be computed again in the backward pass. */
    public static final GanOption RECOMPUTE = new GanOption("recompute", 0, 0, 1, "1: blocks are computed a second time in the "
            + "backward pass rather than kept; a third more work, a fraction of the memory");
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
    private final Game game;
    private final Adam generatorOptimiser;
    private Adam discriminatorOptimiser;
    private final Map<String, RandomStream> streams = new LinkedHashMap<>();
    private final Augmentation augment;
    private final int passSize;
    private boolean averageIsReady;
    private String fineTuned = "";

    /** Builds and initialises all networks. */
    public NoiseGan(NoiseArchitecture architecture, GanSpec spec, GanSettings settings, Precision precision, long seed,
                    Device device) {
        this(architecture, architecture.discriminator(spec), spec, settings, precision, seed, device);
    }

    /** With a discriminator other than the architecture's usual one. */
    NoiseGan(NoiseArchitecture architecture, Discriminator judge, GanSpec spec, GanSettings settings, Precision precision,
             long seed, Device device) {
        architecture.check(spec);
        this.spec = spec;
        this.passSize = PassSize.of(architecture, spec);
        this.settings = settings.checkedFor(architecture);
        this.game = architecture.game(spec, this.settings);
        this.precision = precision;
        this.seed = seed;
        this.device = device;
        this.generator = architecture.generator(spec);
        this.discriminator = judge;
        this.average = architecture.generator(spec);
        try (RandomStream init = RandomStream.seeded(seed)) {
            generator.materialise(device, init, precision);
            discriminator.materialise(device, init, precision);
        }
        average.materialiseBlank(device, Precision.FP32);
        this.weightAverage = new WeightAverage(generator, average);
        average.setTraining(false);
        this.generatorOptimiser = new Adam(generator, settings.beta1(), settings.beta2(), settings.epsilon())
                .penalised(game.generatorPenalty());
        this.discriminatorOptimiser = new Adam(discriminator, settings.beta1(), settings.beta2(), settings.epsilon());
        for (String name : List.of("latent", "augment", "dropout", "game")) {
            streams.put(name, RandomStream.seeded(seed * 31 + name.hashCode()));
        }
        this.augment = Augmentations.of(this.settings, game.augmentation(0), streams.get("augment"));
        discriminator.drawFrom(streams.get("dropout"));
        if (this.settings.options().getOrDefault(RECOMPUTE.name(), 0.0) > 0) {
            Recomputable.switchAll(generator, true);
            Recomputable.switchAll(discriminator, true);
        }
        game.prepare(0, generator, discriminator);
        game.prepare(0, average);
    }

    @Override
    public String fingerprint() {
        return spec.line() + " " + settings.line() + " precision=" + precision + " seed=" + seed + fineTuned;
    }

    @Override
    public void fineTune(String digest, int freeze) {
        List<Module> early = discriminator.early();
        if (freeze < 0 || freeze > early.size()) {
            throw new SynthoscopeException("can't freeze " + freeze + " parts of the discriminator: model '" + spec.model()
                    + "' at " + spec.resolution() + " has " + early.size() + " before the last");
        }
        early.subList(0, freeze).forEach(Module::freeze);
        // Made anew, so that it holds nothing of what is frozen.
        discriminatorOptimiser.close();
        discriminatorOptimiser = new Adam(discriminator, settings.beta1(), settings.beta2(), settings.epsilon());
        fineTuned = " init=" + digest + " freeze=" + freeze;
    }

    @Override
    public List<String> start(InitialWeights weights) {
        averageIsReady = false;
        Transfer transfer = new Transfer(spec, weights.description(), weights.from());
        transfer.into(generator, "generator", weights.generator());
        transfer.into(average, "average", weights.average());
        List<String> said = new ArrayList<>();
        if (weights.discriminator().isEmpty()) {
            said.add("the discriminator, since only a generator was saved");
        } else {
            transfer.into(discriminator, "discriminator", weights.discriminator());
        }
        if (!transfer.fresh().isEmpty()) {
            said.add("what depends on the classes (" + transfer.classes() + "): " + String.join(", ", transfer.fresh()));
        }
        return said;
    }

    @Override
    public Map<String, Double> step(List<Batch> microBatches, long imagesShown) {
        averageIsReady = false;
        int parts = microBatches.size();
        int batch = microBatches.stream().mapToInt(Batch::size).sum();
        game.prepare(imagesShown, generator, discriminator);
        if (game.restartsOptimisers(imagesShown, batch)) {
            generatorOptimiser.restart();
            discriminatorOptimiser.restart();
        }
        Rates rates = game.rates(imagesShown);
        generatorOptimiser.setBetas(rates.beta1(), rates.beta2());
        discriminatorOptimiser.setBetas(rates.beta1(), rates.beta2());
        game.augmentation(imagesShown).ifPresent(augment::setStrength);
        Map<String, Double> result = new LinkedHashMap<>();
        Round.Step step = new Round.Step(generator, discriminator, augment, streams.get("game"), imagesShown, parts, result);
        List<Batch> shown = new ArrayList<>();
        List<Tensor> latents = new ArrayList<>();
        for (Batch b : microBatches) {
            shown.add(new Batch(game.real(b.images(), imagesShown), b.labels()));
            latents.add(streams.get("latent").normal(b.size(), spec.latent()).to(device));
        }
        try (WeightGradients ofGenerator = WeightGradients.record(generator)) {
            // Generated images take the classes of the real batch, so both sides have the same class frequencies.
            Optional<Tensor> reused = stepDiscriminator(step, shown, latents, rates.discriminator());
            ofGenerator.through(discriminator);
            GradientSum gradients = new GradientSum(parts);
            for (int i = 0; i < parts; i++) {
                Batch real = shown.get(i);
                Tensor latent = latents.get(i);
                gradients.add(() -> {
                    Tensor fake = parts == 1 ? reused.orElseThrow() : generator.generate(latent, real.labels());
                    Round round = new Round(step, real.images(), fake, real.labels());
                    Tensor loss = game.generatorLoss(round);
                    round.record("generator", loss);
                    return ofGenerator.of(loss);
                });
            }
            generatorOptimiser.step(gradients.mean(), rates.generator());
        }
        result.putAll(augment.figures());
        game.prepare(imagesShown + batch, average);
        if (settings.emaHalfLife() > 0) {
            weightAverage.move(game.averages(imagesShown) ? WeightAverage.decay(batch, settings.emaHalfLife()) : 0);
        }
        return result;
    }

    /** Returns the generated images with their graph, if there is one micro-batch, so that they can be used again. */
    private Optional<Tensor> stepDiscriminator(Round.Step step, List<Batch> shown, List<Tensor> latents,
                                               double learningRate) {
        boolean penalises = game.penalisesGradients(step.shown());
        GradientSum gradients = new GradientSum(shown.size());
        Optional<Tensor> again = shown.size() > 1 ? Optional.empty()
                : Optional.of(generator.generate(latents.get(0), shown.get(0).labels()));
        for (int i = 0; i < shown.size(); i++) {
            Tensor latent = latents.get(i);
            Tensor labels = shown.get(i).labels();
            Tensor real = shown.get(i).images();
            gradients.add(() -> {
                Tensor fake = again.orElseGet(() -> generatedWithoutGraph(latent, labels));
                Round round = new Round(step, penalises ? real.detach().requiresGrad_(true) : real,
                        fake.detach().requiresGrad_(penalises), labels);
                List<Tensor> found = penalises ? Autograd.grad(discriminatorLoss(round), discriminator.values())
                        : recordedGradients(round);
                // In these logits the discriminator has not moved yet.
                game.verdict(round).ifPresent(augment::observe);
                return found;
            });
        }
        discriminatorOptimiser.step(gradients.mean(), learningRate);
        return again;
    }

    private Tensor generatedWithoutGraph(Tensor latent, Tensor labels) {
        return Scope.passOn(() -> {
            try (Autograd.Guard off = Autograd.noGrad()) {
                return List.of(generator.generate(latent, labels));
            }
        }).get(0);
    }

    private List<Tensor> recordedGradients(Round round) {
        try (WeightGradients ofDiscriminator = WeightGradients.record(discriminator)) {
            return ofDiscriminator.of(discriminatorLoss(round));
        }
    }

    private Tensor discriminatorLoss(Round round) {
        Tensor loss = game.discriminatorLoss(round);
        round.record("discriminator", loss);
        round.saidOfReal().ifPresent(logits -> round.record("score_real", Ops.sigmoid(logits).mean()));
        round.saidOfFake().ifPresent(logits -> round.record("score_fake", Ops.sigmoid(logits).mean()));
        return loss;
    }

    // ---- for a step of another kind

    /** The networks and what moves them, for one step; what was prepared of the average counts no more. */
    Turn turn() {
        averageIsReady = false;
        return new Turn(generator, discriminator, generatorOptimiser, discriminatorOptimiser, augment, game);
    }

    /** Moves the average after a step. */
    void moveAverage(int batch) {
        if (settings.emaHalfLife() > 0) {
            weightAverage.move(WeightAverage.decay(batch, settings.emaHalfLife()));
        }
    }

    /** Latents of a batch, from the run's own stream. */
    Tensor latents(int count) {
        return streams.get("latent").normal(count, spec.latent()).to(device);
    }

    /** What another kind of step works on. */
    record Turn(Generator generator, Discriminator discriminator, Adam generatorOptimiser, Adam discriminatorOptimiser,
                Augmentation augment, Game game) {
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
        parts.put("augmentation.", augment.state());
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
        augment.load(under("augmentation.", saved));
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
        StandingStatistics.collect(average, spec, passSize, seed, (stream, n) -> stream.normal(n, spec.latent()), device);
        averageIsReady = true;
    }

    @Override
    public Map<String, String> generatorDescription() {
        return spec.description();
    }

    @Override
    public Tensor samples(int count, long sampleSeed) {
        prepareAverage();
        return generated(average, count, sampleSeed, passSize);
    }

    @Override
    public Tensor drafts(int count, long sampleSeed) {
        // With the running statistics, so that neither they nor the images depend on how many are made at once.
        generator.setTraining(false);
        try {
            return generated(generator, count, sampleSeed, Math.min(DRAFTS, passSize));
        } finally {
            generator.setTraining(true);
        }
    }

    private Tensor generated(Generator network, int count, long sampleSeed, int atOnce) {
        List<Tensor> parts = new ArrayList<>();
        try (RandomStream latents = RandomStream.seeded(sampleSeed); Autograd.Guard off = Autograd.noGrad()) {
            Tensor latent = latents.normal(count, spec.latent()).to(device);
            Tensor labels = StandingStatistics.inTurn(spec, count).to(device);
            for (int from = 0; from < count; from += atOnce) {
                int first = from;
                int size = Math.min(atOnce, count - from);
                parts.addAll(Scope.passOn(() -> List.of(network.generate(latent.narrow(0, first, size),
                        labels.narrow(0, first, size)).to(DType.FLOAT32))));
            }
            return Tensor.cat(parts, 0);
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
}
