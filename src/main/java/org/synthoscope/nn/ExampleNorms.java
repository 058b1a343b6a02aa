package org.synthoscope.nn;

import java.util.ArrayList;
import java.util.List;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.ConvolutionGradient;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Tensor;

/**
 * How long the gradient of each single example is, over all weights that learn, in one pass over a batch. While it is open,
 * convolutions, matrix products and embeddings note what goes in and what comes out; the gradients by what came out give
 * those of every example's weights, of which only the norm is kept (Goodfellow, "Efficient Per-Example Gradient Computations",
 * 2015, carried over to convolutions by unfolding).
 *
 * <p>The network must judge each example on its own and use each weight once. A weight that no layer noted is an error, since
 * a norm that leaves something out bounds nothing.
 */
public final class ExampleNorms implements AutoCloseable {

    /** What a layer did with its weight. */
    enum Kind { CONVOLUTION, PRODUCT, ROWS }

    /**
     * One use of a layer's weight.
     *
     * @param input  of the layer, detached
     * @param output of the layer, not changed in place afterwards
     */
    record Use(Kind kind, Tensor input, Tensor output, int kernel, int stride, int padding) {

        /** Squares of each example's gradient by the weight, N. */
        Tensor ofWeight(Tensor byOutput) {
            return switch (kind) {
                case CONVOLUTION -> ConvolutionGradient.each(byOutput, input, kernel, stride, padding).square().sum(false, 1, 2);
                // The gradient is an outer product.
                case PRODUCT -> byOutput.square().sum(false, 1).mul(input.square().sum(false, 1));
                case ROWS -> byOutput.square().sum(false, 1);
            };
        }

        /** Squares of each example's gradient by the bias, N. */
        Tensor ofBias(Tensor byOutput) {
            return (kind == Kind.CONVOLUTION ? byOutput.sum(false, 2, 3) : byOutput).square().sum(false, 1);
        }
    }

    private final Module network;
    private final List<Parameter> parameters;

    private ExampleNorms(Module network) {
        this.network = network;
        this.parameters = network.learning();
    }

    /** Starts noting. A network has one open recording at a time. */
    public static ExampleNorms record(Module network) {
        ExampleNorms recording = new ExampleNorms(network);
        recording.parameters.forEach(Parameter::startExamples);
        return recording;
    }

    /**
     * The norm of every example's gradient; the graph stays for another call.
     *
     * @param losses N, one an example
     * @throws IllegalStateException if a weight was used by a layer that doesn't note itself, or more than once
     */
    public double[] of(Tensor losses) {
        List<Tensor> outputs = new ArrayList<>();
        for (Parameter p : parameters) {
            if (p.examples().size() != 1) {
                throw new IllegalStateException("the weight '" + p.name() + "' of " + network.getClass().getSimpleName() + " was noted "
                        + p.examples().size() + " times and not once, so single examples' gradients aren't known");
            }
            outputs.add(p.examples().get(0).use().output());
        }
        List<Tensor> byOutput = Autograd.grad(List.of(losses.sum()), outputs, List.of(), true, false);
        double[] squares = new double[Math.toIntExact(losses.size(0))];
        try (Autograd.Guard off = Autograd.noGrad()) {
            for (int i = 0; i < parameters.size(); i++) {
                Parameter.Example e = parameters.get(i).examples().get(0);
                Tensor g = byOutput.get(i).to(DType.FLOAT32);
                float[] each = (e.bias() ? e.use().ofBias(g) : e.use().ofWeight(g)).toFloats();
                for (int n = 0; n < squares.length; n++) {
                    squares[n] += each[n];
                }
            }
        }
        parameters.forEach(p -> p.examples().clear());
        double[] norms = new double[squares.length];
        java.util.Arrays.setAll(norms, n -> Math.sqrt(squares[n]));
        return norms;
    }

    @Override
    public void close() {
        parameters.forEach(Parameter::stopExamples);
    }
}
