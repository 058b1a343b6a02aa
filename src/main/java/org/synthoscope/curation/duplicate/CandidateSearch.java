package org.synthoscope.curation.duplicate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the pairs whose hashes are close. Every image is looked up whole in all eight orientations among the whole views
 * and the sub-windows of the others, both ways round, so that a copy finds its original however it was turned and
 * whichever of the two was cut.
 *
 * <p>A hash has one bit for each of 63 low frequencies: whether it is above that frequency's median in this collection. A
 * fixed threshold would give chest X-rays, which share their layout, hashes that share most bits.
 */
final class CandidateSearch {

    /** Hash bits: the mean is left out. */
    static final int BITS = Views.WAVES * Views.WAVES - 1;
    /** Most differing bits of a candidate, while that leaves a number of candidates that can be verified. */
    private static final int FARTHEST = 11;
    /** Candidates an image that are verified on thumbnails; distances are restricted to those that keep to it. */
    private static final int BUDGET = 60;
    private static final long LEAST_BUDGET = 20_000;
    /** Images up to which every pair is compared. */
    private static final int EXHAUSTIVE = 20_000;

    /** Which pairs of positions are asked for. */
    @FunctionalInterface
    interface Wanted {
        boolean pair(int a, int b);
    }

    private final Hashes hashes;
    private final Wanted wanted;
    private final Workers workers;

    private CandidateSearch(Hashes hashes, Wanted wanted, Workers workers) {
        this.hashes = hashes;
        this.wanted = wanted;
        this.workers = workers;
    }

    /** Candidates in the order of their positions; positions are those in the list. */
    static List<Candidate> search(List<Fingerprint> fingerprints, Wanted wanted, Workers workers) {
        if (fingerprints.size() < 2) {
            return List.of();
        }
        Hashes hashes = Hashes.of(fingerprints, workers);
        CandidateSearch search = new CandidateSearch(hashes, wanted, workers);
        List<Candidate> found = fingerprints.size() <= EXHAUSTIVE ? search.exhaustive()
                : BandedJoin.search(hashes, wanted, workers);
        return search.affordable(found);
    }

    /** Compares every pair. */
    private List<Candidate> exhaustive() {
        List<List<Candidate>> rows = workers.map(hashes.size(), this::row);
        List<Candidate> all = new ArrayList<>();
        rows.forEach(all::addAll);
        return all;
    }

    private List<Candidate> row(int query) {
        List<Candidate> near = new ArrayList<>();
        for (int orientation = 0; orientation < Orientation.COUNT; orientation++) {
            long hash = hashes.whole(query, orientation);
            for (int entry = 0; entry < hashes.size(); entry++) {
                int view = hashes.nearestView(hash, entry);
                int distance = Long.bitCount(hash ^ hashes.view(entry, view));
                if (distance <= FARTHEST && entry != query && wanted.pair(query, entry)) {
                    near.add(new Candidate(query, entry, orientation, view, distance));
                }
            }
        }
        return near;
    }

    /** Those up to the largest distance that the budget allows. */
    private List<Candidate> affordable(List<Candidate> found) {
        long budget = Math.max(LEAST_BUDGET, (long) BUDGET * hashes.size());
        long[] upTo = new long[FARTHEST + 1];
        found.forEach(candidate -> upTo[candidate.distance()]++);
        Arrays.parallelPrefix(upTo, Long::sum);
        int farthest = FARTHEST;
        while (farthest > 0 && upTo[farthest] > budget) {
            farthest--;
        }
        int limit = farthest;
        return found.stream().filter(candidate -> candidate.distance() <= limit).toList();
    }
}
