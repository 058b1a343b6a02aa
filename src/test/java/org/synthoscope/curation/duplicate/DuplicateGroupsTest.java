package org.synthoscope.curation.duplicate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.synthoscope.curation.DuplicatePair;
import org.synthoscope.curation.Transform;

final class DuplicateGroupsTest {

    private static DuplicatePair near(int a, int b, double confidence) {
        return new DuplicatePair(a, b, false, confidence, Transform.CROP);
    }

    /** Two families of three; within each every pair was found. */
    private static List<DuplicatePair> families() {
        return new ArrayList<>(List.of(near(0, 1, 0.99), near(0, 2, 0.9), near(1, 2, 0.99), near(3, 4, 0.99), near(3, 5, 0.97),
                near(4, 5, 0.8)));
    }

    @Test
    void aWeakLinkDoesNotGlueTwoFamilies() {
        List<DuplicatePair> pairs = families();
        pairs.add(near(2, 3, 0.85));
        DuplicateGroups groups = DuplicateGroups.of(6, pairs, 0.7);
        assertEquals(List.of(List.of(0, 1, 2), List.of(3, 4, 5)), groups.groups());
        assertEquals(List.of(near(2, 3, 0.85)), groups.loose());
    }

    @Test
    void aCertainLinkOrManyWeakOnesDo() {
        List<DuplicatePair> certain = families();
        certain.add(near(2, 3, 0.97));
        assertEquals(1, DuplicateGroups.of(6, certain, 0.7).groups().size());
        List<DuplicatePair> many = families();
        many.addAll(List.of(near(0, 3, 0.8), near(0, 4, 0.8), near(1, 3, 0.8), near(2, 3, 0.8), near(2, 5, 0.8)));
        DuplicateGroups joined = DuplicateGroups.of(6, many, 0.7);
        assertEquals(1, joined.groups().size());
        assertEquals(List.of(), joined.loose());
    }

    @Test
    void pairsBelowTheConfidenceCountForNothing() {
        assertEquals(List.of(), DuplicateGroups.of(2, List.of(near(0, 1, 0.6)), 0.7).groups());
    }

    @Test
    void theOrderOfThePairsDoesNotMatter() {
        List<DuplicatePair> pairs = families();
        pairs.add(near(2, 3, 0.85));
        pairs.add(new DuplicatePair(6, 7, true, 1, Transform.NONE));
        DuplicateGroups expected = DuplicateGroups.of(8, pairs, 0.7);
        for (int seed = 0; seed < 10; seed++) {
            Collections.shuffle(pairs, new Random(seed));
            assertEquals(expected, DuplicateGroups.of(8, pairs, 0.7));
        }
    }

    @Test
    void conflictsOverlapsAndLeaksAreGroupsDividedBySomething() {
        DuplicateGroups groups = DuplicateGroups.of(6, families(), 0.7);
        String[] labels = {"nevus", "melanoma", "nevus", "nevus", "", "nevus"};
        List<DuplicateGroups.Divided> conflicts = groups.dividedBy(i -> labels[i]);
        assertEquals(1, conflicts.size());
        assertEquals(Map.of("melanoma", List.of(1), "nevus", List.of(0, 2)), conflicts.get(0).byValue());
    }
}
