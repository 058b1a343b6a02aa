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

    /** The comparison of all pairs is the oracle of the join by bands. */
    @Test
    void theJoinFindsNothingButNearPairsAndNearlyAllOfThem() {
        List<Fingerprint> all = many();
        try (Workers workers = new Workers(2)) {
            Map<String, Integer> exhaustive = new HashMap<>();
            for (Candidate c : CandidateSearch.search(all, (a, b) -> true, workers)) {
                exhaustive.put(c.query() + " " + c.entry() + " " + c.orientation(), c.distance());
            }
            List<Candidate> joined = BandedJoin.search(Hashes.of(all, workers), (a, b) -> true, workers);
            for (Candidate c : joined) {
                Integer distance = exhaustive.get(c.query() + " " + c.entry() + " " + c.orientation());
                assertTrue(distance != null && distance <= c.distance(), c.toString());
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
            assertEquals(BandedJoin.search(Hashes.of(all, one), (a, b) -> true, one),
                    BandedJoin.search(Hashes.of(all, three), (a, b) -> true, three));
        }
    }

    @Test
    void unwantedPairsAreNotEvenCandidates() {
        try (Workers workers = new Workers(1)) {
            assertEquals(List.of(), CandidateSearch.search(many(), (a, b) -> false, workers));
        }
    }
}
