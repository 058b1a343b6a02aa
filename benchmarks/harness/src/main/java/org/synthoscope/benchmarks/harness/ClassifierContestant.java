package org.synthoscope.benchmarks.harness;

/**
 * One implementation of training the hospital study's CNN at 128 x 128 with two classes: 3 x [valid 3x3 convolution to 32,
 * 64, 128; ReLU; batch norm; 2x2 max pooling; dropout .25], dense 512, ReLU, batch norm, dropout .5, dense 2; RMSprop 1e-3,
 * cross-entropy. Not thread-safe: all calls come from one thread.
 */
public interface ClassifierContestant extends AutoCloseable {
    /** Trainable parameters. */
    long parameters();

    /**
     * One step: forward, backward, one update.
     *
     * @param pixels uint8, batch x 128 x 128 x 3; converting them to what is trained on is part of the step
     * @param labels batch, 0 or 1
     * @return the loss, nats
     */
    double step(byte[] pixels, long[] labels);

    /** What the engine says of itself: version, threads, precision; printed with the result. */
    String engine();

    @Override
    void close();
}
