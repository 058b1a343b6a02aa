package org.synthoscope.tensor;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A stream of random numbers of its own, whose state can be saved and restored to the byte. Streams never share
 * state, so drawing from one doesn't move another; numbers are drawn on the CPU and then moved, so that a run gives
 * the same numbers on every device.
 */
public final class RandomStream implements AutoCloseable {

    private static final double LEAST_THRESHOLD = 0.01;

    private final Generator generator;
    private final GeneratorOptional optional;

    private RandomStream(long seed) {
        Engine.start();
        generator = torch.make_generator_cpu(seed).retainReference();
        optional = new GeneratorOptional(generator).retainReference();
    }

    /** A stream that starts at {@code seed}. */
    public static RandomStream seeded(long seed) {
        return new RandomStream(seed);
    }

    /** Independent standard normal numbers, FLOAT32. */
    public Tensor normal(long... shape) {
        return normal(0, 1, shape);
    }

    /** Independent normal numbers, FLOAT32. */
    public Tensor normal(double mean, double standardDeviation, long... shape) {
        Tensor t = Tensor.empty(DType.FLOAT32, shape);
        t.ptr.normal_(mean, standardDeviation, optional);
        return t;
    }

    /**
     * Independent standard normal numbers none of which lies beyond ±threshold, FLOAT32: those that do are drawn again
     * (Brock et al., 2019, section 3.1).
     *
     * @throws TensorException if the threshold is below .01, where almost every draw would be in vain
     */
    public Tensor truncatedNormal(double threshold, long... shape) {
        if (!(threshold >= LEAST_THRESHOLD)) {
            throw new TensorException("normal numbers can't be truncated at " + threshold + "; the least is "
                    + LEAST_THRESHOLD);
        }
        Tensor first = normal(shape);
        float[] values = first.toFloats();
        int[] beyond = IntStream.range(0, values.length).filter(i -> Math.abs(values[i]) > threshold).toArray();
        while (beyond.length > 0) {
            float[] again = normal(beyond.length).toFloats();
            for (int i = 0; i < again.length; i++) {
                values[beyond[i]] = again[i];
            }
            beyond = Arrays.stream(beyond).filter(i -> Math.abs(values[i]) > threshold).toArray();
        }
        return Tensor.of(values, shape);
    }

    /** Independent numbers, uniform in [low, high), FLOAT32. */
    public Tensor uniform(double low, double high, long... shape) {
        Tensor t = Tensor.empty(DType.FLOAT32, shape);
        t.ptr.uniform_(low, high, optional);
        return t;
    }

    /** Independent integers, uniform in [low, high), INT64. */
    public Tensor integers(long low, long high, long... shape) {
        try (LongOptional end = new LongOptional(high)) {
            Tensor t = Tensor.empty(DType.INT64, shape);
            t.ptr.random_(low, end, optional);
            return t;
        }
    }

    /** Independent 0/1 numbers that are 1 with {@code probability}, FLOAT32. */
    public Tensor bernoulli(double probability, long... shape) {
        Tensor t = Tensor.empty(DType.FLOAT32, shape);
        t.ptr.bernoulli_(probability, optional);
        return t;
    }

    /** Independent bytes, uniform in [0, 256), UINT8: eight from each draw. */
    public Tensor bytes(long count) {
        try (LongOptional open = new LongOptional()) {
            Tensor t = Tensor.empty(DType.INT64, (count + 7) / 8);
            t.ptr.random_(Long.MIN_VALUE, open, optional);
            return new Tensor(t.ptr.view(DType.UINT8.nativeType)).narrow(0, 0, count);
        }
    }

    /** The whole state; restoring it makes the stream go on exactly from here. */
    public byte[] state() {
        try (Scope s = Scope.open()) {
            return new Tensor(generator.get_state()).toBytes();
        }
    }

    /**
     * Goes back to a saved state.
     *
     * @throws TensorException if the bytes aren't a state of this engine's generator
     */
    public void restore(byte[] state) {
        try (Scope s = Scope.open()) {
            generator.set_state(Tensor.ofBytes(state, state.length).ptr);
        } catch (RuntimeException e) {
            throw new TensorException("not a random stream's state (" + state.length + " bytes): "
                    + TensorException.firstLine(e), e);
        }
    }

    @Override
    public void close() {
        optional.releaseReference();
        generator.releaseReference();
    }
}
