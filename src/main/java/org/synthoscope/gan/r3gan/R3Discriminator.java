package org.synthoscope.gan.r3gan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.synthoscope.gan.Discriminator;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.nn.Conv2d;
import org.synthoscope.nn.Embedding;
import org.synthoscope.nn.Linear;
import org.synthoscope.nn.Module;
import org.synthoscope.nn.Parameter;
import org.synthoscope.tensor.Binomial;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Tensor;

/**
 * The generator backwards: a 1x1 convolution from the image; residual blocks; between stages halving through [1, 2, 1] and
 * a 1x1 convolution, where the width changes; each channel's 4 x 4 map weighed to one number; a linear map to one logit,
 * or with classes to a vector whose inner product with the class's embedding is the logit.
 *
 * <p>The network consists of straight pieces: within one, its logit is a linear function of the image. So its derivative
 * along a direction ({@link #along}) is a pass of the direction through the same weights, which itself has a derivative by
 * the weights. That is how penalties on the gradient are computed, exactly, from first derivatives only.
 */
final class R3Discriminator extends Discriminator {

    private final Conv2d image;
    private final List<Step> steps = new ArrayList<>();
    private final Parameter basis;
    private final Linear logit;
    private final Optional<Embedding> classes;

    /** A stage: its side is halved and the next one's width reached after its blocks, except in the last. */
    private record Step(List<ResidualBlock> blocks, boolean halves, Optional<Conv2d> width) {
    }

    R3Discriminator(GanSpec spec) {
        Layout layout = Layout.of(spec);
        int channels = layout.last().channels();
        this.image = child("image", new Conv2d(spec.channels(), channels, 1, 1, 0, false,
                ResidualBlock.normal(1, spec.channels())));
        for (int s = layout.stages().size() - 1; s >= 0; s--) {
            Layout.Stage stage = layout.stages().get(s);
            List<ResidualBlock> blocks = new ArrayList<>();
            for (int i = 0; i < layout.blocks(); i++) {
                blocks.add(child("block" + stage.side() + "_" + i, new ResidualBlock(stage, layout.depth())));
            }
            Optional<Conv2d> width = Optional.empty();
            if (s > 0 && layout.stages().get(s - 1).channels() != channels) {
                int next = layout.stages().get(s - 1).channels();
                width = Optional.of(child("width" + stage.side(), new Conv2d(channels, next, 1, 1, 0, false,
                        ResidualBlock.normal(1, channels))));
                channels = next;
            }
            steps.add(new Step(List.copyOf(blocks), s > 0, width));
        }
        int side = Layout.BASE;
        this.basis = fullPrecision("basis", ResidualBlock.normal(1, side * side), channels, side, side);
        this.classes = spec.classes() == 0 ? Optional.empty() : Optional.of(child("classes", new Embedding(spec.classes(),
                spec.latent(), ResidualBlock.normal(1 / Math.sqrt(spec.latent()), spec.classes()))));
        this.logit = child("logit", new Linear(channels, classes.isPresent() ? spec.latent() : 1, false,
                ResidualBlock.normal(1, channels)));
    }

    /** The layer from the image, the blocks, and the layers between stages. */
    @Override
    public List<Module> early() {
        List<Module> parts = new ArrayList<>(List.of(image));
        for (Step step : steps) {
            parts.addAll(step.blocks());
            step.width().ifPresent(parts::add);
        }
        return parts;
    }

    @Override
    public Tensor judge(Tensor images, Tensor labels) {
        return judge(images, labels, new Trace());
    }

    /** Judges and keeps in {@code trace} on which piece each image lies. */
    Tensor judge(Tensor images, Tensor labels, Trace trace) {
        Tensor x = image.forward(images.channelsLast());
        for (Step step : steps) {
            for (ResidualBlock block : step.blocks()) {
                x = block.forward(x, trace);
            }
            x = towardsNext(step, x);
        }
        return logits(x, labels);
    }

    /**
     * The derivative of each image's logit along a direction.
     *
     * @param directions N x C x H x W
     * @param trace      of {@link #judge} on the images; used up
     * @return N, FLOAT32
     */
    Tensor along(Tensor directions, Tensor labels, Trace trace) {
        Tensor x = image.forward(directions.channelsLast());
        for (Step step : steps) {
            for (ResidualBlock block : step.blocks()) {
                x = block.along(x, trace);
            }
            x = towardsNext(step, x);
        }
        return logits(x, labels);
    }

    private static Tensor towardsNext(Step step, Tensor x) {
        Tensor y = step.halves() ? Binomial.down(x) : x;
        return step.width().isPresent() ? step.width().get().forward(y) : y;
    }

    /** Linear in {@code x}: no bias anywhere. */
    private Tensor logits(Tensor x, Tensor labels) {
        Tensor seen = x.to(DType.FLOAT32).mul(basis.value()).sum(false, 2, 3);
        Tensor out = logit.forward(seen).to(DType.FLOAT32);
        return classes.map(c -> out.mul(c.forward(labels)).sum(false, 1)).orElseGet(() -> out.reshape(out.size(0)));
    }
}
