package org.synthoscope.gan;

/**
 * How far a step goes.
 *
 * @param generator     learning rate of the generator's Adam
 * @param discriminator learning rate of the discriminator's Adam
 * @param beta1         of both
 * @param beta2         of both
 */
public record Rates(double generator, double discriminator, double beta1, double beta2) {

    /** The same all along. */
    public static Rates of(GanSettings settings) {
        return new Rates(settings.learningRate(), settings.discriminatorLearningRate(), settings.beta1(), settings.beta2());
    }
}
