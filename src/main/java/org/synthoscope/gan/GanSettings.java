package org.synthoscope.gan;

import java.util.Set;

/**
 * How the adversarial game is played.
 *
 * @param batch         real images a step
 * @param learningRate  of both networks' Adam
 * @param beta1         of Adam
 * @param beta2         of Adam
 * @param emaHalfLife   images after which the generator average has forgotten half; 0 for no average
 * @param augmentations differentiable augmentations of what the discriminator sees
 */
public record GanSettings(int batch, double learningRate, double beta1, double beta2, long emaHalfLife,
                          Set<DiffAugment.Kind> augmentations) {

    public GanSettings {
        augmentations = Set.copyOf(augmentations);
    }

    String line() {
        return "lr=" + learningRate + " beta1=" + beta1 + " beta2=" + beta2 + " ema=" + emaHalfLife + " augment="
                + augmentations.stream().sorted().map(Enum::name).toList();
    }
}
