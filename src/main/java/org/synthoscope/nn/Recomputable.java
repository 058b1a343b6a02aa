package org.synthoscope.nn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

/**
 * A block of a network that can trade time for memory (Chen et al., 2016, "Training Deep Nets with Sublinear Memory
 * Cost"). Switched to recomputation and under {@link WeightGradients}, its forward pass keeps only its inputs and its
 * output; when gradients are taken, the block is computed a second time, with its graph, and that graph lives no longer
 * than the block's own backward pass. A third more arithmetic, a fraction of the memory.
 *
 * <p>The second pass is the first one again: random streams that layers draw from are set back to where they stood, and
 * running moments don't move twice. A block must not change its inputs in place, and who uses its output mustn't change
 * that in place.
 */
public abstract class Recomputable extends Module {

    private boolean switchedOn;
    private WeightGradients recording;

    /** Computes the output of the inputs. */
    protected abstract Tensor compute(List<Tensor> inputs);

    /** The output of the inputs, in whichever way is switched on. */
    public final Tensor run(Tensor... inputs) {
        List<Tensor> given = Arrays.asList(inputs);
        if (recording == null || !Autograd.recording()) {
            return compute(given);
        }
        Map<RandomStream, byte[]> streams = streams();
        Tensor output = Scope.passOn(() -> {
            try (Autograd.Guard off = Autograd.noGrad()) {
                return List.of(compute(given).detach());
            }
        }).get(0).requiresGrad_(true);
        recording.note(new Segment(this, given, output, streams));
        return output;
    }

    /** Switches recomputation for every block of a network. */
    public static void switchAll(Module network, boolean on) {
        network.visitModules(m -> {
            if (m instanceof Recomputable block) {
                block.switchedOn = on;
            }
        });
    }

    /** Has the blocks of a network that are switched on note their passes; null to end it. */
    static void noteIn(Module network, WeightGradients recording) {
        network.visitModules(m -> {
            if (m instanceof Recomputable block && block.switchedOn) {
                if (recording != null && block.recording != null) {
                    throw new IllegalStateException("the passes of a block are already being recorded");
                }
                block.recording = recording;
            }
        });
    }

    private Map<RandomStream, byte[]> streams() {
        Map<RandomStream, byte[]> states = new LinkedHashMap<>();
        visitModules(m -> m.drawsFrom().ifPresent(s -> states.computeIfAbsent(s, RandomStream::state)));
        return states;
    }

    /**
     * A pass that kept no graph.
     *
     * @param block   what was computed
     * @param inputs  as they were given, with whatever graph leads to them
     * @param output  a leaf that the rest of the graph begins with
     * @param streams states of the random streams before the pass
     */
    record Segment(Recomputable block, List<Tensor> inputs, Tensor output, Map<RandomStream, byte[]> streams) {

        /** The pass once more, from the given inputs. */
        Tensor again(List<Tensor> from) {
            Map<RandomStream, byte[]> now = new LinkedHashMap<>();
            streams.forEach((stream, state) -> {
                now.put(stream, stream.state());
                stream.restore(state);
            });
            WeightGradients recording = block.recording;
            block.setRepeating(true);
            block.recording = null;
            try {
                return block.compute(from);
            } finally {
                block.recording = recording;
                block.setRepeating(false);
                now.forEach(RandomStream::restore);
            }
        }
    }
}
