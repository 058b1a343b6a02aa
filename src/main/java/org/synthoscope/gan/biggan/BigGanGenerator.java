package org.synthoscope.gan.biggan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.Generator;
import org.synthoscope.nn.BatchNorm2d;
import org.synthoscope.nn.Conv2d;
import org.synthoscope.nn.Embedding;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.Linear;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/**
 * The first chunk of the latent, linearly to 4 x 4; residual blocks that double the side, each told the class's embedding
 * together with a chunk of the latent of its own; norm, ReLU, 3x3 convolution, tanh.
 */
final class BigGanGenerator extends Generator {

    private final GanSpec spec;
    private final Plan plan;
    private final Optional<Embedding> shared;
    private final Linear first;
    private final List<GeneratorBlock> blocks = new ArrayList<>();
    private final List<Optional<AttentionBlock>> attentions = new ArrayList<>();
    private final BatchNorm2d norm;
    private final Conv2d image;

    BigGanGenerator(GanSpec spec) {
        this.spec = spec;
        this.plan = Plan.of(spec.resolution());
        int chunk = plan.chunk(spec);
        this.shared = plan.shared() && spec.classes() > 0 ? Optional.of(child("shared",
                new Embedding(spec.classes(), Plan.EMBEDDING, Initialiser.orthogonal()))) : Optional.empty();
        int channels = plan.bottom() * spec.width();
        this.first = child("linear", new Linear(plan.shared() ? chunk : spec.latent(),
                channels * Plan.BASE * Plan.BASE, true, Initialiser.orthogonal()).spectral());
        IntFunction<Condition> condition = plan.shared()
                ? c -> Condition.onVectors(chunk + (shared.isPresent() ? Plan.EMBEDDING : 0), c)
                : c -> Condition.onClasses(Math.max(1, spec.classes()), c);
        int side = Plan.BASE;
        for (int multiple : plan.up()) {
            side *= 2;
            int out = multiple * spec.width();
            blocks.add(child("block" + side, new GeneratorBlock(channels, out, condition)));
            attentions.add(side == plan.attention() ? Optional.of(child("attention" + side, new AttentionBlock(out)))
                    : Optional.empty());
            channels = out;
        }
        this.norm = child("norm", new BatchNorm2d(channels, Initialiser.constant(1)));
        this.image = child("image", BigGan.conv(channels, spec.channels(), 3));
    }

    @Override
    public Tensor generate(Tensor latent, Tensor labels) {
        int chunk = plan.chunk(spec);
        int top = plan.bottom() * spec.width();
        Tensor h = first.forward(plan.shared() ? latent.narrow(1, 0, chunk) : latent)
                .reshape(latent.size(0), top, Plan.BASE, Plan.BASE).channelsLast();
        Optional<Tensor> embedded = shared.map(e -> e.forward(labels));
        for (int i = 0; i < blocks.size(); i++) {
            h = blocks.get(i).run(h, condition(latent, labels, embedded, (i + 1) * chunk, chunk));
            if (attentions.get(i).isPresent()) {
                h = attentions.get(i).get().run(h);
            }
        }
        return Ops.tanh(image.forward(Ops.relu_(norm.forward(h))));
    }

    private Tensor condition(Tensor latent, Tensor labels, Optional<Tensor> embedded, int from, int chunk) {
        if (!plan.shared()) {
            return spec.classes() > 0 ? labels : Tensor.zeros(DType.INT64, labels.size(0)).to(labels.device());
        }
        Tensor part = latent.narrow(1, from, chunk);
        return embedded.map(e -> Tensor.cat(List.of(e, part.to(e.dtype())), 1)).orElse(part);
    }
}
