package org.synthoscope.gan.progan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.synthoscope.gan.Discriminator;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.nn.EqualisedConv2d;
import org.synthoscope.nn.EqualisedConv2d.Sides;
import org.synthoscope.nn.EqualisedLinear;
import org.synthoscope.nn.Embedding;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.MinibatchDeviation;
import org.synthoscope.nn.Module;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/**
 * The generator's mirror: a 1 x 1 convolution from colour at every size, of which the largest that takes part is used, two
 * 3 x 3 convolutions a size of which the second halves the side, the minibatch deviation at 4 x 4, a convolution, a dense
 * layer, a score. Leaky ReLU 0.2 throughout, no normalisation.
 *
 * <p>Told classes, it adds the inner product of the class's embedding and the last features to the score (Miyato and
 * Koyama, 2018). The paper's own way, a second output that names the class, rewards images whose class is easy to name,
 * and those aren't the images to train a classifier on.
 */
final class ProGanDiscriminator extends Discriminator {

    private static final int GROUP = 4;

    private final List<Stage> stages = new ArrayList<>();
    private final List<EqualisedConv2d> colours = new ArrayList<>();
    private final End end;
    private Level level = Level.FULL;

    ProGanDiscriminator(GanSpec spec) {
        int doublings = GrowthSchedule.doublings(spec.resolution());
        for (int d = 0; d <= doublings; d++) {
            colours.add(child("colour" + (GrowthSchedule.FIRST << d),
                    new EqualisedConv2d(spec.channels(), ProGan.channels(spec, d), 1, ProGan.GAIN, Sides.KEPT)));
        }
        for (int d = 1; d <= doublings; d++) {
            stages.add(child("stage" + (GrowthSchedule.FIRST << d),
                    new Stage(ProGan.channels(spec, d), ProGan.channels(spec, d - 1))));
        }
        this.end = child("end", new End(ProGan.channels(spec, 0), ProGan.features(spec), spec.classes()));
    }

    /** From the largest size on: the stage's convolutions, whose colours come in through a layer of their own. */
    @Override
    public List<Module> early() {
        List<Module> parts = new ArrayList<>();
        for (int d = stages.size(); d > 0; d--) {
            parts.add(colours.get(d));
            parts.add(stages.get(d - 1));
        }
        return parts;
    }

    /** Lets the sizes of a level of detail take part, and only them learn. */
    void grow(double levelOfDetail) {
        level = Level.of(levelOfDetail);
        int last = stages.size() - level.missing();
        for (int d = 0; d <= stages.size(); d++) {
            colours.get(d).setLearning(d == last || d == last - 1 && level.fading());
            if (d > 0) {
                stages.get(d - 1).setLearning(d <= last);
            }
        }
    }

    /** @param images of the side that takes part */
    @Override
    public Tensor judge(Tensor images, Tensor labels) {
        int last = stages.size() - level.missing();
        Tensor seen = images.channelsLast();
        Tensor x = fromColour(last, seen);
        for (int d = last; d > 0; d--) {
            x = stages.get(d - 1).forward(x);
            if (d == last && level.fading()) {
                x = level.blend(x, fromColour(d - 1, Level.halved(seen)));
            }
        }
        return end.forward(x, labels);
    }

    private Tensor fromColour(int d, Tensor images) {
        return Ops.leakyRelu_(colours.get(d).forward(images), ProGan.SLOPE);
    }

    /** Two convolutions, the second of which halves the side. */
    private static final class Stage extends Module {
        private final EqualisedConv2d conv;
        private final EqualisedConv2d down;

        Stage(int in, int out) {
            this.conv = child("conv", new EqualisedConv2d(in, in, 3, ProGan.GAIN, Sides.KEPT));
            this.down = child("down", new EqualisedConv2d(in, out, 3, ProGan.GAIN, Sides.HALVED));
        }

        Tensor forward(Tensor x) {
            return Ops.leakyRelu_(down.forward(Ops.leakyRelu_(conv.forward(x), ProGan.SLOPE)), ProGan.SLOPE);
        }
    }

    /** What happens at 4 x 4. */
    private static final class End extends Module {
        private final MinibatchDeviation deviation = new MinibatchDeviation(GROUP);
        private final EqualisedConv2d conv;
        private final EqualisedLinear dense;
        private final EqualisedLinear score;
        private final Optional<Embedding> classes;
        private final int features;

        End(int channels, int features, int classes) {
            this.conv = child("conv", new EqualisedConv2d(channels + 1, channels, 3, ProGan.GAIN, Sides.KEPT));
            this.dense = child("dense", new EqualisedLinear(channels * 16, features, ProGan.GAIN, true));
            this.score = child("score", EqualisedLinear.inFullPrecision(features, 1, 1));
            this.classes = classes == 0 ? Optional.empty()
                    : Optional.of(child("classes", new Embedding(classes, features, Initialiser.normal(0, 1))));
            this.features = features;
        }

        Tensor forward(Tensor x, Tensor labels) {
            Tensor h = Ops.leakyRelu_(conv.forward(deviation.forward(x)), ProGan.SLOPE);
            Tensor last = Ops.leakyRelu_(dense.forward(h.reshape(h.size(0), h.numel() / h.size(0))), ProGan.SLOPE)
                    .to(DType.FLOAT32);
            Tensor scores = score.forward(last).reshape(h.size(0));
            // The embedding's learning rate is equalised as the score's is, by the same factor.
            return classes.map(e -> scores.add(last.mul(e.forward(labels)).sum(false, 1).mul(1 / Math.sqrt(features))))
                    .orElse(scores);
        }
    }
}
