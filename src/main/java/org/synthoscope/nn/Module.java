package org.synthoscope.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Fused;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.tensor.TensorException;

/**
 * A node of a network: it declares parameters, buffers (state that isn't trained, such as running means) and
 * children. Names join with dots along the tree: {@code block1.conv.weight}. What it computes is up to its kind; the
 * usual one, a tensor to a tensor, is a {@link Layer}.
 */
public abstract class Module implements AutoCloseable {

    /** State that training moves without gradients. */
    protected static final class Buffer {
        private final String name;
        private final double first;
        private final long[] shape;
        private Tensor tensor;

        private Buffer(String name, double first, long... shape) {
            this.name = name;
            this.first = first;
            this.shape = shape;
        }

        /** The current values. */
        public Tensor tensor() {
            return tensor;
        }
    }

    private final List<Parameter> parameters = new ArrayList<>();
    private final List<Buffer> buffers = new ArrayList<>();
    private final Map<String, Module> children = new LinkedHashMap<>();
    private boolean training = true;
    private boolean repeating;

    // ---- declaring

    /** Declares the weight of a product (convolution, linear), which mixed precision computes in bf16. */
    protected final Parameter weight(String name, Initialiser initialiser, long... shape) {
        return declare(new Parameter(name, initialiser, true, shape));
    }

    /** Declares a parameter that always stays in fp32, such as the gain of a normalisation. */
    protected final Parameter fullPrecision(String name, Initialiser initialiser, long... shape) {
        return declare(new Parameter(name, initialiser, false, shape));
    }

    private Parameter declare(Parameter p) {
        parameters.add(p);
        return p;
    }

    /** Declares a buffer that starts with one number everywhere. */
    protected final Buffer buffer(String name, double first, long... shape) {
        Buffer b = new Buffer(name, first, shape);
        buffers.add(b);
        return b;
    }

    /** Has a declared parameter of two or more dimensions used divided by its largest singular value. */
    protected final void normaliseSpectrally(Parameter p) {
        long[] shape = p.shape();
        p.normalise(new SpectralNorm(buffer(p.name() + "_u", 0, shape[0]), buffer(p.name() + "_v", 0, p.count() / shape[0])));
    }

    /** Declares a child. */
    protected final <M extends Module> M child(String name, M module) {
        if (children.put(name, module) != null) {
            throw new IllegalArgumentException("two children are called '" + name + "'");
        }
        return module;
    }

    // ---- looking

    /** Trainable numbers of this module and all below it. Needs no engine. */
    public final long parameterCount() {
        return parameters().stream().mapToLong(Parameter::count).sum();
    }

    /** All parameters, this module's before its children's, in order of declaration. */
    public final List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>(parameters);
        children.values().forEach(c -> all.addAll(c.parameters()));
        return all;
    }

    /** The parameters that {@linkplain #setLearning learn}, in the order of {@link #parameters()}: all, unless told otherwise. */
    public final List<Parameter> learning() {
        return parameters().stream().filter(Parameter::learns).toList();
    }

    /** The tensors gradients are taken by, in the order of {@link #learning()}. */
    public final List<Tensor> values() {
        return learning().stream().map(Parameter::value).toList();
    }

    /** Of a list with one element for every parameter that isn't frozen, those of the parameters that learn. */
    final <T> List<T> ofLearning(List<T> all) {
        List<Parameter> every = thawed();
        return IntStream.range(0, all.size()).filter(i -> every.get(i).learns()).mapToObj(all::get).toList();
    }

    private List<Parameter> thawed() {
        return parameters().stream().filter(p -> !p.frozen()).toList();
    }

    /** The fp32 tensors the optimiser moves, in the order of {@link #parameters()}, without the {@linkplain #freeze frozen}. */
    public final List<Tensor> masters() {
        return thawed().stream().map(Parameter::master).toList();
    }

    /**
     * Takes all parameters of this module and below it out of training, for good: they have no gradients, and an optimiser
     * made after this call holds nothing of them. Buffers, such as running moments, still follow what passes through.
     */
    public final void freeze() {
        parameters().forEach(Parameter::freeze);
    }

    /** The modules that this one consists of, in order of declaration. */
    public final List<Module> children() {
        return List.copyOf(children.values());
    }

    /** Buffers, in tree order. */
    public final List<Tensor> bufferTensors() {
        List<Tensor> all = new ArrayList<>();
        buffers.forEach(b -> all.add(b.tensor));
        children.values().forEach(c -> all.addAll(c.bufferTensors()));
        return all;
    }

    /** Parameters and buffers by full name: the state of the network. */
    public final Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        visit("", state::put);
        return state;
    }

    private void visit(String prefix, BiConsumer<String, Tensor> consumer) {
        parameters.forEach(p -> consumer.accept(prefix + p.name(), p.master()));
        buffers.forEach(b -> consumer.accept(prefix + b.name, b.tensor));
        children.forEach((name, c) -> c.visit(prefix + name + ".", consumer));
    }

    /** Whether layers that differ between training and use (batch norm, dropout) are training. */
    public final boolean training() {
        return training;
    }

    /** Whether the pass under way was made before ({@link Recomputable}), so that nothing that counts passes may move. */
    protected final boolean repeating() {
        return repeating;
    }

    final void setRepeating(boolean on) {
        visitModules(m -> m.repeating = on);
    }

    /** This module and all below it. */
    final void visitModules(Consumer<Module> visitor) {
        visitor.accept(this);
        children.values().forEach(c -> c.visitModules(visitor));
    }

    /** The stream that forward passes of this module itself draw from, if any. */
    protected Optional<RandomStream> drawsFrom() {
        return Optional.empty();
    }

    // ---- life

    /**
     * Brings all tensors into being.
     *
     * @param device    where they live
     * @param stream    what the initialisers draw from, in tree order
     * @param precision arithmetic of products
     */
    public final void materialise(Device device, RandomStream stream, Precision precision) {
        try (Scope s = Scope.open(); Autograd.Guard off = Autograd.noGrad()) {
            materialiseTree(device, Optional.of(stream), precision);
        }
    }

    /**
     * Brings all tensors into being with zeros for parameters, for a network whose state is loaded or copied next: to draw the
     * first values of a large network takes many seconds.
     */
    public final void materialiseBlank(Device device, Precision precision) {
        try (Scope s = Scope.open(); Autograd.Guard off = Autograd.noGrad()) {
            materialiseTree(device, Optional.empty(), precision);
        }
    }

    private void materialiseTree(Device device, Optional<RandomStream> stream, Precision precision) {
        parameters.forEach(p -> p.materialise(device, stream, precision));
        buffers.forEach(b -> b.tensor = Tensor.full(b.first, b.shape).to(device).keep());
        stream.ifPresent(s -> parameters.forEach(p -> p.startNorm(s)));
        children.values().forEach(c -> c.materialiseTree(device, stream, precision));
    }

    /** Switches the whole tree between training and use. */
    public final void setTraining(boolean on) {
        training = on;
        children.values().forEach(c -> c.setTraining(on));
    }

    /**
     * Lets the whole tree learn, or rest: no gradients are taken by parameters that rest, and an optimiser passes them over,
     * so that they needn't take part in what is computed. For parts of a network that haven't joined yet or are done with.
     */
    public final void setLearning(boolean on) {
        parameters().forEach(p -> p.setLearning(on));
    }

    /**
     * Starts or ends the collection of standing statistics (Brock et al., 2019, appendix E): from the start on, forward
     * passes in training mode replace the running moments of normalisations by the mean over all passes since.
     */
    public final void collectStatistics(boolean on) {
        statisticsSwitched(on);
        children.values().forEach(c -> c.collectStatistics(on));
    }

    /** Told of {@link #collectStatistics}; a layer with running moments overrides it. */
    protected void statisticsSwitched(boolean on) {
    }

    /**
     * To be called after a step of an optimiser moved the masters: spectral normalisations go one power iteration, and
     * the values that are copies are renewed.
     */
    public final void refresh() {
        try (Scope s = Scope.open(); Autograd.Guard off = Autograd.noGrad()) {
            parameters().forEach(Parameter::moved);
        }
        renew();
    }

    /** As {@link #refresh} for an optimiser that has renewed {@link #copiesOfLearning} itself. */
    final void refreshNormalised() {
        try (Scope s = Scope.open(); Autograd.Guard off = Autograd.noGrad()) {
            parameters().forEach(p -> {
                p.moved();
                p.renewNormalised();
            });
        }
    }

    /** For each parameter that learns the value that is a plain copy of its master, else the master. */
    final List<Tensor> copiesOfLearning() {
        return learning().stream().map(p -> p.hasPlainCopy() ? p.value() : p.master()).toList();
    }

    /** Renews the values that are copies of masters, whoever moved those. */
    final void renew() {
        try (Scope s = Scope.open(); Autograd.Guard off = Autograd.noGrad()) {
            List<Parameter> copies = parameters().stream().filter(p -> !p.renewNormalised() && p.hasCopy()).toList();
            if (!copies.isEmpty()) {
                Fused.copy(copies.stream().map(Parameter::value).toList(), copies.stream().map(Parameter::master).toList());
            }
        }
    }

    /** The gradients by {@link #masters()} from those by {@link #values()}; to be called without a graph. */
    final List<Tensor> byMasters(List<Tensor> byValues) {
        List<Parameter> all = learning();
        List<Tensor> result = new ArrayList<>(byValues.size());
        for (int i = 0; i < all.size(); i++) {
            result.add(all.get(i).byMaster(byValues.get(i)));
        }
        return result;
    }

    /**
     * Takes over a saved state.
     *
     * @param saved tensors by full name
     * @param from  what to call the source in an error message
     * @throws TensorException if a tensor is missing, has another shape, or belongs to no part of this network
     */
    public final void load(Map<String, Tensor> saved, String from) {
        Map<String, Tensor> own = state();
        List<String> wrong = new ArrayList<>();
        own.forEach((name, t) -> {
            Tensor s = saved.get(name);
            if (s == null) {
                wrong.add("'" + name + "' is missing");
            } else if (!Arrays.equals(s.shape(), t.shape())) {
                wrong.add("'" + name + "' is " + Arrays.toString(s.shape()) + ", not " + Arrays.toString(t.shape()));
            }
        });
        saved.keySet().stream().filter(n -> !own.containsKey(n)).forEach(n -> wrong.add("'" + n + "' is unknown"));
        if (!wrong.isEmpty()) {
            throw new TensorException(from + " is from another network: " + wrong.get(0)
                    + (wrong.size() > 1 ? " (and " + (wrong.size() - 1) + " more differences)" : ""));
        }
        try (Autograd.Guard off = Autograd.noGrad()) {
            own.forEach((name, t) -> t.copy_(saved.get(name)));
        }
        renew();
    }

    @Override
    public void close() {
        parameters.forEach(Parameter::release);
        buffers.forEach(b -> {
            if (b.tensor != null) {
                b.tensor.close();
                b.tensor = null;
            }
        });
        children.values().forEach(Module::close);
    }
}
