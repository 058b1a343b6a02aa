package org.synthoscope.benchmarks.harness;

/** Trainable parameters of the small-machine R3GAN at 64 x 64: width 64, latent 64, no classes. */
public final class R3GanSizes {

    private static final long GENERATOR = 558_064;
    private static final long DISCRIMINATOR = 541_936;

    private R3GanSizes() {
    }

    /** Parameters of the generator, or of the discriminator. */
    public static long parameters(Options options, boolean generator) {
        return generator ? GENERATOR : DISCRIMINATOR;
    }
}
