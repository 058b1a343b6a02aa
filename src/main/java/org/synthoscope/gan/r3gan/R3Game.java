package org.synthoscope.gan.r3gan;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.synthoscope.gan.Game;
import org.synthoscope.gan.GanOption;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.Rates;
import org.synthoscope.gan.Round;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Schedule;

/**
 * The relativistic pairing game with R1 and R2 (Huang et al., 2024, equations 3 to 6). Penalty, learning rate and Adam's
 * β₂ move from first to last value along half a cosine, as in the paper's appendix, over a length that a run sets.
 *
 * <p>The gradients that are penalised are those at the images as the discriminator is shown them, after augmentation.
 */
final class R3Game implements Game {

    static final String GAMMA = "gamma";
    static final String LAST_GAMMA = "last_gamma";
    static final String LAST_RATE = "last_rate";
    static final String FIRST_BETA2 = "first_beta2";
    static final String DECAY = "decay_kimg";
    static final String EVERY = "penalty_every";
    static final String AUGMENT = "last_augment";

    /** In the log: what the penalties added to the discriminator's loss. */
    private static final String PENALTY = "penalty";

    static final List<GanOption> OPTIONS = List.of(
            new GanOption(GAMMA, 2, 0, 1000, "weight of the penalties at the start; the paper has 2 at 64 and 0.05 at 32"),
            new GanOption(LAST_GAMMA, 0.2, 0, 1000, "weight of the penalties at the end; the paper has a tenth of the first"),
            new GanOption(LAST_RATE, 0.25, 0.001, 1, "learning rates at the end, as a share of those at the start"),
            new GanOption(FIRST_BETA2, 0.9, 0, 0.9999, "Adam's beta2 at the start; beta2 is that at the end"),
            new GanOption(DECAY, 20_000, 0.001, 1e6, "thousand images over which all of these move from start to end"),
            new GanOption(EVERY, 1, 1, 64, "steps between penalties, which then weigh as many times more"),
            new GanOption(AUGMENT, 0.3, 0, 1, "probability of each augmentation at the end, from 0 at the start; the paper has "
                    + "0.3 at 64 and 0.55 at 32; 0 leaves it to adaTarget"));

    private final Schedule gamma;
    private final Schedule generatorRate;
    private final Schedule discriminatorRate;
    private final Schedule beta2;
    private final Schedule augment;
    private final boolean augments;
    private final double beta1;
    private final int batch;
    private final int every;

    /** @param settings with all options */
    R3Game(GanSettings settings) {
        long end = Math.max(1, Math.round(settings.option(DECAY) * 1000));
        double rate = settings.option(LAST_RATE);
        this.gamma = Schedule.cosine(settings.option(GAMMA), settings.option(LAST_GAMMA), 0, end);
        this.generatorRate = Schedule.cosine(settings.learningRate(), settings.learningRate() * rate, 0, end);
        this.discriminatorRate = Schedule.cosine(settings.discriminatorLearningRate(),
                settings.discriminatorLearningRate() * rate, 0, end);
        this.beta2 = Schedule.cosine(settings.option(FIRST_BETA2), settings.beta2(), 0, end);
        this.augment = Schedule.cosine(0, settings.option(AUGMENT), 0, end);
        this.augments = settings.option(AUGMENT) > 0;
        this.beta1 = settings.beta1();
        this.batch = settings.batch();
        this.every = (int) Math.round(settings.option(EVERY));
    }

    @Override
    public Rates rates(long images) {
        return new Rates(generatorRate.at(images), discriminatorRate.at(images), beta1, beta2.at(images));
    }

    @Override
    public OptionalDouble augmentation(long images) {
        return augments ? OptionalDouble.of(augment.at(images)) : OptionalDouble.empty();
    }

    /** A logit alone means nothing here, its difference to the paired one does. */
    @Override
    public Optional<Tensor> verdict(Round round) {
        return Optional.of(round.judgeReal().sub(round.judgeFake()).detach());
    }

    /** What the penalties of the step after {@code images} images are multiplied by; 0 in a step without them. */
    double penaltyWeight(long images) {
        return images / batch % every == 0 ? every * gamma.at(images) : 0;
    }

    @Override
    public Tensor discriminatorLoss(Round round) {
        long n = round.real().size(0);
        R3Discriminator discriminator = (R3Discriminator) round.discriminator();
        Tensor images = Tensor.cat(List.of(round.seen(round.real()), round.seen(round.fake()).to(
                round.real().dtype())), 0).detach();
        Tensor labels = Tensor.cat(List.of(round.labels(), round.labels()), 0);
        double weight = penaltyWeight(round.shown());
        if (weight == 0) {
            round.record(PENALTY, Tensor.zeros());
            return paired(round, discriminator.judge(images, labels), n);
        }
        GradientPenalty both = GradientPenalty.at(discriminator, images, labels);
        // A mean over real and generated images together: R1 + R2 is twice that.
        Tensor penalty = both.penalty().mul(2 * weight);
        round.record(PENALTY, penalty.detach());
        return paired(round, both.judged(), n).add(penalty);
    }

    private static Tensor paired(Round round, Tensor logits, long n) {
        Tensor real = logits.narrow(0, 0, n);
        Tensor fake = logits.narrow(0, n, n);
        round.judged(real, fake);
        return PairedLoss.discriminator(real, fake);
    }

    @Override
    public Tensor generatorLoss(Round round) {
        Tensor onReal;
        try (Autograd.Guard off = Autograd.noGrad()) {
            onReal = round.judgeReal();
        }
        return PairedLoss.generator(onReal, round.judgeFake());
    }
}
