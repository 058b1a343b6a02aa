package org.synthoscope.classifier;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.synthoscope.nn.RmsProp;
import org.synthoscope.nn.WeightGradients;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;
import org.synthoscope.training.NonFiniteLossException;

/** A classifier in training: network, optimiser, random streams, and a copy of the best weights so far. */
public final class ClassifierModel implements AutoCloseable {

    /**
     * What a pass over a batch gave.
     *
     * @param loss  its mean cross-entropy, nats
     * @param right how many images got their class
     */
    public record Outcome(double loss, int right) {
    }

    private static final List<String> STREAMS = List.of("augment", "dropout");

    private final ClassifierSettings settings;
    private final ClassifierNetwork network;
    private final RmsProp optimiser;
    private final Map<String, RandomStream> streams = new LinkedHashMap<>();
    private final Map<String, Tensor> best = new LinkedHashMap<>();
    private final Tensor classWeights;
    private final Tensor equalWeights;

    /**
     * Builds and initialises all of it.
     *
     * @param weights of the classes
     */
    public ClassifierModel(ClassifierSpec spec, ClassifierSettings settings, double[] weights) {
        this.settings = settings;
        this.network = spec.network();
        Device device = settings.device();
        try (RandomStream init = RandomStream.seeded(settings.seed())) {
            network.materialise(device, init, settings.precision());
        }
        this.optimiser = new RmsProp(network, ClassifierSettings.DECAY, ClassifierSettings.EPSILON);
        STREAMS.forEach(name -> streams.put(name, RandomStream.seeded(settings.seed() * 31 + name.hashCode())));
        network.drawFrom(streams.get("dropout"));
        float[] of = new float[weights.length];
        for (int c = 0; c < of.length; c++) {
            of[c] = (float) weights[c];
        }
        try (Scope s = Scope.open()) {
            this.classWeights = Tensor.of(of, of.length).to(device).keep();
            this.equalWeights = Tensor.ones(of.length).to(device).keep();
            network.state().forEach((name, t) -> best.put(name, t.copy().keep()));
        }
    }

    /**
     * One step of RMSprop on a batch, augmented.
     *
     * @throws NonFiniteLossException if the loss is infinite or not a number
     */
    public Outcome step(Batch batch, double learningRate) {
        Tensor seen;
        try (Autograd.Guard off = Autograd.noGrad()) {
            seen = settings.augmentation().apply(batch.images(), streams.get("augment"));
        }
        try (WeightGradients gradients = WeightGradients.record(network)) {
            Tensor logits = network.forward(seen);
            Tensor loss = Ops.crossEntropy(logits, batch.labels(), classWeights);
            Outcome outcome = outcome(loss, logits, batch.labels());
            optimiser.step(gradients.of(loss), learningRate);
            return outcome;
        }
    }

    /** Judges a batch as it is, changing nothing; the loss is unweighted. */
    public Outcome judge(Batch batch) {
        network.setTraining(false);
        try (Autograd.Guard off = Autograd.noGrad()) {
            Tensor logits = network.forward(batch.images());
            return outcome(Ops.crossEntropy(logits, batch.labels(), equalWeights), logits, batch.labels());
        } finally {
            network.setTraining(true);
        }
    }

    private static Outcome outcome(Tensor loss, Tensor logits, Tensor labels) {
        double value = NonFiniteLossException.check("classifier", loss.item());
        float[] scores = logits.toFloats();
        long[] truth = labels.toLongs();
        int classes = scores.length / truth.length;
        int right = 0;
        for (int i = 0; i < truth.length; i++) {
            right += largest(scores, i * classes, classes) == truth[i] ? 1 : 0;
        }
        return new Outcome(value, right);
    }

    private static int largest(float[] scores, int from, int count) {
        int at = 0;
        for (int c = 1; c < count; c++) {
            if (scores[from + c] > scores[from + at]) {
                at = c;
            }
        }
        return at;
    }

    /** Remembers the present weights as the best. */
    void markBest() {
        try (Autograd.Guard off = Autograd.noGrad()) {
            network.state().forEach((name, t) -> best.get(name).copy_(t));
        }
    }

    /** The best weights, by name. */
    Map<String, Tensor> best() {
        return Map.copyOf(best);
    }

    /** Everything the next step depends on, and the best weights. */
    Map<String, Tensor> state() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        network.state().forEach((name, t) -> all.put("network." + name, t));
        best.forEach((name, t) -> all.put("best." + name, t));
        optimiser.state().forEach((name, t) -> all.put("rmsprop." + name, t));
        streams.forEach((name, s) -> {
            byte[] state = s.state();
            all.put("stream." + name, Tensor.ofBytes(state, state.length));
        });
        return all;
    }

    /** Takes over a saved state. @param from what to call the source in an error message */
    void load(Map<String, Tensor> saved, String from) {
        network.load(under("network.", saved), from);
        optimiser.load(under("rmsprop.", saved));
        streams.forEach((name, s) -> s.restore(saved.get("stream." + name).toBytes()));
        try (Autograd.Guard off = Autograd.noGrad()) {
            under("best.", saved).forEach((name, t) -> best.get(name).copy_(t));
        }
    }

    private static Map<String, Tensor> under(String prefix, Map<String, Tensor> saved) {
        Map<String, Tensor> part = new LinkedHashMap<>();
        saved.forEach((name, t) -> {
            if (name.startsWith(prefix)) {
                part.put(name.substring(prefix.length()), t);
            }
        });
        return part;
    }

    @Override
    public void close() {
        network.close();
        optimiser.close();
        streams.values().forEach(RandomStream::close);
        best.values().forEach(Tensor::close);
        classWeights.close();
        equalWeights.close();
    }
}
