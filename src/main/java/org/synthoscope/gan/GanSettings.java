package org.synthoscope.gan;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;

/**
 * How the adversarial game is played.
 *
 * @param batch                     real images a step
 * @param learningRate              of the generator's Adam
 * @param discriminatorLearningRate of the discriminator's Adam
 * @param beta1                     of both Adams
 * @param beta2                     of both Adams
 * @param epsilon                   of both Adams
 * @param emaHalfLife               images after which the generator average has forgotten half; 0 for no average
 * @param augmentations             differentiable augmentations of what the discriminator sees
 * @param adaTarget                 mean sign of the discriminator's verdict on real images above which adaptive augmentation
 *                                  grows stronger; 0 for none
 * @param options                   the architecture's own numbers, by name
 */
public record GanSettings(int batch, double learningRate, double discriminatorLearningRate, double beta1, double beta2,
                          double epsilon, long emaHalfLife, Set<DiffAugment.Kind> augmentations, double adaTarget,
                          Map<String, Double> options) {

    private static final double USUAL_EPSILON = 1e-8;

    public GanSettings {
        augmentations = Set.copyOf(augmentations);
        options = Map.copyOf(options);
        if (batch < 1 || !(learningRate > 0) || !(discriminatorLearningRate > 0) || !(epsilon > 0) || emaHalfLife < 0
                || adaTarget < 0 || adaTarget >= 1) {
            throw new SynthoscopeException("batch, learning rates and epsilon must be above 0, the average's half-life not "
                    + "below 0, and the target of adaptive augmentation between 0 and 1");
        }
    }

    /** One learning rate for both networks, Adam's usual epsilon, no options. */
    public GanSettings(int batch, double learningRate, double beta1, double beta2, long emaHalfLife,
                       Set<DiffAugment.Kind> augmentations) {
        this(batch, learningRate, learningRate, beta1, beta2, USUAL_EPSILON, emaHalfLife, augmentations, 0, Map.of());
    }

    /** An architecture's own number. */
    public double option(String name) {
        Double value = options.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the settings hold no option '" + name + "'");
        }
        return value;
    }

    /** The same with another batch. */
    public GanSettings withBatch(int other) {
        return new GanSettings(other, learningRate, discriminatorLearningRate, beta1, beta2, epsilon, emaHalfLife,
                augmentations, adaTarget, options);
    }

    /** The same with another average. */
    public GanSettings withEmaHalfLife(long images) {
        return new GanSettings(batch, learningRate, discriminatorLearningRate, beta1, beta2, epsilon, images, augmentations,
                adaTarget, options);
    }

    /** The same with other augmentations. */
    public GanSettings withAugmentations(Set<DiffAugment.Kind> kinds, double target) {
        return new GanSettings(batch, learningRate, discriminatorLearningRate, beta1, beta2, epsilon, emaHalfLife, kinds,
                target, options);
    }

    /** The same with one option changed. */
    public GanSettings with(String option, double value) {
        Map<String, Double> changed = new TreeMap<>(options);
        changed.put(option, value);
        return new GanSettings(batch, learningRate, discriminatorLearningRate, beta1, beta2, epsilon, emaHalfLife,
                augmentations, adaTarget, changed);
    }

    /**
     * Completes and checks the options by those an architecture has.
     *
     * @throws SynthoscopeException if one is unknown or out of bounds
     */
    public GanSettings checkedFor(Architecture architecture) {
        Map<String, Double> all = new TreeMap<>();
        architecture.options().forEach(o -> all.put(o.name(), o.usual()));
        options.forEach((name, value) -> {
            if (!all.containsKey(name)) {
                throw new SynthoscopeException("model '" + architecture.name() + "' has no option '" + name + "'"
                        + Suggestions.forWord(name, all.keySet()) + (all.isEmpty() ? " It has none" : " It has "
                        + String.join(", ", all.keySet())));
            }
            all.put(name, value);
        });
        architecture.options().forEach(o -> o.check(all.get(o.name())));
        return new GanSettings(batch, learningRate, discriminatorLearningRate, beta1, beta2, epsilon, emaHalfLife,
                augmentations, adaTarget, all);
    }

    /** The settings in one line, as they stand in checkpoints. */
    public String line() {
        return "lr=" + learningRate + "/" + discriminatorLearningRate + " beta1=" + beta1 + " beta2=" + beta2 + " eps="
                + epsilon + " ema=" + emaHalfLife + " augment=" + augmentations.stream().sorted().map(Enum::name).toList()
                + " ada=" + adaTarget + " options=" + new TreeMap<>(options);
    }
}
