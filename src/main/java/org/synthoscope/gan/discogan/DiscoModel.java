package org.synthoscope.gan.discogan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.GradientSum;
import org.synthoscope.gan.translation.Direction;
import org.synthoscope.gan.translation.Domains;
import org.synthoscope.gan.translation.Judges;
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
 * The game of DiscoGAN (Kim et al., 2017, section 3, with the weights of the authors' program): in each step either the
 * discriminators move, in the first and every third after it, or the translators. Of the other side only the losses are
 * noted.
 *
 * <p>A translator's loss is (0.1 · cross-entropy + 0.9 · feature matching)(1 − r) + r · squared error of the way there and
 * back, with images in [0, 1] and r = {@link DiscoSchedule#reconstruction}; a discriminator's is half its cross-entropy.
 */
final class DiscoModel extends TranslationModel {

    private static final double DECEPTION = 0.1;
    private static final double MATCHING = 0.9;
    private static final double WEIGHT_DECAY = 1e-5;

    private final Judges<DiscoDiscriminator> judges;
    private final DiscoSchedule schedule;

    DiscoModel(GanSpec spec, GanSettings settings, Precision precision, long seed, Device device, DiscoGan architecture) {
        this(spec, settings, precision, seed, device, architecture, new Judges<>(() -> architecture.discriminator(spec)));
    }

    private DiscoModel(GanSpec spec, GanSettings settings, Precision precision, long seed, Device device,
                       DiscoGan architecture, Judges<DiscoDiscriminator> judges) {
        super(spec, settings, precision, seed, device, () -> architecture.translators(spec), judges, WEIGHT_DECAY);
        this.judges = judges;
        this.schedule = new DiscoSchedule((int) settings.option(DiscoGan.EVERY), Math.round(settings.option(DiscoGan.CURRICULUM)),
                settings.option(DiscoGan.EARLY), settings.option(DiscoGan.LATE));
    }

    @Override
    protected String rules() {
        return "game=disco";
    }

    @Override
    protected void move(List<Batch> microBatches, long imagesShown, Map<String, Double> record) {
        int parts = microBatches.size();
        long iteration = imagesShown / microBatches.stream().mapToInt(Batch::size).sum();
        boolean discriminatorsMove = schedule.discriminatorsMove(iteration);
        List<Domains> domains = new ArrayList<>();
        microBatches.forEach(b -> domains.add(Domains.of(b.images(), b.labels())));
        GradientSum gradients = new GradientSum(parts);
        try (WeightGradients moving = WeightGradients.record(discriminatorsMove ? judges : translators())) {
            for (Domains real : domains) {
                gradients.add(() -> moving.of(loss(real, iteration, discriminatorsMove, parts, record)));
            }
        }
        if (discriminatorsMove) {
            moveDiscriminators(gradients.mean(), 1);
        } else {
            moveTranslators(gradients.mean(), 1);
        }
    }

    /** The loss of the side that moves; notes those of both. */
    private Tensor loss(Domains real, long iteration, boolean discriminatorsMove, int parts, Map<String, Double> record) {
        Losses losses = losses(real, discriminatorsMove);
        record(record, "discriminator", losses.discriminators(), parts);
        record(record, "generator", losses.deceived(), parts);
        record(record, "matching", losses.matching(), parts);
        record(record, "cycle", losses.cycle(), parts);
        record(record, "score_real", losses.scoreReal(), parts);
        record(record, "score_fake", losses.scoreFake(), parts);
        double back = schedule.reconstruction(iteration);
        return discriminatorsMove ? losses.discriminators() : losses.deceived().mul(DECEPTION)
                .add(losses.matching().mul(MATCHING)).mul(1 - back).add(losses.cycle().mul(back));
    }

    /** Sums over both domains, means of both for the scores. */
    private record Losses(Tensor discriminators, Tensor deceived, Tensor matching, Tensor cycle, Tensor scoreReal,
                          Tensor scoreFake) {
    }

    private Losses losses(Domains real, boolean discriminatorsMove) {
        Tensor fakeA;
        Tensor fakeB;
        Tensor cycle;
        try (Autograd.Guard mode = discriminatorsMove ? Autograd.noGrad() : Autograd.withGrad()) {
            fakeB = translators().of(Direction.A_TO_B).forward(real.a());
            fakeA = translators().of(Direction.B_TO_A).forward(real.b());
            // Images are in [−1, 1] here: a quarter of the squared error is that of images in [0, 1].
            cycle = TranslationLoss.squared(translators().of(Direction.B_TO_A).forward(fakeB), real.a())
                    .add(TranslationLoss.squared(translators().of(Direction.A_TO_B).forward(fakeA), real.b())).mul(0.25);
        }
        DiscoDiscriminator.Judgement realA;
        DiscoDiscriminator.Judgement realB;
        try (Autograd.Guard mode = discriminatorsMove ? Autograd.withGrad() : Autograd.noGrad()) {
            realA = judges.ofA().judge(real.a());
            realB = judges.ofB().judge(real.b());
        }
        DiscoDiscriminator.Judgement onFakeA = judges.ofA().judge(fakeA);
        DiscoDiscriminator.Judgement onFakeB = judges.ofB().judge(fakeB);
        Tensor discriminators = TranslationLoss.crossEntropyReal(realA.logits())
                .add(TranslationLoss.crossEntropyFake(onFakeA.logits()))
                .add(TranslationLoss.crossEntropyReal(realB.logits()))
                .add(TranslationLoss.crossEntropyFake(onFakeB.logits())).mul(0.5);
        Tensor deceived = TranslationLoss.crossEntropyReal(onFakeA.logits())
                .add(TranslationLoss.crossEntropyReal(onFakeB.logits()));
        Tensor matching = TranslationLoss.featureMatching(realA.features(), onFakeA.features())
                .add(TranslationLoss.featureMatching(realB.features(), onFakeB.features()));
        return new Losses(discriminators, deceived, matching, cycle, score(realA, realB), score(onFakeA, onFakeB));
    }

    private static Tensor score(DiscoDiscriminator.Judgement a, DiscoDiscriminator.Judgement b) {
        return Ops.sigmoid(a.logits().detach()).mean().add(Ops.sigmoid(b.logits().detach()).mean()).mul(0.5);
    }
}
