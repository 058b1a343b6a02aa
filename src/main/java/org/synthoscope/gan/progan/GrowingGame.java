package org.synthoscope.gan.progan;

import org.synthoscope.gan.Discriminator;
import org.synthoscope.gan.Game;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.Generator;
import org.synthoscope.gan.Rates;
import org.synthoscope.gan.Round;
import org.synthoscope.gan.WassersteinLoss;
import org.synthoscope.tensor.Tensor;

/**
 * The Wasserstein game with gradient penalty and drift between networks that grow by a schedule. Whenever layers join or
 * have faded in, the optimisers start anew, since their moments belong to other networks.
 */
final class GrowingGame implements Game {

    private final GrowthSchedule schedule;
    private final Rates rates;
    private final double penalty;
    private final double drift;

    GrowingGame(GanSpec spec, GanSettings settings) {
        this.schedule = new GrowthSchedule(spec.resolution(), Math.round(settings.option(ProGan.STABLE) * 1000),
                Math.round(settings.option(ProGan.FADE) * 1000));
        this.rates = Rates.of(settings);
        this.penalty = settings.option(ProGan.PENALTY);
        this.drift = settings.option(ProGan.DRIFT);
    }

    @Override
    public Rates rates(long images) {
        return rates;
    }

    @Override
    public void prepare(long images, Generator generator, Discriminator discriminator) {
        prepare(images, generator);
        ((ProGanDiscriminator) discriminator).grow(schedule.at(images));
    }

    @Override
    public void prepare(long images, Generator average) {
        ((ProGanGenerator) average).grow(schedule.at(images));
    }

    @Override
    public Tensor real(Tensor images, long shown) {
        return Level.of(schedule.at(shown)).shown(images);
    }

    @Override
    public boolean restartsOptimisers(long images, int batch) {
        return images > 0 && schedule.crosses(Math.max(0, images - batch), images);
    }

    @Override
    public boolean penalisesGradients(long images) {
        return penalty > 0;
    }

    @Override
    public Tensor discriminatorLoss(Round round) {
        Tensor onReal = round.judgeReal();
        Tensor distance = WassersteinLoss.discriminator(onReal, round.judgeFake());
        round.record("distance", distance.detach().neg());
        Tensor loss = distance.add(WassersteinLoss.drift(onReal).mul(drift));
        if (penalty == 0) {
            return loss;
        }
        Tensor share = round.noise().uniform(0, 1, onReal.size(0)).to(onReal.device());
        // Behind the augmentation: its resampling has no second derivatives, and it is the discriminator that is to be held.
        Tensor slopes = WassersteinLoss.gradientPenalty(x -> round.discriminator().judge(x, round.labels()),
                WassersteinLoss.between(round.seen(round.real()), round.seen(round.fake()), share));
        round.record("penalty", slopes.detach());
        return loss.add(slopes.mul(penalty));
    }

    @Override
    public Tensor generatorLoss(Round round) {
        return WassersteinLoss.generator(round.judgeFake());
    }
}
