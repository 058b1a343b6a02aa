package org.synthoscope.gan.r3gan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.Generator;
import org.synthoscope.nn.Conv2d;
import org.synthoscope.nn.Embedding;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.Linear;
import org.synthoscope.nn.Parameter;
import org.synthoscope.tensor.Binomial;
import org.synthoscope.tensor.Tensor;

/**
 * A learned 4 x 4 picture for each channel, scaled by a linear map of latent and class; residual blocks; between stages a
 * 1x1 convolution, where the width changes, and doubling through [1, 2, 1]; a 1x1 convolution to the image. No
 * normalisation, no noise, no tanh: images may leave [−1, 1] a little.
 */
final class R3Generator extends Generator {

    private final Parameter basis;
    private final Linear scale;
    private final Optional<Embedding> classes;
    private final List<Step> steps = new ArrayList<>();
    private final Conv2d image;

    /** A stage: its width is reached and its side doubled before its blocks, except in the first. */
    private record Step(Optional<Conv2d> width, boolean doubles, List<ResidualBlock> blocks) {
    }

    R3Generator(GanSpec spec) {
        Layout layout = Layout.of(spec);
        int channels = layout.first().channels();
        this.basis = fullPrecision("basis", Initialiser.normal(0, 1), channels, Layout.BASE, Layout.BASE);
        this.classes = spec.classes() == 0 ? Optional.empty() : Optional.of(child("classes",
                new Embedding(spec.classes(), spec.latent(), ResidualBlock.normal(1, spec.classes()))));
        int input = spec.latent() * (classes.isPresent() ? 2 : 1);
        this.scale = child("scale", new Linear(input, channels, false, ResidualBlock.normal(1, input)));
        for (Layout.Stage stage : layout.stages()) {
            Optional<Conv2d> width = Optional.empty();
            if (stage.channels() != channels) {
                width = Optional.of(child("width" + stage.side(), new Conv2d(channels, stage.channels(), 1, 1, 0, false,
                        ResidualBlock.normal(1, channels))));
                channels = stage.channels();
            }
            List<ResidualBlock> blocks = new ArrayList<>();
            for (int i = 0; i < layout.blocks(); i++) {
                blocks.add(child("block" + stage.side() + "_" + i, new ResidualBlock(stage, layout.depth())));
            }
            steps.add(new Step(width, stage.side() > Layout.BASE, List.copyOf(blocks)));
        }
        this.image = child("image", new Conv2d(channels, spec.channels(), 1, 1, 0, false,
                ResidualBlock.normal(1, channels)));
    }

    @Override
    public Tensor generate(Tensor latent, Tensor labels) {
        Tensor input = classes.map(c -> Tensor.cat(List.of(latent, c.forward(labels)), 1)).orElse(latent);
        Tensor scales = scale.forward(input);
        Tensor x = scales.reshape(scales.size(0), scales.size(1), 1, 1).mul(basis.value().to(scales.dtype())).channelsLast();
        for (Step step : steps) {
            x = step.width().isPresent() ? step.width().get().forward(x) : x;
            x = step.doubles() ? Binomial.up(x) : x;
            for (ResidualBlock block : step.blocks()) {
                x = block.forward(x, new Trace());
            }
        }
        return image.forward(x);
    }
}
