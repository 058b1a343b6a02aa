package org.synthoscope.gan.lsgan;

import org.synthoscope.gan.Game;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.Rates;
import org.synthoscope.gan.Round;
import org.synthoscope.tensor.Tensor;

/** Half the mean square of what scores are away from their target (Mao et al., 2017, equation 9). */
final class LeastSquaresGame implements Game {

    private final Rates rates;
    private final double realTarget;

    LeastSquaresGame(GanSettings settings) {
        this.rates = Rates.of(settings);
        this.realTarget = settings.option("real_target");
    }

    @Override
    public Rates rates(long images) {
        return rates;
    }

    @Override
    public Tensor discriminatorLoss(Round round) {
        return away(round.judgeReal(), realTarget).add(away(round.judgeFake(), 0));
    }

    @Override
    public Tensor generatorLoss(Round round) {
        return away(round.judgeFake(), 1);
    }

    static Tensor away(Tensor scores, double target) {
        return scores.add(-target).square().mean().mul(0.5);
    }
}
