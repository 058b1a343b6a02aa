package org.synthoscope.nn;

import org.synthoscope.tensor.Linalg;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Tensor;

/** First values of a parameter. */
@FunctionalInterface
public interface Initialiser {

    /** FLOAT32 values of the given shape, drawn from {@code stream}. */
    Tensor values(RandomStream stream, long... shape);

    /** The same number everywhere. */
    static Initialiser constant(double value) {
        return (stream, shape) -> Tensor.full(value, shape);
    }

    /** N(mean, standardDeviation²). */
    static Initialiser normal(double mean, double standardDeviation) {
        return (stream, shape) -> stream.normal(mean, standardDeviation, shape);
    }

    /**
     * Glorot and Bengio (2010), uniform: ±√(6 / (fanIn + fanOut)). Fans count kernel elements; dimension 0 and 1 are
     * taken as output and input, which for this symmetric rule suits transposed convolutions as well.
     */
    static Initialiser glorotUniform() {
        return (stream, shape) -> {
            long receptive = 1;
            for (int i = 2; i < shape.length; i++) {
                receptive *= shape[i];
            }
            double bound = Math.sqrt(6.0 / ((shape[0] + shape[1]) * receptive));
            return stream.uniform(-bound, bound, shape);
        };
    }

    /**
     * Orthonormal rows or columns, whichever there are fewer of, of the matrix of outputs times all else (Saxe et al.,
     * 2014): the Q of a normal matrix's QR decomposition, with the signs that make it uniform over such matrices.
     */
    static Initialiser orthogonal() {
        return (stream, shape) -> {
            long rows = shape[0];
            long columns = 1;
            for (int i = 1; i < shape.length; i++) {
                columns *= shape[i];
            }
            Tensor q = Linalg.orthonormal(stream.normal(Math.max(rows, columns), Math.min(rows, columns)));
            return (rows < columns ? q.transpose(0, 1) : q).contiguous().reshape(shape);
        };
    }

    /** He et al. (2015), for layers before a ReLU: N(0, 2 / fanIn), fanIn counting kernel elements. */
    static Initialiser heNormal() {
        return (stream, shape) -> {
            long fanIn = 1;
            for (int i = 1; i < shape.length; i++) {
                fanIn *= shape[i];
            }
            return stream.normal(0, Math.sqrt(2.0 / fanIn), shape);
        };
    }
}
