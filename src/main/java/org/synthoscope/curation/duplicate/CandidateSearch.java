package org.synthoscope.curation.duplicate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the pairs whose hashes are close. Every image is looked up whole in all eight orientations among the whole views
 * and the sub-windows of the others, both ways round, so that a copy finds its original however it was turned and
 * whichever of the two was cut.
 *
 * <p>A hash has one bit for each of 63 low frequencies. There are two of them: one tells whether the coefficient is above its
 * median in this collection, the other whether it is above 0. The first spreads pictures that share their layout, such as
 * chest X-rays; the second holds where most of a collection shows one picture, in the middle of which the medians then
 * lie. Collections too large to compare all their pairs do without the second.
 */
final class CandidateSearch {

    /** Hash bits: the mean is left out. */
    static final int BITS = Views.WAVES * Views.WAVES - 1;
    /** Most differing bits of a candidate, while that leaves a number of candidates that can be verified. */
    private static final int FARTHEST = 11;
    /** Candidates an image and hash that are verified on thumbnails; distances are restricted to those that keep to it. */
    private static final int MEDIAN_BUDGET = 60;
    private static final int ZERO_BUDGET = 15;
    private static final long LEAST_BUDGET = 20_000;
    private static final long MOST_BUDGET = 1_500_000;
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
        long images = fingerprints.size();
        if (images > EXHAUSTIVE) {
            return affordable(BandedJoin.search(Hashes.byMedians(fingerprints, workers), wanted, workers),
                    MEDIAN_BUDGET * images);
        }
        List<Candidate> both = new ArrayList<>(affordable(new CandidateSearch(Hashes.byMedians(fingerprints, workers), wanted,
                workers).exhaustive(), MEDIAN_BUDGET * images));
        both.addAll(affordable(new CandidateSearch(Hashes.bySigns(fingerprints, workers), wanted, workers).exhaustive(),
                ZERO_BUDGET * images));
        both.sort(Comparator.comparingInt(Candidate::query).thenComparingInt(Candidate::entry)
                .thenComparingInt(Candidate::orientation).thenComparingInt(Candidate::view));
        return both;
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
    private static List<Candidate> affordable(List<Candidate> found, long wish) {
        long budget = Math.min(MOST_BUDGET, Math.max(LEAST_BUDGET, wish));
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
