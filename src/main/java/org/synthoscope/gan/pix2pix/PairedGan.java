package org.synthoscope.gan.pix2pix;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.GradientSum;
import org.synthoscope.gan.translation.Direction;
import org.synthoscope.gan.translation.Jitter;
import org.synthoscope.gan.translation.PatchDiscriminator;
import org.synthoscope.gan.translation.TranslationLoss;
import org.synthoscope.gan.translation.TranslationModel;
import org.synthoscope.nn.Precision;
import org.synthoscope.nn.WeightGradients;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;

/**
 * The game of pix2pix (Isola et al., 2017, section 3): the discriminator sees source and target, or source and translation,
 * and moves first, by half its cross-entropy; then the translator moves by the cross-entropy of being taken for real plus
 * λ times the mean absolute difference from the target.
 */
final class PairedGan extends TranslationModel {

    private final double lambda;
    private final Optional<Jitter> jitter;
    private final PatchDiscriminator discriminator;

    PairedGan(GanSpec spec, GanSettings settings, Precision precision, long seed, Device device, Pix2Pix architecture) {
        this(spec, settings, precision, seed, device, architecture, Pix2Pix.discriminator(spec));
    }

    private PairedGan(GanSpec spec, GanSettings settings, Precision precision, long seed, Device device,
                      Pix2Pix architecture, PatchDiscriminator discriminator) {
        super(spec, settings, precision, seed, device, () -> architecture.translators(spec), discriminator, 0);
        this.discriminator = discriminator;
        this.lambda = settings.option(Pix2Pix.LAMBDA);
        this.jitter = settings.option(Pix2Pix.JITTER) > 0 ? Optional.of(new Jitter(stream("jitter"))) : Optional.empty();
    }

    @Override
    protected String rules() {
        return "game=paired";
    }

    /** A part of the batch, cut at the place that the jitter chose. */
    private record Pair(Tensor source, Tensor target) {
    }

    @Override
    protected void move(List<Batch> microBatches, long imagesShown, Map<String, Double> record) {
        int parts = microBatches.size();
        List<Pair> pairs = new ArrayList<>();
        for (Batch b : microBatches) {
            Tensor images = jitter.map(j -> j.apply(b.images())).orElse(b.images());
            pairs.add(new Pair(images.narrow(1, 0, spec().sourceChannels()),
                    images.narrow(1, spec().sourceChannels(), spec().channels())));
        }
        try (WeightGradients ofTranslator = WeightGradients.record(translators())) {
            // One part: its translation serves both networks. Several: their graphs wouldn't fit at once.
            Optional<Tensor> shared = parts == 1 ? Optional.of(translate(pairs.get(0))) : Optional.empty();
            moveDiscriminator(pairs, shared, record);
            GradientSum gradients = new GradientSum(parts);
            for (Pair pair : pairs) {
                gradients.add(() -> {
                    Tensor fake = shared.orElseGet(() -> translate(pair));
                    Tensor deceived = TranslationLoss.crossEntropyReal(judge(pair.source(), fake));
                    Tensor l1 = TranslationLoss.absolute(fake, pair.target());
                    record(record, "generator", deceived, parts);
                    record(record, "l1", l1, parts);
                    return ofTranslator.of(deceived.add(l1.mul(lambda)));
                });
            }
            moveTranslators(gradients.mean(), 1);
        }
    }

    private void moveDiscriminator(List<Pair> pairs, Optional<Tensor> shared, Map<String, Double> record) {
        int parts = pairs.size();
        GradientSum gradients = new GradientSum(parts);
        try (WeightGradients ofDiscriminator = WeightGradients.record(discriminator)) {
            for (Pair pair : pairs) {
                gradients.add(() -> {
                    Tensor onReal = judge(pair.source(), pair.target());
                    Tensor onFake = judge(pair.source(), shared.map(Tensor::detach).orElseGet(() -> translateWithoutGraph(pair)));
                    Tensor loss = TranslationLoss.crossEntropyReal(onReal).add(TranslationLoss.crossEntropyFake(onFake))
                            .mul(0.5);
                    record(record, "discriminator", loss, parts);
                    record(record, "score_real", Ops.sigmoid(onReal.detach()).mean(), parts);
                    record(record, "score_fake", Ops.sigmoid(onFake.detach()).mean(), parts);
                    return ofDiscriminator.of(loss);
                });
            }
        }
        moveDiscriminators(gradients.mean(), 1);
    }

    private Tensor translateWithoutGraph(Pair pair) {
        try (Autograd.Guard off = Autograd.noGrad()) {
            return translate(pair);
        }
    }

    private Tensor translate(Pair pair) {
        return translators().of(Direction.A_TO_B).forward(pair.source());
    }

    private Tensor judge(Tensor source, Tensor image) {
        return discriminator.forward(Tensor.cat(List.of(source, image.to(source.dtype())), 1));
    }
}
