package org.synthoscope.study;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.HeldOutImages;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Part;
import org.synthoscope.collection.TrainingImages;
import org.synthoscope.collection.ValidationImages;
import org.synthoscope.gan.Architecture;
import org.synthoscope.gan.Architectures;
import org.synthoscope.gan.DiffAugment;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.MemoryPlan;
import org.synthoscope.gan.NoiseGan;
import org.synthoscope.gan.Preset;
import org.synthoscope.gan.Recipe;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.training.TrainingSettings;

/**
 * One training.
 *
 * @param id                name of its folder under {@code runs}
 * @param model             architecture
 * @param resolution        height and width
 * @param conditional       whether one generator learns all classes and is told which; else it isn't told
 * @param only              class whose images alone are learned from; empty for all. Such a run is told no class
 * @param width             base channel count
 * @param latent            length of the latent vector
 * @param minutes           stop after this much training time; 0 for no such limit
 * @param kimg              stop after this many thousand images shown; 0 for no such limit
 * @param batch             real images a step
 * @param accumulate        micro-batches a step is divided into
 * @param memoryGb          10⁹ bytes that the training may take; above 0 it decides 'accumulate', and whether blocks are
 *                          computed again in the backward pass ({@link MemoryPlan})
 * @param learningRate      of the generator's Adam
 * @param discriminatorLearningRate of the discriminator's Adam
 * @param beta1             of both Adams
 * @param beta2             of both Adams
 * @param epsilon           of both Adams
 * @param emaKimg           half-life of the generator's weight average in thousand images; 0 for none
 * @param augment           any of color, translation, cutout
 * @param fewImages         help where images are few
 * @param options           the architecture's own numbers, see {@link Architecture#options()}
 * @param sampling          natural: classes as often as they come; balanced: equally often
 * @param flip              mirror half of the real images
 * @param precision         auto, fp32 or bf16
 * @param device            auto, cpu, cuda or cuda:N
 * @param checkpointSeconds between checkpoints
 * @param logKimg           thousand images between lines of the log
 * @param sampleKimg        thousand images between sample grids
 * @param privacy           differential privacy, {@code private} in the file
 */
public record RunConfig(String id, String model, int resolution, boolean conditional, String only, int width,
                        int latent, double minutes, double kimg, int batch, int accumulate, double memoryGb,
                        double learningRate,
                        double discriminatorLearningRate, double beta1, double beta2, double epsilon, double emaKimg,
                        List<String> augment, FewImages fewImages, Map<String, Double> options, String sampling,
                        boolean flip, String precision, String device, int checkpointSeconds, double logKimg,
                        double sampleKimg, @JsonProperty("private") Privacy privacy) {

    /**
     * Help where images are few.
     *
     * @param adaTarget mean sign of the discriminator's verdict on real images above which adaptive augmentation grows
     *                  stronger, .6 in its paper; 0 for no such augmentation
     * @param init      a run's folder or a generator's file whose weights training starts from; empty for fresh ones
     * @param freeze    how many early parts of the discriminator keep those weights
     */
    public record FewImages(double adaTarget, String init, int freeze) {

        public FewImages {
            if (init == null) {
                throw new SynthoscopeException("init is a run's folder or a generator.safetensors, or \"\" for fresh weights");
            }
            if (freeze < 0 || freeze > 0 && init.isEmpty()) {
                throw new SynthoscopeException("freeze counts early parts of a discriminator whose weights come from another "
                        + "run: it can't be below 0, and it needs 'init'");
            }
        }
    }

    /**
     * Differential privacy of the training images.
     *
     * @param noise σ: deviation of the noise over the clipping norm, about .5 to 2; 0 for a training that isn't private
     * @param clip  what one image can move the sum of gradients by
     * @param delta chance of the promise not to hold, well below one over the number of images
     */
    public record Privacy(double noise, double clip, double delta) {

        /** No privacy is promised. */
        public static final Privacy NONE = new Privacy(0, 1, 1e-5);

        /** Whether a privacy is promised. */
        public boolean promised() {
            return noise > 0;
        }
    }

    /** What the classes of a batch are. */
    private static final List<String> SAMPLINGS = List.of("natural", "balanced");

    public RunConfig {
        if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,60}")) {
            throw new SynthoscopeException("run id '" + id + "' must be letters, digits, dots, dashes and underscores");
        }
        if (minutes < 0 || kimg < 0 || minutes == 0 && kimg == 0) {
            throw new SynthoscopeException("run '" + id + "' needs an end: set minutes or kimg above 0");
        }
        if (emaKimg < 0 || checkpointSeconds < 1 || logKimg <= 0 || sampleKimg <= 0 || learningRate <= 0) {
            throw new SynthoscopeException("run '" + id + "': emaKimg can't be negative; checkpointSeconds, logKimg, "
                    + "sampleKimg and learningRate must be above 0");
        }
        if (!(memoryGb >= 0)) {
            throw new SynthoscopeException("run '" + id + "': memoryGb can't be negative; 0 leaves 'accumulate' as it is set");
        }
        if (!SAMPLINGS.contains(sampling)) {
            throw new SynthoscopeException("run '" + id + "': sampling is natural or balanced, not '" + sampling + "'"
                    + Suggestions.forWord(sampling, SAMPLINGS));
        }
        if (!(privacy.noise() >= 0)) {
            throw new SynthoscopeException("run '" + id + "': private.noise is 0 for a training that isn't private, else above 0");
        }
        if (privacy.promised() && !fewImages.init().isEmpty()) {
            throw new SynthoscopeException("run '" + id + "': a private training starts from fresh weights, since others may have seen "
                    + "the same images; leave 'fewImages.init' empty");
        }
        if (privacy.promised() && (!sampling.equals("natural") || accumulate > 1)) {
            throw new SynthoscopeException("run '" + id + "': a private training draws every image with the same chance, so "
                    + "'sampling' must be natural and 'accumulate' 1");
        }
        augment = List.copyOf(augment);
        // Sorted, so that the file looks the same whenever it is written.
        options = Collections.unmodifiableMap(new TreeMap<>(options));
        augment.forEach(RunConfig::augmentation);
    }

    /** What an architecture proposes under a recipe, to be trained for some minutes or kimg. */
    public static RunConfig of(String id, String model, int resolution, Recipe recipe, double minutes, double kimg) {
        Architecture a = Architectures.named(model);
        int side = resolution == 0 ? a.defaultResolution() : resolution;
        Preset p = a.preset(recipe, side);
        GanSettings s = p.settings();
        return new RunConfig(id, model, side, p.conditional(), "", p.width(), p.latent(), minutes, kimg, s.batch(), 1, 0,
                s.learningRate(), s.discriminatorLearningRate(), s.beta1(), s.beta2(), s.epsilon(), s.emaHalfLife() / 1000.0,
                s.augmentations().stream().sorted().map(k -> k.name().toLowerCase(Locale.ROOT)).toList(),
                new FewImages(s.adaTarget(), "", 0), s.options(), p.balanced() ? "balanced" : "natural", p.flip(), "auto", "auto", 60,
                1, 10, Privacy.NONE);
    }

    /** The same to be trained for another time. */
    public RunConfig withBudget(double otherMinutes, double otherKimg) {
        return changed(width, otherMinutes, otherKimg, batch, memoryGb, fewImages);
    }

    /** The same with another batch. */
    public RunConfig withBatch(int other) {
        return changed(width, minutes, kimg, other, memoryGb, fewImages);
    }

    /** The same with another base channel count. */
    public RunConfig withWidth(int other) {
        return changed(other, minutes, kimg, batch, memoryGb, fewImages);
    }

    /** The same within so many 10⁹ bytes; 0 for no such limit. */
    public RunConfig withMemory(double gigabytes) {
        return changed(width, minutes, kimg, batch, gigabytes, fewImages);
    }

    /** The same from other weights. */
    public RunConfig withInit(String init, int freeze) {
        return changed(width, minutes, kimg, batch, memoryGb, new FewImages(fewImages.adaTarget(), init, freeze));
    }

    private RunConfig changed(int otherWidth, double otherMinutes, double otherKimg, int otherBatch, double otherMemory,
                              FewImages otherHelp) {
        return new RunConfig(id, model, resolution, conditional, only, otherWidth, latent, otherMinutes, otherKimg, otherBatch,
                accumulate, otherMemory, learningRate, discriminatorLearningRate, beta1, beta2, epsilon, emaKimg, augment, otherHelp,
                options, sampling, flip, precision, device, checkpointSeconds, logKimg, sampleKimg, privacy);
    }

    /**
     * The same with what the memory given to it decides.
     *
     * @throws SynthoscopeException if not even single images fit
     */
    RunConfig planned(GanSpec spec) {
        if (memoryGb == 0) {
            return this;
        }
        MemoryPlan plan = MemoryPlan.within(Math.round(memoryGb * 1e9), architecture(), spec, batch)
                .orElseThrow(() -> new SynthoscopeException(String.format(Locale.ROOT,
                        "run '%s' can't train %s within %.1f GB, not even one image at a time; give it more 'memoryGb', or "
                                + "choose a smaller width or resolution", id, model, memoryGb)));
        Map<String, Double> all = new TreeMap<>(options);
        if (plan.recompute()) {
            all.put(NoiseGan.RECOMPUTE.name(), 1.0);
        }
        return new RunConfig(id, model, resolution, conditional, only, width, latent, minutes, kimg, batch, plan.accumulate(),
                memoryGb, learningRate, discriminatorLearningRate, beta1, beta2, epsilon, emaKimg, augment, fewImages, all,
                sampling, flip, precision, device, checkpointSeconds, logKimg, sampleKimg, privacy);
    }

    Architecture architecture() {
        return Architectures.named(model);
    }

    GanSpec spec(int classes, int channels) {
        GanSpec spec = new GanSpec(model, resolution, conditional && classes > 1 && only.isEmpty() ? classes : 0, channels, width, latent);
        architecture().check(spec);
        return spec;
    }

    /**
     * The networks for packed images.
     *
     * @throws SynthoscopeException if the architecture can't learn from them
     */
    GanSpec spec(PackedImages packed) {
        if (architecture().kind() == Architecture.Kind.NOISE) {
            return spec(packed.classes().size(), packed.channels());
        }
        GanSpec spec = new GanSpec(model, resolution, 0, packed.channels() - packed.sourceChannels(), width, latent,
                packed.sourceChannels());
        architecture().check(spec);
        return spec;
    }

    /** What this run learns from. @throws SynthoscopeException if a class that it needs isn't there or has no training image */
    TrainingImages images(PackedImages packed) {
        TrainingImages all = packed.training();
        if (only.isEmpty()) {
            checkClasses(all);
            return all;
        }
        TrainingImages own = all.ofClass(label(packed));
        if (own.count() == 0) {
            throw new SynthoscopeException("run '" + id + "' learns from class '" + only + "' only, which has no training image");
        }
        return own;
    }

    /** A generator that is told a class which it never saw would answer with anything. */
    void checkClasses(TrainingImages all) {
        if (!conditional || architecture().kind() != Architecture.Kind.NOISE) {
            return;
        }
        boolean[] there = new boolean[all.classes().size()];
        for (int i = 0; i < all.count(); i++) {
            there[all.label(i)] = true;
        }
        for (int c = 0; c < there.length; c++) {
            if (!there[c]) {
                throw new SynthoscopeException("run '" + id + "' is told classes, and class '" + all.classes().get(c)
                        + "' has no training image; add images of it, take its folder out, or set 'conditional: false'");
            }
        }
    }

    /** What watches over its training. */
    ValidationImages validation(PackedImages packed) {
        return only.isEmpty() ? packed.validation() : packed.validation().ofClass(label(packed));
    }

    /** The images of a part that this run is measured against. */
    HeldOutImages heldOut(PackedImages packed, Part part) {
        return only.isEmpty() ? packed.heldOut(part) : packed.heldOut(part).ofClass(label(packed));
    }

    /** The names of the classes of its images, by the generator's label. */
    List<String> classes(PackedImages packed) {
        return only.isEmpty() ? packed.classes() : List.of(packed.classes().get(label(packed)));
    }

    private int label(PackedImages packed) {
        int label = packed.classes().indexOf(only);
        if (label < 0) {
            throw new SynthoscopeException("run '" + id + "' learns from class '" + only + "' only, and there is no such class"
                    + Suggestions.forWord(only, packed.classes()) + " Classes: " + String.join(", ", packed.classes()));
        }
        return label;
    }

    GanSettings settings() {
        Set<DiffAugment.Kind> kinds = EnumSet.noneOf(DiffAugment.Kind.class);
        augment.forEach(a -> kinds.add(augmentation(a)));
        return new GanSettings(batch, learningRate, discriminatorLearningRate, beta1, beta2, epsilon,
                Math.round(emaKimg * 1000), kinds, fewImages.adaTarget(), options).checkedFor(architecture());
    }

    private static DiffAugment.Kind augmentation(String name) {
        for (DiffAugment.Kind kind : DiffAugment.Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                return kind;
            }
        }
        throw new SynthoscopeException("unknown augmentation '" + name + "'"
                + Suggestions.forWord(name, List.of("color", "translation", "cutout"))
                + " It is one of color, translation, cutout");
    }

    /** @throws SynthoscopeException if the sampling, the batch or the class doesn't suit the architecture */
    void checkSampling() {
        if (architecture().kind() != Architecture.Kind.NOISE && !only.isEmpty()) {
            throw new SynthoscopeException("run '" + id + "': " + model + " makes images of images, so 'only' has no meaning; "
                    + "leave it empty");
        }
        if (architecture().kind() == Architecture.Kind.UNPAIRED && (!sampling.equals("balanced") || batch / accumulate % 2 != 0)) {
            throw new SynthoscopeException("run '" + id + "': " + model + " needs as many images of one domain as of the other: "
                    + "set 'sampling: balanced', and a batch that is even, also when divided by 'accumulate'");
        }
    }

    Precision arithmetic() {
        return Precision.parse(precision);
    }

    TrainingSettings training(long seed, Device on) {
        return new TrainingSettings(batch, accumulate,
                kimg > 0 ? OptionalLong.of(Math.round(kimg * 1000)) : OptionalLong.empty(),
                minutes > 0 ? Optional.of(Duration.ofMillis(Math.round(minutes * 60_000))) : Optional.empty(), seed,
                sampling.equals("balanced") && only.isEmpty(), flip, Duration.ofSeconds(checkpointSeconds), Math.max(1, Math.round(logKimg * 1000)),
                Math.max(1, Math.round(sampleKimg * 1000)), on);
    }
}
