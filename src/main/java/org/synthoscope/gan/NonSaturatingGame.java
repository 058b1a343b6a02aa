package org.synthoscope.gan;

import org.synthoscope.tensor.Tensor;

/** Goodfellow et al., 2014: cross-entropy for the discriminator, and for the generator its non-saturating counterpart. */
public final class NonSaturatingGame implements Game {

    private final Rates rates;

    public NonSaturatingGame(GanSettings settings) {
        this.rates = Rates.of(settings);
    }

    @Override
    public Rates rates(long images) {
        return rates;
    }

    @Override
    public Tensor discriminatorLoss(Round round) {
        return AdversarialLoss.discriminatorOnReal(round.judgeReal())
                .add(AdversarialLoss.discriminatorOnFake(round.judgeFake()));
    }

    @Override
    public Tensor generatorLoss(Round round) {
        return AdversarialLoss.generator(round.judgeFake());
    }
}
