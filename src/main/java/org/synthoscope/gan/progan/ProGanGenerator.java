package org.synthoscope.gan.progan;

import java.util.ArrayList;
import java.util.List;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.Generator;
import org.synthoscope.gan.Labels;
import org.synthoscope.nn.EqualisedConv2d;
import org.synthoscope.nn.EqualisedConv2d.Sides;
import org.synthoscope.nn.EqualisedLinear;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.Module;
import org.synthoscope.nn.Parameter;
import org.synthoscope.nn.PixelNorm;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/**
 * A latent of unit length per number, a dense layer to 4 x 4, then two 3 x 3 convolutions a size, each with leaky ReLU 0.2
 * and pixel norm; a 1 x 1 convolution to colour at every size, of which the largest that takes part is used. No tanh:
 * colours may leave [−1, 1] by a little.
 *
 * <p>How far it has grown is a buffer, so that it is saved with the weights and an average of the weights has it too. In
 * training its images have the side that takes part; in use they are enlarged to full size.
 */
final class ProGanGenerator extends Generator {

    private final GanSpec spec;
    private final Start start;
    private final List<Stage> stages = new ArrayList<>();
    private final List<EqualisedConv2d> colours = new ArrayList<>();
    private final Buffer detail;

    ProGanGenerator(GanSpec spec) {
        this.spec = spec;
        int doublings = GrowthSchedule.doublings(spec.resolution());
        this.start = child("start", new Start(spec.latent() + spec.classes(), ProGan.channels(spec, 0)));
        this.detail = buffer("detail", 0);
        for (int d = 1; d <= doublings; d++) {
            stages.add(child("stage" + (GrowthSchedule.FIRST << d),
                    new Stage(ProGan.channels(spec, d - 1), ProGan.channels(spec, d))));
        }
        for (int d = 0; d <= doublings; d++) {
            colours.add(child("colour" + (GrowthSchedule.FIRST << d),
                    new EqualisedConv2d(ProGan.channels(spec, d), spec.channels(), 1, 1, Sides.KEPT)));
        }
    }

    /** Lets the sizes of a level of detail take part, and only them learn. */
    void grow(double levelOfDetail) {
        detail.tensor().fill_(levelOfDetail);
        Level level = level();
        int last = stages.size() - level.missing();
        for (int d = 0; d <= stages.size(); d++) {
            colours.get(d).setLearning(d == last || d == last - 1 && level.fading());
            if (d > 0) {
                stages.get(d - 1).setLearning(d <= last);
            }
        }
    }

    private Level level() {
        return Level.of(detail.tensor().item());
    }

    @Override
    public Tensor generate(Tensor latent, Tensor labels) {
        Level level = level();
        int last = stages.size() - level.missing();
        Tensor x = start.forward(input(latent, labels));
        Tensor coarse = x;
        for (int d = 0; d < last; d++) {
            coarse = x;
            x = stages.get(d).forward(x);
        }
        Tensor image = colours.get(last).forward(x);
        if (level.fading()) {
            image = level.blend(image, Ops.upsampleNearest(colours.get(last - 1).forward(coarse), 2));
        }
        return training() || level.missing() == 0 ? image : Ops.upsampleNearest(image, 1 << level.missing());
    }

    /**
     * The latent, and the class at the same length: a single 1 beside 512 normal numbers would be a five-hundredth of the
     * input's variance.
     */
    private Tensor input(Tensor latent, Tensor labels) {
        Tensor z = PixelNorm.of(latent, PixelNorm.EPSILON);
        return Labels.append(z.mul(1 / Math.sqrt(spec.latent())), labels, spec.classes()).mul(Math.sqrt(spec.latent()));
    }

    /** Dense layer and convolution at 4 x 4. */
    private static final class Start extends Module {
        private final EqualisedLinear dense;
        private final Parameter bias;
        private final int channels;
        private final Convolution conv;

        Start(int in, int channels) {
            // The paper's implementation divides the gain by 4, as if its sixteen places were a kernel's.
            this.dense = child("dense", new EqualisedLinear(in, channels * 16, ProGan.GAIN / 4, false));
            this.bias = weight("bias", Initialiser.constant(0), channels);
            this.channels = channels;
            this.conv = child("conv", new Convolution(channels, channels, Sides.KEPT));
        }

        Tensor forward(Tensor z) {
            Tensor x = dense.forward(z).reshape(z.size(0), channels, GrowthSchedule.FIRST, GrowthSchedule.FIRST)
                    .add(bias.value().reshape(1, channels, 1, 1)).channelsLast();
            return conv.forward(PixelNorm.of(Ops.leakyRelu_(x, ProGan.SLOPE), PixelNorm.EPSILON));
        }
    }

    /** Two convolutions, the first of which doubles the side. */
    private static final class Stage extends Module {
        private final Convolution up;
        private final Convolution conv;

        Stage(int in, int out) {
            this.up = child("up", new Convolution(in, out, Sides.DOUBLED));
            this.conv = child("conv", new Convolution(out, out, Sides.KEPT));
        }

        Tensor forward(Tensor x) {
            return conv.forward(up.forward(x));
        }
    }

    /** Convolution, leaky ReLU, pixel norm. The norm absorbs the convolution's factor. */
    private static final class Convolution extends Module {
        private final EqualisedConv2d conv;
        private final PixelNorm norm;

        Convolution(int in, int out, Sides sides) {
            this.conv = child("conv", new EqualisedConv2d(in, out, 3, ProGan.GAIN, sides));
            this.norm = child("norm", new PixelNorm(PixelNorm.EPSILON / (conv.scale() * conv.scale())));
        }

        Tensor forward(Tensor x) {
            return norm.forward(Ops.leakyRelu_(conv.divided(x), ProGan.SLOPE));
        }
    }
}
