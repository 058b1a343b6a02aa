package org.synthoscope.benchmarks.harness;

/** One implementation of a GAN's training at 64 x 64. Not thread-safe: all calls come from one thread. */
public interface Contestant extends AutoCloseable {
    /** Trainable parameters of the generator. */
    long generatorParameters();

    /** Trainable parameters of the discriminator. */
    long discriminatorParameters();

    /**
     * One step: one update of the discriminator and one of the generator.
     *
     * @param batch uint8 pixels of the real images, batch x 3 x 64 x 64 (or batch x 64 x 64 x 3: they are noise);
     *              the contestant converts them to what it trains on, and that is part of the step
     */
    void step(byte[] batch);

    /** The losses of the last step: discriminator, generator. */
    Losses losses();

    /** The generator's output for a latent that stays the same for the whole run, as floats in any order. */
    float[] sample();

    /** What the engine says of itself: version, threads, precision; printed with the result. */
    String engine();

    @Override
    void close();

    /** Losses of one step. */
    record Losses(double discriminator, double generator) {
        /** Whether both are ordinary numbers. */
        public boolean finite() {
            return Double.isFinite(discriminator) && Double.isFinite(generator);
        }
    }
}
