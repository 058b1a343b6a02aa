package org.synthoscope.gan;

/**
 * How large a model is, known without the engine.
 *
 * @param generator     trainable parameters
 * @param discriminator trainable parameters
 * @param activations   numbers that one image of a batch keeps for the backward pass
 */
public record ModelSize(long generator, long discriminator, long activations) {

    /** Engine, kernels and buffers of a training process, measured. */
    private static final long BASE_BYTES = 600L << 20;

    /** Constructs the networks without their tensors and counts. */
    public static ModelSize of(Architecture architecture, GanSpec spec) {
        architecture.check(spec);
        try (Generator g = architecture.generator(spec); Discriminator d = architecture.discriminator(spec)) {
            return new ModelSize(g.parameterCount(), d.parameterCount(), architecture.activationsPerImage(spec));
        }
    }

    /**
     * Memory of a training process, an upper estimate: weights, gradients, two moments and the average in fp32, and
     * activations in fp32 for a micro-batch.
     */
    public long trainingBytes(int microBatch) {
        return BASE_BYTES + 4 * (5 * generator + 4 * discriminator) + 4 * activations * microBatch;
    }
}
