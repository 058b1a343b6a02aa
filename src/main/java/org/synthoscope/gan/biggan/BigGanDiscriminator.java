package org.synthoscope.gan.biggan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.synthoscope.gan.Discriminator;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.nn.Embedding;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.Linear;
import org.synthoscope.nn.Module;
import org.synthoscope.nn.Recomputable;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/**
 * Residual blocks that halve the side, ReLU, the sum over places; the logit is linear in that sum, plus its inner product
 * with the class's embedding (Miyato and Koyama, 2018).
 */
final class BigGanDiscriminator extends Discriminator {

    private final List<Recomputable> blocks = new ArrayList<>();
    private final Linear logit;
    private final Optional<Embedding> embedding;

    BigGanDiscriminator(GanSpec spec) {
        Plan plan = Plan.of(spec.resolution());
        int channels = spec.channels();
        int side = spec.resolution();
        for (int i = 0; i < plan.down().size(); i++) {
            int out = plan.down().get(i) * spec.width();
            boolean halves = i < plan.halvings();
            blocks.add(child("block" + (i + 1), new DiscriminatorBlock(channels, out, i == 0, halves)));
            side = halves ? side / 2 : side;
            if (halves && side == plan.attention()) {
                blocks.add(child("attention" + side, new AttentionBlock(out)));
            }
            channels = out;
        }
        this.logit = child("logit", new Linear(channels, 1, true, Initialiser.orthogonal()).spectral());
        this.embedding = spec.classes() == 0 ? Optional.empty() : Optional.of(child("embedding",
                new Embedding(spec.classes(), channels, Initialiser.orthogonal()).spectral()));
    }

    /** The blocks, attention counting as one. */
    @Override
    public List<Module> early() {
        return List.copyOf(blocks);
    }

    @Override
    public Tensor judge(Tensor images, Tensor labels) {
        Tensor h = images.channelsLast();
        for (Recomputable block : blocks) {
            h = block.run(h);
        }
        Tensor features = Ops.relu(h).to(DType.FLOAT32).sum(false, 2, 3);
        Tensor logits = logit.forward(features).to(DType.FLOAT32).reshape(h.size(0));
        return embedding.map(e -> logits.add(features.mul(e.forward(labels)).sum(false, 1))).orElse(logits);
    }
}
