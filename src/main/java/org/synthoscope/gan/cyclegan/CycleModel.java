package org.synthoscope.gan.cyclegan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.GradientSum;
import org.synthoscope.gan.translation.Direction;
import org.synthoscope.gan.translation.Domains;
import org.synthoscope.gan.translation.Jitter;
import org.synthoscope.gan.translation.Judges;
import org.synthoscope.gan.translation.LinearDecay;
import org.synthoscope.gan.translation.PatchDiscriminator;
import org.synthoscope.gan.translation.TranslationLoss;
import org.synthoscope.gan.translation.TranslationModel;
import org.synthoscope.nn.Precision;
import org.synthoscope.nn.WeightGradients;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;

/**
 * The game of CycleGAN (Zhu et al., 2017, sections 3 and 4): both translators move first, by the least-squares loss of being
 * taken for real, λ times the mean absolute difference of each image from its way there and back, and half of λ times that of
 * an image of the goal domain from its own translation; then the discriminators, one a domain, by half their least-squares
 * loss on real images and on translations out of the pool.
 *
 * <p>Nothing in these networks mixes the images of a batch, so each translator takes the images to translate and those to
 * leave alone in one pass, and each discriminator real and translated ones.
 */
final class CycleModel extends TranslationModel {

    private final Judges<PatchDiscriminator> judges;
    private final double cycleWeight;
    private final double identityWeight;
    private final LinearDecay decay;
    private final Optional<Jitter> jitter;
    private final int poolSize;

    CycleModel(GanSpec spec, GanSettings settings, Precision precision, long seed, Device device, CycleGan architecture) {
        this(spec, settings, precision, seed, device, architecture, new Judges<>(() -> architecture.discriminator(spec)));
    }

    private CycleModel(GanSpec spec, GanSettings settings, Precision precision, long seed, Device device,
                       CycleGan architecture, Judges<PatchDiscriminator> judges) {
        super(spec, settings, precision, seed, device, () -> architecture.translators(spec), judges, 0);
        this.judges = judges;
        this.cycleWeight = settings.option(CycleGan.LAMBDA);
        this.identityWeight = cycleWeight * settings.option(CycleGan.IDENTITY);
        this.decay = new LinearDecay(Math.round(settings.option(CycleGan.EPOCH)), (int) settings.option(CycleGan.CONSTANT),
                (int) settings.option(CycleGan.DECAY));
        this.jitter = settings.option(CycleGan.JITTER) > 0 ? Optional.of(new Jitter(stream("jitter"))) : Optional.empty();
        this.poolSize = (int) settings.option(CycleGan.POOL);
        pool("a", poolSize);
        pool("b", poolSize);
    }

    @Override
    protected String rules() {
        return "game=cycle";
    }

    @Override
    protected void move(List<Batch> microBatches, long imagesShown, Map<String, Double> record) {
        double factor = decay.after(imagesShown);
        List<Domains> parts = new ArrayList<>();
        for (Batch b : microBatches) {
            parts.add(Domains.of(jitter.map(j -> j.apply(b.images())).orElse(b.images()), b.labels()));
        }
        List<Domains> fakes = new ArrayList<>();
        try {
            moveBothTranslators(parts, factor, fakes, record);
            moveBothDiscriminators(parts, factor, fakes, record);
        } finally {
            fakes.forEach(fake -> {
                fake.a().close();
                fake.b().close();
            });
        }
    }

    private void moveBothDiscriminators(List<Domains> parts, double factor, List<Domains> fakes, Map<String, Double> record) {
        GradientSum gradients = new GradientSum(parts.size());
        try (WeightGradients ofJudges = WeightGradients.record(judges)) {
            for (int i = 0; i < parts.size(); i++) {
                Domains real = parts.get(i);
                Domains made = fakes.get(i);
                gradients.add(() -> {
                    Tensor fakeA = pool("a", poolSize).exchange(made.a());
                    Tensor fakeB = pool("b", poolSize).exchange(made.b());
                    Tensor loss = loss(judges.ofA(), real.a(), fakeA, parts.size(), record)
                            .add(loss(judges.ofB(), real.b(), fakeB, parts.size(), record));
                    record(record, "discriminator", loss, parts.size());
                    return ofJudges.of(loss);
                });
            }
        }
        moveDiscriminators(gradients.mean(), factor);
    }

    /** Half the least-squares loss of one discriminator; records its scores, each half of the mean over both. */
    private static Tensor loss(PatchDiscriminator judge, Tensor real, Tensor fake, int parts, Map<String, Double> record) {
        Tensor scores = judge.forward(Tensor.cat(List.of(real, fake), 0));
        Tensor onReal = scores.narrow(0, 0, real.size(0));
        Tensor onFake = scores.narrow(0, real.size(0), fake.size(0));
        record(record, "score_real", onReal.detach().mean(), 2 * parts);
        record(record, "score_fake", onFake.detach().mean(), 2 * parts);
        return TranslationLoss.leastSquares(onReal, true).add(TranslationLoss.leastSquares(onFake, false)).mul(0.5);
    }

    /** @param fakes is given the translations without their history, kept */
    private void moveBothTranslators(List<Domains> parts, double factor, List<Domains> fakes, Map<String, Double> record) {
        GradientSum gradients = new GradientSum(parts.size());
        try (WeightGradients ofTranslators = WeightGradients.record(translators())) {
            for (Domains real : parts) {
                gradients.add(() -> ofTranslators.of(translatorsLoss(real, parts.size(), fakes, record)));
            }
        }
        moveTranslators(gradients.mean(), factor);
    }

    private Tensor translatorsLoss(Domains real, int parts, List<Domains> fakes, Map<String, Double> record) {
        long n = real.a().size(0);
        boolean identity = identityWeight > 0;
        Tensor toB = pass(Direction.A_TO_B, real.a(), real.b(), identity);
        Tensor toA = pass(Direction.B_TO_A, real.b(), real.a(), identity);
        Domains fake = new Domains(toA.narrow(0, 0, n), toB.narrow(0, 0, n));
        fakes.add(new Domains(fake.a().detach().keep(), fake.b().detach().keep()));
        Tensor deceived = TranslationLoss.leastSquares(judges.ofB().forward(fake.b()), true)
                .add(TranslationLoss.leastSquares(judges.ofA().forward(fake.a()), true));
        Tensor cycle = TranslationLoss.absolute(translators().of(Direction.B_TO_A).forward(fake.b()), real.a())
                .add(TranslationLoss.absolute(translators().of(Direction.A_TO_B).forward(fake.a()), real.b()));
        Tensor loss = deceived.add(cycle.mul(cycleWeight));
        record(record, "generator", deceived, parts);
        record(record, "cycle", cycle, parts);
        if (!identity) {
            return loss;
        }
        Tensor same = TranslationLoss.absolute(toB.narrow(0, n, n), real.b())
                .add(TranslationLoss.absolute(toA.narrow(0, n, n), real.a()));
        record(record, "identity", same, parts);
        return loss.add(same.mul(identityWeight));
    }

    private Tensor pass(Direction way, Tensor foreign, Tensor own, boolean identity) {
        return translators().of(way).forward(identity ? Tensor.cat(List.of(foreign, own), 0) : foreign);
    }
}
