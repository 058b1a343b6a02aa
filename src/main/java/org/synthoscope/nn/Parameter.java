package org.synthoscope.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.ConvolutionGradient;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Tensor;

/**
 * A trainable tensor of a network. Its fp32 {@linkplain #master() master} is what the optimiser moves and what is
 * saved; its {@linkplain #value() value} is what the forward pass uses and gradients are taken by: the master itself,
 * or in mixed precision a bf16 copy that {@link Module#refresh()} renews once after every step instead of at every use.
 * With {@linkplain SpectralNorm spectral normalisation} the value is a copy as well: the master divided by its largest
 * singular value.
 */
public final class Parameter {

    private final String name;
    private final long[] shape;
    private final Initialiser initialiser;
    private final boolean product;
    private Tensor master;
    private Tensor value;
    private List<Use> uses;
    private boolean frozen;
    private List<Example> examples;
    private boolean learning = true;
    private SpectralNorm norm;

    Parameter(String name, Initialiser initialiser, boolean product, long... shape) {
        this.name = name;
        this.initialiser = initialiser;
        this.product = product;
        this.shape = shape.clone();
    }

    /** Name within the module that declared it. */
    public String name() {
        return name;
    }

    public long[] shape() {
        return shape.clone();
    }

    /** Number of elements. */
    public long count() {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    /** Whether gradients are taken by it; see {@link Module#setLearning}. */
    public boolean learns() {
        return learning && !frozen;
    }

    void setLearning(boolean on) {
        learning = on;
    }

    /** The fp32 values. */
    public Tensor master() {
        return present(master);
    }

    /** What the forward pass uses; a leaf that requires a gradient. */
    public Tensor value() {
        return present(value);
    }

    /** Takes it out of training: from now on it has no gradient and no optimiser moves it. */
    void freeze() {
        frozen = true;
        if (value != null) {
            value.requiresGrad_(false);
        }
    }

    /** Whether it was taken out of training. */
    public boolean frozen() {
        return frozen;
    }

    /**
     * A convolution by this weight whose gradient is made outside the graph.
     *
     * @param input      of the convolution, detached
     * @param output     of the convolution
     * @param transposed whether the output is the side that windows slide over
     */
    record Use(Tensor input, Tensor output, boolean transposed, int kernel, int stride, int padding) {

        /** The weight's gradient from the output's, added to a sum if there is one already. */
        Tensor gradient(Tensor ofOutput, Tensor sum) {
            if (Autograd.changesInPlace(output) != 0) {
                throw new IllegalStateException("the output of a convolution whose weight gradient is made as a product was "
                        + "changed in place by the layer after it");
            }
            Tensor windows = transposed ? input : ofOutput;
            Tensor image = transposed ? ofOutput : input;
            return sum == null ? ConvolutionGradient.of(windows, image, kernel, stride, padding)
                    : ConvolutionGradient.add(sum, windows, image, kernel, stride, padding);
        }
    }

    void startNoting() {
        if (uses != null) {
            throw new IllegalStateException("the gradients of parameter '" + name + "' are already being recorded");
        }
        uses = new ArrayList<>();
    }

    void stopNoting() {
        uses = null;
    }

    /** What was noted since the last gradients. */
    List<Use> uses() {
        return uses;
    }

    /** Whether convolutions should note themselves. */
    boolean noting() {
        return uses != null;
    }

    /** One use by a layer, as weight or as bias. */
    record Example(ExampleNorms.Use use, boolean bias) {
    }

    void startExamples() {
        if (examples != null) {
            throw new IllegalStateException("the examples of parameter '" + name + "' are already being recorded");
        }
        examples = new ArrayList<>();
    }

    void stopExamples() {
        examples = null;
    }

    /** What was noted for single examples' gradients. */
    List<Example> examples() {
        return examples;
    }

    /**
     * Notes a layer's use of this weight and its bias, if single examples' gradients are wanted.
     *
     * @return the output for the layers after this one, which may change it in place
     */
    Tensor noted(ExampleNorms.Use use, Optional<Parameter> bias) {
        if (examples == null) {
            return use.output();
        }
        examples.add(new Example(use, false));
        bias.ifPresent(b -> b.examples.add(new Example(use, true)));
        return use.output().mul(1);
    }

    private Tensor present(Tensor t) {
        if (t == null) {
            throw new IllegalStateException("parameter '" + name + "' is used before its network was materialised");
        }
        return t;
    }

    /** Whether it is the weight of a convolution or matrix product; else a gain, a bias or an embedding. */
    public boolean isProduct() {
        return product && shape.length >= 2;
    }

    void normalise(SpectralNorm by) {
        norm = by;
    }

    /** @param stream what first values are drawn from; without it they are zeros */
    void materialise(Device device, Optional<RandomStream> stream, Precision precision) {
        Tensor first = stream.map(s -> initialiser.values(s, shape)).orElseGet(() -> Tensor.zeros(shape)).to(device);
        master = (shape.length == 4 ? first.channelsLast() : first).detach().keep();
        boolean low = product && precision == Precision.BF16;
        if (low) {
            value = master.to(precision.computeType()).detach().keep();
        } else {
            value = norm == null ? master : master.copy().detach().keep();
        }
        value.requiresGrad_(!frozen);
    }

    /** Begins the normalisation, once the buffers of its module exist. */
    void startNorm(RandomStream stream) {
        if (norm != null) {
            norm.start(stream, master);
            renewNormalised();
        }
    }

    /** To be told that a step moved the master. */
    void moved() {
        if (norm != null) {
            norm.iterate(master);
        }
    }

    /** Renews the value where it isn't just a copy; says whether it did. */
    boolean renewNormalised() {
        if (norm == null) {
            return false;
        }
        value.copy_(norm.normalised(master));
        return true;
    }

    /** The gradient by the master from that by the value. */
    Tensor byMaster(Tensor byValue) {
        return norm == null ? byValue : norm.gradient(byValue, master);
    }

    /** Whether the value is a copy that has to follow the master. */
    boolean hasCopy() {
        return value != master;
    }

    /** Whether the value is the master in lower precision and nothing else. */
    boolean hasPlainCopy() {
        return hasCopy() && norm == null;
    }

    void release() {
        if (master != null) {
            if (hasCopy()) {
                value.close();
            }
            master.close();
            master = null;
            value = null;
        }
    }
}
