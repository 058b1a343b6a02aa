package org.synthoscope.evidence.privacy;

import org.synthoscope.evidence.Distances;
import org.synthoscope.evidence.Distances.Nearest;

/**
 * What lies nearest to each image of the {@link Sides}, among another side's images or another patient's on its own.
 *
 * @param trainToTrain for each training image the nearest of another patient
 */
record Neighbourhood(Nearest trainToTrain, Nearest holdoutToTrain, Nearest releasedToTrain, Nearest trainToReleased,
                     Nearest holdoutToReleased) {

    static Neighbourhood of(Sides s) {
        return of(s, Distances.nearest(s.train(), s.trainGroups(), s.train(), s.trainGroups()));
    }

    /** With the distances among the training images at hand. */
    static Neighbourhood of(Sides s, Nearest trainToTrain) {
        int[] anyTrain = new int[s.train().count()];
        int[] anyReleased = new int[s.released().count()];
        return new Neighbourhood(trainToTrain,
                Distances.nearest(s.holdout(), Sides.nobody(s.holdout().count()), s.train(), anyTrain),
                Distances.nearest(s.released(), Sides.nobody(s.released().count()), s.train(), anyTrain),
                Distances.nearest(s.train(), Sides.nobody(s.train().count()), s.released(), anyReleased),
                Distances.nearest(s.holdout(), Sides.nobody(s.holdout().count()), s.released(), anyReleased));
    }
}
