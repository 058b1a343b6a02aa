package org.synthoscope.gan;

import java.util.Optional;
import java.util.OptionalDouble;
import org.synthoscope.nn.OrthogonalPenalty;
import org.synthoscope.tensor.Tensor;

/**
 * The rules by which a generator and a discriminator learn against each other: losses, penalties, and what changes in the
 * course of training. A game keeps no state: whatever changes is a function of the images shown so far, so that a resumed
 * run plays as one that never stopped.
 */
public interface Game {

    /** How far the networks move in the step that starts after {@code images} images. */
    Rates rates(long images);

    /** Before a step, and before images are generated: what the networks take over from the images shown, such as a size. */
    default void prepare(long images, Generator generator, Discriminator discriminator) {
    }

    /** As {@link #prepare(long, Generator, Discriminator)}, for the averaged generator. */
    default void prepare(long images, Generator average) {
    }

    /** What the discriminator is shown as real, of images N x C x H x W in [−1, 1]. */
    default Tensor real(Tensor images, long shown) {
        return images;
    }

    /** Whether the optimisers forget their moments before the step that starts after {@code images} images. */
    default boolean restartsOptimisers(long images, int batch) {
        return false;
    }

    /**
     * Whether the averaged generator lags behind the one that learns in the step that starts after {@code images} images;
     * else it follows it, as in a start that would only blur the average.
     */
    default boolean averages(long images) {
        return true;
    }

    /** A penalty on the generator's weights themselves. */
    default OrthogonalPenalty generatorPenalty() {
        return OrthogonalPenalty.NONE;
    }

    /**
     * Whether the discriminator's loss of this step takes derivatives by images. If so, {@link Round#real()} and
     * {@link Round#fake()} are leaves that require gradients in it.
     */
    default boolean penalisesGradients(long images) {
        return false;
    }

    /**
     * The probability of each augmentation of the adaptive list in the step that starts after {@code images} images, for a
     * game that plans it; then it isn't adapted.
     */
    default OptionalDouble augmentation(long images) {
        return OptionalDouble.empty();
    }

    /**
     * How sure the discriminator was of real images in a round that it has judged: N numbers, positive where it thought them
     * real. A game in which single logits mean nothing says what stands for them.
     */
    default Optional<Tensor> verdict(Round round) {
        return round.saidOfReal();
    }

    /** The discriminator's loss on one micro-batch, a scalar. */
    Tensor discriminatorLoss(Round round);

    /** The generator's loss on one micro-batch, a scalar. */
    Tensor generatorLoss(Round round);
}
