package org.synthoscope.benchmarks.harness;

/** Trainable parameters of BigGAN at 64 x 64 with two classes, width 16, latent 100. */
public final class BigGanSizes {

    public static final int SIDE = 64;
    public static final int WIDTH = 16;
    public static final int CLASSES = 2;
    public static final int LATENT = 100;
    private static final long GENERATOR = 2_313_028;
    private static final long DISCRIMINATOR = 1_223_922;

    private BigGanSizes() {
    }

    /** Parameters of the generator, or of the discriminator. */
    public static long parameters(Options options, boolean generator) {
        return generator ? GENERATOR : DISCRIMINATOR;
    }

    /** Classes in turn: 0, 1, 0, 1, … */
    public static long[] labels(int batch) {
        long[] labels = new long[batch];
        for (int i = 0; i < batch; i++) {
            labels[i] = i % CLASSES;
        }
        return labels;
    }
}
