package org.synthoscope.gan;

import java.util.Map;
import java.util.Set;

public record GanSettings(int batch, double learningRate, double discriminatorLearningRate, double beta1, double beta2,
                          double epsilon, long emaHalfLife, Set<DiffAugment.Kind> augmentations, Map<String, Double> options) {

    public GanSettings(int batch, double learningRate, double beta1, double beta2, long emaHalfLife,
                          Set<DiffAugment.Kind> augmentations) {
        this(batch, learningRate, learningRate, beta1, beta2, 1e-8, emaHalfLife, augmentations, Map.of());
    }
    public GanSettings {
        augmentations = Set.copyOf(augmentations);
    }

    public String line() {
        return "lr=" + learningRate + " beta1=" + beta1 + " beta2=" + beta2 + " ema=" + emaHalfLife + " augment="
                + augmentations.stream().sorted().map(Enum::name).toList();
    }
}
