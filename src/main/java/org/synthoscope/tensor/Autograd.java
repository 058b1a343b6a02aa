package org.synthoscope.tensor;

import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Derivatives. */
public final class Autograd {

    private Autograd() {
    }

    /** Derivatives of a scalar; the graph that led to it is freed. */
    public static List<Tensor> grad(Tensor output, List<Tensor> inputs) {
        return grad(List.of(output), inputs, List.of(), false, false);
    }

    /**
     * Derivatives of a scalar that can be differentiated again: what gradient penalties need.
     *
     * @param output a tensor of one element
     * @param inputs the tensors to differentiate by; each must take part in {@code output}
     */
    public static List<Tensor> gradOfGraph(Tensor output, List<Tensor> inputs) {
        return grad(List.of(output), inputs, List.of(), true, true);
    }

    /**
     * The general form.
     *
     * @param outputs         what is differentiated
     * @param inputs          by what
     * @param outputGradients the vector in the vector-Jacobian product, one for each output; empty for ones
     * @param retainGraph     keep the graph for a second call
     * @param createGraph     make the result differentiable
     * @return one gradient for each input, of the input's shape and type
     * @throws TensorException if an input doesn't take part in the outputs
     */
    public static List<Tensor> grad(List<Tensor> outputs, List<Tensor> inputs, List<Tensor> outputGradients,
                                    boolean retainGraph, boolean createGraph) {
        try (TensorVector out = Tensor.vector(outputs);
             TensorVector in = Tensor.vector(inputs);
             TensorVector seed = Tensor.vector(outputGradients);
             BoolOptional retain = new BoolOptional(retainGraph);
             TensorVector result = torch.grad(out, in, seed, retain, createGraph, false)) {
            return Tensor.list(result);
        } catch (RuntimeException e) {
            throw new TensorException("no gradient: " + TensorException.firstLine(e), e);
        }
    }

    /**
     * As {@link #grad(List, List, List, boolean, boolean)} for inputs that may not take part: those have no gradient. The
     * graph stays, for other outputs.
     */
    public static List<Optional<Tensor>> gradWhereAny(List<Tensor> outputs, List<Tensor> inputs,
                                                      List<Tensor> outputGradients) {
        try (TensorVector out = Tensor.vector(outputs);
             TensorVector in = Tensor.vector(inputs);
             TensorVector seed = Tensor.vector(outputGradients);
             BoolOptional retain = new BoolOptional(true);
             TensorVector result = torch.grad(out, in, seed, retain, false, true)) {
            return Tensor.list(result).stream().map(t -> t.ptr.defined() ? Optional.of(t) : Optional.<Tensor>empty())
                    .toList();
        } catch (RuntimeException e) {
            throw new TensorException("no gradient: " + TensorException.firstLine(e), e);
        }
    }

    /** Whether operations on this thread record a graph. */
    public static boolean recording() {
        return GradMode.is_enabled();
    }

    /** How often the values of a tensor, or of one that shares them, were changed in place. */
    public static long changesInPlace(Tensor t) {
        return t.ptr.__dispatch__version();
    }

    /** Until closed, operations on this thread record no graph: for generation, evaluation and weight updates. */
    public static Guard noGrad() {
        return new Guard(false);
    }

    /** Until closed, operations on this thread record a graph even inside {@link #noGrad()}. */
    public static Guard withGrad() {
        return new Guard(true);
    }

    /** A setting of the gradient mode; closing it restores the one before. */
    public static final class Guard implements AutoCloseable {

        private final AutoGradMode mode;

        private Guard(boolean enabled) {
            Engine.start();
            // The native guard restores the mode in its destructor, so it must die exactly at close, not with a scope.
            mode = new AutoGradMode(enabled).retainReference();
        }

        @Override
        public void close() {
            mode.deallocate();
        }
    }
}
