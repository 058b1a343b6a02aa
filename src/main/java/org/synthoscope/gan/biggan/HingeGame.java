package org.synthoscope.gan.biggan;

import org.synthoscope.gan.Game;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.Rates;
import org.synthoscope.gan.Round;
import org.synthoscope.nn.OrthogonalPenalty;
import org.synthoscope.tensor.Tensor;

/** BigGAN's rules: the hinge loss, a penalty that keeps the generator's filters apart, an average that may start late. */
final class HingeGame implements Game {

    private final GanSettings settings;
    private final OrthogonalPenalty penalty;

    HingeGame(GanSettings settings) {
        this.settings = settings;
        this.penalty = new OrthogonalPenalty(settings.option(BigGan.ORTHOGONAL.name()));
    }

    @Override
    public Rates rates(long images) {
        return Rates.of(settings);
    }

    @Override
    public boolean averages(long images) {
        return images >= 1000 * settings.option(BigGan.EMA_START.name());
    }

    @Override
    public OrthogonalPenalty generatorPenalty() {
        return penalty;
    }

    @Override
    public Tensor discriminatorLoss(Round round) {
        return HingeLoss.discriminator(round.judgeReal(), round.judgeFake());
    }

    @Override
    public Tensor generatorLoss(Round round) {
        return HingeLoss.generator(round.judgeFake());
    }
}
