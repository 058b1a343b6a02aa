package org.synthoscope.evidence.privacy;

import org.synthoscope.evidence.Distances.Nearest;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.Groups;
import org.synthoscope.evidence.Points;

/**
 * AuthPct (Alaa et al. 2022, "How Faithful is your Synthetic Data?", section 4): the share of released images g that lie
 * farther from x*, the training image nearest to g, than x* lies from its nearest other training image. "Other" means of
 * another patient here. Copies give 0. Independent images of one distribution give .38, .70 and .81 in 2, 16 and 64
 * dimensions, so the number means nothing without that of held-out images beside it.
 */
public final class Authenticity {

    private Authenticity() {
    }

    /** The share with its interval, for the given training images. */
    public static Estimate of(Points train, int[] trainGroups, Points released, int[] releasedGroups) {
        Sides sides = new Sides("", train, trainGroups, released, releasedGroups, released, releasedGroups);
        Neighbourhood near = Neighbourhood.of(sides);
        return of(near.trainToTrain(), near.releasedToTrain(), releasedGroups);
    }

    static Estimate of(Nearest trainToTrain, Nearest toTrain, int[] groups) {
        double[] authentic = new double[groups.length];
        double sum = 0;
        for (int i = 0; i < authentic.length; i++) {
            authentic[i] = trainToTrain.distance()[toTrain.index()[i]] < toTrain.distance()[i] ? 1 : 0;
            sum += authentic[i];
        }
        return Estimate.share(sum / authentic.length, Groups.varianceOfMean(authentic, groups), authentic.length);
    }
}
