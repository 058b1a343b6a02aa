package org.synthoscope.curation.duplicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CandidateSearchTest {

    /** 600 pictures, every other with a slightly cut and turned copy. */
    private static List<Fingerprint> many() {
        List<Fingerprint> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            all.add(Fingerprint.of(Scenes.picture(i, 48, 48)));
        }
        for (int i = 0; i < 300; i++) {
            all.add(Fingerprint.of(i % 2 == 0 ? Scenes.picture(1000 + i, 48, 48)
                    : Scenes.oriented(Scenes.window(Scenes.picture(i, 48, 48), i % 3, i % 2, 46, 46), i % 8)));
        }
        return all;
    }

    /** The comparison of all pairs is the oracle of the join by bands. A view further off may be the one that is met. */
    @Test
    void theJoinFindsNothingButNearPairsAndNearlyAllOfThem() {
        List<Fingerprint> all = many();
        try (Workers workers = new Workers(2)) {
            Hashes hashes = Hashes.byMedians(all, workers);
            Map<String, Integer> exhaustive = new HashMap<>();
            for (int query = 0; query < all.size(); query++) {
                for (int entry = 0; entry < all.size(); entry++) {
                    for (int o = 0; o < 8 && entry != query; o++) {
                        long hash = hashes.whole(query, o);
                        int distance = Long.bitCount(hash ^ hashes.view(entry, hashes.nearestView(hash, entry)));
                        exhaustive.put(query + " " + entry + " " + o, distance);
                    }
                }
            }
            List<Candidate> joined = BandedJoin.search(hashes, (a, b) -> true, workers);
            for (Candidate c : joined) {
                Integer distance = exhaustive.get(c.query() + " " + c.entry() + " " + c.orientation());
                assertTrue(distance != null && distance <= c.distance() && c.distance() <= BandedJoin.FARTHEST, c.toString());
            }
            long near = exhaustive.values().stream().filter(d -> d <= 4).count();
            long met = joined.stream().filter(c -> exhaustive.get(c.query() + " " + c.entry() + " " + c.orientation()) <= 4)
                    .count();
            assertTrue(near > 100, near + " near pairs are there to find");
            assertTrue(met >= 0.95 * near, met + " of " + near);
        }
    }

    @Test
    void theJoinDoesNotDependOnTheNumberOfThreads() {
        List<Fingerprint> all = many();
        try (Workers one = new Workers(1); Workers three = new Workers(3)) {
            assertEquals(BandedJoin.search(Hashes.byMedians(all, one), (a, b) -> true, one),
                    BandedJoin.search(Hashes.byMedians(all, three), (a, b) -> true, three));
        }
    }

    @Test
    void unwantedPairsAreNotEvenCandidates() {
        try (Workers workers = new Workers(1)) {
            assertEquals(List.of(), CandidateSearch.search(many(), (a, b) -> false, workers));
        }
    }
}
