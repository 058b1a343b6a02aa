package org.synthoscope.gan;

import java.util.LinkedHashMap;
import java.util.Map;
import org.synthoscope.tensor.AffineSampling;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Tensor;

/**
 * Adaptive discriminator augmentation (Karras et al., 2020, "Training Generative Adversarial Networks with Limited Data"):
 * each transformation of a list happens to an image with probability p, and p follows how sure the discriminator is of real
 * images. While p is small enough, the generator learns to make images that were not transformed.
 *
 * <p>The share r = E[sign D(real)] is 0 for a discriminator that can't tell and 1 for one that knows every training image.
 * Every four steps p moves towards keeping r at its target, by so much that it would take 500,000 images from 0 to 1
 * (section 3.1). p stays between 0 and 1.
 */
final class AdaptiveAugment implements Augmentation {

    /** Images in which p goes from 0 to 1. */
    private static final double SPAN = 500_000;
    /** Steps between moves of p. */
    private static final int EVERY = 4;

    private final double target;
    private final int batch;
    private final RandomStream stream;
    private double strength;
    private double signs;
    private long seen;

    /**
     * @param target of r, .6 in the paper; 0 to leave p where {@link #setStrength} puts it
     * @param batch  real images a step
     * @param stream what the transformations are drawn from
     */
    AdaptiveAugment(double target, int batch, RandomStream stream) {
        this.target = target;
        this.batch = batch;
        this.stream = stream;
    }

    /** p. */
    double strength() {
        return strength;
    }

    @Override
    public void setStrength(double p) {
        strength = Math.min(1, Math.max(0, p));
    }

    @Override
    public void observe(Tensor logits) {
        if (target <= 0) {
            return;
        }
        for (float logit : logits.toFloats()) {
            signs += Math.signum(logit);
        }
        seen += logits.numel();
        if (seen >= (long) EVERY * batch) {
            setStrength(strength + Math.signum(signs / seen - target) * seen / SPAN);
            signs = 0;
            seen = 0;
        }
    }

    @Override
    public Tensor apply(Tensor images) {
        if (strength == 0) {
            return images;
        }
        int n = Math.toIntExact(images.size(0));
        int channels = Math.toIntExact(images.size(1));
        double side = images.size(3);
        float[] chance = stream.uniform(0, 1, (long) n * RandomTransform.CHANCES).toFloats();
        float[] normal = stream.normal((long) n * RandomTransform.NORMALS).toFloats();
        double[][] maps = new double[n][];
        double[][] matrices = new double[n][];
        double[][] offsets = new double[n][];
        boolean moves = false;
        boolean colours = false;
        for (int i = 0; i < n; i++) {
            RandomTransform t = RandomTransform.drawn(strength, side, chance, i * RandomTransform.CHANCES, normal,
                    i * RandomTransform.NORMALS);
            maps[i] = t.map();
            matrices[i] = t.matrix(channels);
            offsets[i] = t.offset(channels);
            moves |= t.moves();
            colours |= t.colours();
        }
        Tensor x = images.to(DType.FLOAT32);
        x = moves ? AffineSampling.sample(x, maps) : x;
        return colours ? AffineSampling.mixChannels(x, matrices, offsets) : x;
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.of("ada", Tensor.of(new double[] {strength, signs, seen}, 3));
    }

    @Override
    public void load(Map<String, Tensor> state) {
        double[] saved = state.get("ada").toDoubles();
        strength = saved[0];
        signs = saved[1];
        seen = Math.round(saved[2]);
    }

    @Override
    public Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("augment_p", strength);
        return figures;
    }
}
