package org.synthoscope.training;

import java.util.List;
import java.util.Map;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.tensor.Tensor;

/**
 * What the loop can train: networks with their optimisers, averages and random streams, whose whole state can be
 * saved and restored.
 */
public interface Trainable extends AutoCloseable {

    /** What a checkpoint must agree with: architecture, sizes and settings in one line. */
    String fingerprint();

    /**
     * One optimisation step of every network.
     *
     * @param microBatches the batch in equal parts; gradients are averaged over them before the weights move
     * @param imagesShown  real images shown before this step
     * @return losses and scores by name, in order
     * @throws NonFiniteLossException if a loss is infinite or not a number; names the network
     */
    Map<String, Double> step(List<Batch> microBatches, long imagesShown);

    /**
     * Makes this a fine-tuning, before the first step and before a saved state is taken over.
     *
     * @param digest of the weights it started from: part of {@link #fingerprint()} from now on
     * @param freeze how many early parts of the discriminator stay as they are
     * @throws SynthoscopeException if it can't be fine-tuned or has fewer parts
     */
    default void fineTune(String digest, int freeze) {
        throw new SynthoscopeException("this model can't start from another run's weights yet; leave init and freeze away");
    }

    /**
     * Takes over another training's weights.
     *
     * @return what did not fit and starts anew, in words; empty if all was taken over
     * @throws SynthoscopeException if they belong to another architecture or size; says what differs
     */
    default List<String> start(InitialWeights weights) {
        throw new SynthoscopeException("this model can't start from another run's weights yet; leave init away");
    }

    /** Everything the next step depends on, by name. */
    Map<String, Tensor> state();

    /**
     * Takes over a saved state.
     *
     * @param from what to call the source in an error message
     */
    void load(Map<String, Tensor> state, String from);

    /** The weights that images are generated with, by name: the average where there is one. */
    Map<String, Tensor> generatorState();

    /** What is needed to build the generator again from its weights, as text by key. */
    Map<String, String> generatorDescription();

    /** The same {@code count} latents for the same seed, as images N x C x H x W in [−1, 1]; classes in turn by rows. */
    Tensor samples(int count, long seed);

    /**
     * The same from the weights that training moves, not from their average: it shows first what goes wrong. Changes
     * nothing of the state. Without an average, what {@link #samples} gives.
     */
    default Tensor drafts(int count, long seed) {
        return samples(count, seed);
    }

    @Override
    void close();
}
