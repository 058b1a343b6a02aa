package org.synthoscope.gan;

import java.util.LinkedHashMap;
import java.util.Map;
import org.synthoscope.nn.Module;

/**
 * How large a model is, known without the engine.
 *
 * @param networks    trainable parameters of each network, generators first
 * @param activations numbers that one image of a batch keeps for the backward pass
 */
public record ModelSize(Map<String, Long> networks, long activations) {

    /** Engine, kernels and buffers of a training process, measured. */
    private static final long BASE_BYTES = 600L << 20;
    private static final String GENERATOR = "generator";
    private static final String DISCRIMINATOR = "discriminator";

    /** Constructs the networks without their tensors and counts. */
    public static ModelSize of(Architecture architecture, GanSpec spec) {
        architecture.check(spec);
        Map<String, Long> counts = new LinkedHashMap<>();
        architecture.networks(spec).forEach((name, network) -> {
            try (Module counted = network) {
                counts.put(name, counted.parameterCount());
            }
        });
        return new ModelSize(counts, architecture.activationsPerImage(spec));
    }

    /** Parameters of the generator; where there are two, of one. */
    public long generator() {
        return first(GENERATOR);
    }

    /** Parameters of the discriminator; where there are two, of one. */
    public long discriminator() {
        return first(DISCRIMINATOR);
    }

    private long first(String kind) {
        return networks.entrySet().stream().filter(e -> e.getKey().startsWith(kind)).findFirst().orElseThrow().getValue();
    }

    /**
     * Memory of a training process, an upper estimate: weights and the copies of them that are computed with, gradients with
     * their sum over micro-batches, two moments and, of generators, the average and its copies in fp32, and activations in fp32
     * for a micro-batch.
     */
    public long trainingBytes(int microBatch) {
        return trainingBytes(microBatch, activations);
    }

    /** The same where blocks are computed again; as if they were kept, if the architecture can't. */
    public long recomputedBytes(int microBatch, Architecture architecture, GanSpec spec) {
        return trainingBytes(microBatch, architecture.recomputedActivationsPerImage(spec).orElse(activations));
    }

    /** The same for another number of activations an image. */
    long trainingBytes(int microBatch, long activations) {
        long numbers = networks.entrySet().stream()
                .mapToLong(e -> (e.getKey().startsWith(GENERATOR) ? 8 : 6) * e.getValue()).sum();
        return BASE_BYTES + 4 * numbers + 4 * activations * microBatch;
    }
}
