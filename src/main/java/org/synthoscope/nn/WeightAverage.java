package org.synthoscope.nn;

import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.Fused;

/**
 * An exponential moving average of a network's weights (Polyak; used for GANs by Karras et al., 2018), held in a
 * second network of the same architecture, from which samples are drawn. Buffers are taken over as they are.
 */
public final class WeightAverage {

    private final Module source;
    private final Module average;

    /** Both networks are materialised; the average starts as a copy of the source. */
    public WeightAverage(Module source, Module average) {
        this.source = source;
        this.average = average;
        move(0);
    }

    /** The network that holds the average. */
    public Module network() {
        return average;
    }

    /** average ← decay · average + (1 − decay) · source. */
    public void move(double decay) {
        try (Autograd.Guard off = Autograd.noGrad()) {
            Fused.lerp(average.masters(), source.masters(), 1 - decay);
            if (!source.bufferTensors().isEmpty()) {
                Fused.copy(average.bufferTensors(), source.bufferTensors());
            }
        }
        average.renew();
    }

    /**
     * The decay that halves the weight of the past every {@code halfLife} images: ½^(batch / halfLife) (Karras et
     * al., 2020, appendix B).
     *
     * @param batch    images a step
     * @param halfLife in images
     */
    public static double decay(int batch, double halfLife) {
        return halfLife <= 0 ? 0 : Math.pow(0.5, batch / halfLife);
    }
}
