package org.synthoscope.gan.discogan;

/**
 * Which side moves in an iteration, and how much the way back counts.
 *
 * @param every      of so many iterations one moves the discriminators, 3 in the reference
 * @param curriculum iterations before the way back counts fully, 10,000 in the reference
 * @param early      its share until then, 0.01 in the reference
 * @param late       its share from then on, 0.5 in the reference
 */
record DiscoSchedule(int every, long curriculum, double early, double late) {

    /** Whether the discriminators move in an iteration, counted from 0; else the translators do. */
    boolean discriminatorsMove(long iteration) {
        return iteration % every == 0;
    }

    /** r in an iteration, counted from 0. */
    double reconstruction(long iteration) {
        return iteration < curriculum ? early : late;
    }
}
