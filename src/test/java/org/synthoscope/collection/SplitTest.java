package org.synthoscope.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.synthoscope.base.SynthoscopeException;

class SplitTest {

    /** Images of random classes; group sizes follow the list. */
    private static List<ImageEntry> entries(List<Integer> groupSizes, int classes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ImageEntry> entries = new ArrayList<>();
        for (int group = 0; group < groupSizes.size(); group++) {
            for (int i = 0; i < groupSizes.get(group); i++) {
                String className = "c" + random.nextInt(classes);
                entries.add(new ImageEntry(className + "/" + group + "-" + i, className, "patient:" + group));
            }
        }
        return entries;
    }

    private static Map<Part, Integer> counts(List<ImageEntry> entries, Split split, String className) {
        Map<Part, Integer> counts = new HashMap<>();
        for (Part part : Part.values()) {
            counts.put(part, 0);
        }
        entries.stream().filter(entry -> entry.className().equals(className))
                .forEach(entry -> counts.merge(split.partOf(entry), 1, Integer::sum));
        return counts;
    }

    @Property(tries = 300, seed = "20260101")
    void everyImageHasOnePartAndNoGroupStraddlesTwo(@ForAll @Size(min = 1, max = 60) List<@IntRange(min = 1, max = 30) Integer> sizes,
                                                    @ForAll @IntRange(min = 1, max = 4) int classes, @ForAll long seed) {
        List<ImageEntry> entries = entries(sizes, classes, seed);
        Split split = Split.of(entries, SplitFractions.DEFAULT, seed);
        Map<String, Part> seen = new HashMap<>();
        for (ImageEntry entry : entries) {
            Part part = split.partOf(entry);
            assertEquals(part, seen.computeIfAbsent(entry.group(), group -> part));
        }
        assertTrue(entries.stream().anyMatch(entry -> split.partOf(entry) == Part.TRAIN), "nothing to train on");
    }

    @Property(tries = 100, seed = "20260101")
    void theOrderOfTheEntriesDoesNotMatter(@ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 9) Integer> sizes,
                                           @ForAll long seed) {
        List<ImageEntry> entries = entries(sizes, 3, seed);
        Split split = Split.of(entries, SplitFractions.DEFAULT, seed);
        List<ImageEntry> shuffled = new ArrayList<>(entries);
        Collections.shuffle(shuffled, new java.util.Random(seed));
        assertEquals(split, Split.of(shuffled, SplitFractions.DEFAULT, seed));
    }

    @Property(tries = 100, seed = "20260101")
    void heldOutPartsNeverExceedTheirShareByMoreThanHalfAGroup(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 1, max = 40) Integer> sizes, @ForAll long seed) {
        List<ImageEntry> entries = entries(sizes, 1, seed);
        Split split = Split.of(entries, SplitFractions.DEFAULT, seed);
        int largest = Collections.max(sizes);
        for (Part part : List.of(Part.VALIDATION, Part.TEST, Part.SEALED)) {
            int count = counts(entries, split, "c0").get(part);
            assertTrue(count <= 0.1 * entries.size() + largest / 2.0 + 1e-6, part + " has " + count + " of " + entries.size());
        }
    }

    @Test
    void classesAreDealtInTheirShares() {
        List<ImageEntry> entries = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            String className = i < 100 ? "melanoma" : "nevus";
            entries.add(new ImageEntry(className + "/" + i, className, "file:" + i));
        }
        Split split = Split.of(entries, SplitFractions.DEFAULT, 7);
        assertEquals(Map.of(Part.TRAIN, 70, Part.VALIDATION, 10, Part.TEST, 10, Part.SEALED, 10), counts(entries, split, "melanoma"));
        assertEquals(Map.of(Part.TRAIN, 630, Part.VALIDATION, 90, Part.TEST, 90, Part.SEALED, 90), counts(entries, split, "nevus"));
        assertEquals(List.of(), split.messages());
        assertNotEquals(split.parts(), Split.of(entries, SplitFractions.DEFAULT, 8).parts());
    }

    @Test
    void patientsOfEverySizeAreHeldOutInProportion() {
        List<Integer> sizes = new ArrayList<>(Collections.nCopies(100, 3));
        sizes.addAll(Collections.nCopies(100, 1));
        List<ImageEntry> entries = entries(sizes, 1, 1);
        Split split = Split.of(entries, SplitFractions.DEFAULT, 3);
        assertEquals(Map.of(Part.TRAIN, 280, Part.VALIDATION, 40, Part.TEST, 40, Part.SEALED, 40), counts(entries, split, "c0"));
        long largeInTest = split.parts().entrySet().stream().filter(entry -> entry.getValue() == Part.TEST
                && Integer.parseInt(entry.getKey().substring(8)) < 100).count();
        assertEquals(10, largeInTest);
    }

    @Test
    void oneHugePatientIsTrainedOn() {
        List<Integer> sizes = new ArrayList<>(Collections.nCopies(50, 2));
        sizes.add(400);
        List<ImageEntry> entries = entries(sizes, 1, 1);
        Split split = Split.of(entries, SplitFractions.DEFAULT, 3);
        assertEquals(Part.TRAIN, split.parts().get("patient:50"));
        // The others fill the held-out parts up to their shares of all 500 images, as far as they reach.
        assertTrue(counts(entries, split, "c0").get(Part.TEST) >= 30);
    }

    @Test
    void aClassOfTooFewPatientsIsToldAbout() {
        List<ImageEntry> entries = new ArrayList<>(entries(Collections.nCopies(100, 1), 1, 1));
        entries.add(new ImageEntry("rare/1", "rare", "patient:x"));
        entries.add(new ImageEntry("rare/2", "rare", "patient:x"));
        Split split = Split.of(entries, SplitFractions.DEFAULT, 3);
        assertEquals(List.of("class rare has only 1 patient (or images without one), too few for every part: "
                + "none in validation, test, sealed"), split.messages());
        assertEquals(Part.TRAIN, split.parts().get("patient:x"));
    }

    @Test
    void impossibleFractionsAndForeignImagesAreRefused() {
        assertThrows(SynthoscopeException.class, () -> new SplitFractions(0.7, 0.1, 0.1, 0.2));
        assertThrows(SynthoscopeException.class, () -> new SplitFractions(0, 0.5, 0.5, 0));
        Split split = Split.of(entries(List.of(1, 1), 1, 1), SplitFractions.DEFAULT, 3);
        assertThrows(SynthoscopeException.class, () -> split.partOf(new ImageEntry("a", "c0", "patient:other")));
    }
}
