package org.synthoscope.gan;

import java.util.function.BiFunction;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

/**
 * The moments that a generator's batch norms use for single images, as means over passes of the very weights and latents
 * that images will be made with (Brock et al., 2019, appendix E), all classes equally often.
 */
final class StandingStatistics {

    private static final int IMAGES = 512;

    private StandingStatistics() {
    }

    /**
     * Collects.
     *
     * @param passSize images a pass
     * @param latents  draws so many latents, N x latent
     */
    static void collect(Generator network, GanSpec spec, int passSize, long seed,
                        BiFunction<RandomStream, Integer, Tensor> latents, Device device) {
        network.setTraining(true);
        network.collectStatistics(true);
        try (RandomStream stream = RandomStream.seeded(seed); Autograd.Guard off = Autograd.noGrad()) {
            for (int pass = 0; pass < IMAGES / passSize; pass++) {
                try (Scope s = Scope.open()) {
                    network.generate(latents.apply(stream, passSize).to(device), inTurn(spec, passSize).to(device));
                }
            }
        } finally {
            network.collectStatistics(false);
            network.setTraining(false);
        }
    }

    /** Labels 0, 1, … in equal runs, INT64. */
    static Tensor inTurn(GanSpec spec, int count) {
        long[] labels = new long[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (long) i * Math.max(1, spec.classes()) / count;
        }
        return Tensor.of(labels, count);
    }
}
