package org.synthoscope.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Test;

/** A split that something learned from never moves, and no group ever straddles two parts. */
class StoredSplitTest {

    private static final SplitRule QUARTERS = SplitRule.of(new SplitFractions(0.4, 0.2, 0.2, 0.2));

    /** Images with groups that only ever merge, as patients, lesions and duplicates become known. */
    private static final class Growing {
        private final SplittableRandom random;
        private final List<String> classes = new ArrayList<>();
        private final List<Integer> groups = new ArrayList<>();

        Growing(long seed) {
            random = new SplittableRandom(seed);
        }

        void grow(int images, int manyGroups, int manyClasses) {
            for (int i = 0; i < images; i++) {
                classes.add("c" + random.nextInt(manyClasses));
                groups.add(random.nextInt(manyGroups));
            }
        }

        void merge() {
            int from = groups.get(random.nextInt(groups.size()));
            int to = groups.get(random.nextInt(groups.size()));
            groups.replaceAll(group -> group == from ? to : group);
        }

        List<ImageEntry> entries() {
            List<ImageEntry> entries = new ArrayList<>();
            for (int i = 0; i < groups.size(); i++) {
                entries.add(new ImageEntry("i" + i, classes.get(i), "patient:" + groups.get(i)));
            }
            return entries;
        }
    }

    private Path folder;
    private Catalogue catalogue;

    @BeforeTry
    void open() throws IOException {
        folder = Files.createTempDirectory("split");
        catalogue = Catalogue.open(folder.resolve(Catalogue.NAME));
    }

    @AfterTry
    void close() throws IOException {
        catalogue.close();
        try (java.util.stream.Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private void put(List<ImageEntry> entries) {
        catalogue.write(writer -> {
            writer.update("INSERT OR IGNORE INTO source(id, name, kind, root) VALUES (1, 's', 'folder', 'r')");
            for (ImageEntry entry : entries) {
                writer.update("INSERT OR IGNORE INTO image(source, file, name, class) VALUES (1, ?1, ?1, ?2)", entry.file(),
                        entry.className());
                writer.update("INSERT INTO member SELECT id, ?2, 'patient' FROM image WHERE name = ?1 "
                        + "ON CONFLICT DO UPDATE SET grp = excluded.grp", entry.file(), entry.group());
            }
        });
    }

    private static Map<String, Part> parts(List<ImageEntry> entries, Split split) {
        Map<String, Part> parts = new HashMap<>();
        Map<String, Part> ofGroups = new HashMap<>();
        for (ImageEntry entry : entries) {
            Part part = split.partOf(entry);
            assertEquals(part, ofGroups.computeIfAbsent(entry.group(), group -> part), entry.group() + " straddles");
            parts.put(entry.file(), part);
        }
        return parts;
    }

    @Property(tries = 60, seed = "20260102")
    void noGroupStraddlesAndNothingSettledMovesUnlessItsGroupMergedWithAMoreExposedOne(
            @ForAll @IntRange(min = 1, max = 60) int images, @ForAll @IntRange(min = 1, max = 40) int groups,
            @ForAll @IntRange(min = 1, max = 4) int classes, @ForAll long seed) {
        Growing set = new Growing(seed);
        set.grow(images, groups, classes);
        put(set.entries());
        Split first = StoredSplit.of(catalogue, set.entries(), QUARTERS, seed);
        Map<String, Part> before = parts(set.entries(), first);
        assertFalse(StoredSplit.used(catalogue));
        StoredSplit.use(catalogue, set.entries(), first);
        for (int round = 0; round < 3; round++) {
            Map<String, Set<Part>> exposed = new HashMap<>();
            set.grow(1 + images / 3, groups + 5, classes);
            if (round > 0) {
                set.merge();
            }
            List<ImageEntry> entries = set.entries();
            for (ImageEntry entry : entries) {
                if (before.containsKey(entry.file())) {
                    exposed.computeIfAbsent(entry.group(), group -> new HashSet<>()).add(before.get(entry.file()));
                }
            }
            put(entries);
            // Another seed and rule make no difference any more.
            Split split = StoredSplit.of(catalogue, entries, SplitRule.DEFAULT, seed + 1 + round);
            Map<String, Part> now = parts(entries, split);
            for (ImageEntry entry : entries) {
                Set<Part> was = exposed.get(entry.group());
                if (was != null) {
                    assertEquals(was.stream().sorted().findFirst().orElseThrow(), now.get(entry.file()));
                }
            }
            assertEquals(split, StoredSplit.of(catalogue, entries, QUARTERS, seed), "a second call changes nothing");
            StoredSplit.use(catalogue, entries, split);
            before = now;
        }
    }

    @Property(tries = 20, seed = "20260103")
    void untilItIsUsedItIsWhatTheRuleDealsAfresh(@ForAll long seed) {
        Growing set = new Growing(seed);
        set.grow(40, 20, 2);
        put(set.entries());
        StoredSplit.of(catalogue, set.entries(), QUARTERS, seed);
        set.grow(40, 60, 2);
        put(set.entries());
        Split split = StoredSplit.of(catalogue, set.entries(), QUARTERS, seed);
        assertEquals(Split.of(set.entries(), QUARTERS.fractions(set.entries()), seed), split);
        assertEquals(split.parts().size(), catalogue.list("SELECT 1 FROM part", row -> 1).size());
    }

    @Property(tries = 1, seed = "1")
    void imagesOutOfUseStillHoldTheirGroupInItsPart() {
        Growing set = new Growing(5);
        set.grow(60, 30, 1);
        List<ImageEntry> entries = set.entries();
        put(entries);
        Split split = StoredSplit.of(catalogue, entries, QUARTERS, 5);
        StoredSplit.use(catalogue, entries, split);
        String sealed = split.parts().entrySet().stream().filter(e -> e.getValue() == Part.SEALED).findFirst()
                .orElseThrow().getKey();
        List<ImageEntry> without = entries.stream().filter(entry -> !entry.group().equals(sealed)).toList();
        StoredSplit.of(catalogue, without, QUARTERS, 5);
        List<ImageEntry> later = new ArrayList<>(without);
        later.add(new ImageEntry("new", "c0", sealed));
        put(later);
        assertEquals(Part.SEALED, StoredSplit.of(catalogue, later, QUARTERS, 5).parts().get(sealed));
    }

    @Test
    void powerIsAsPublished() {
        assertEquals(0.020, SplitPower.nullBand(1554, 1554), 0.0005);
        assertEquals(0.036, SplitPower.nullBand(1243, 311), 0.0005);
        assertEquals(0.048, SplitPower.nullBand(1399, 155), 0.0005);
        // Wilson's interval of 8 in 10 is .490 to .943 (Newcombe 1998, method 3).
        assertEquals(0.490, SplitPower.wilson(0.8, 10)[0], 0.001);
        assertEquals(0.943, SplitPower.wilson(0.8, 10)[1], 0.001);
        // 199 a group see .6 against .74 (mean .67), the textbook's two-proportion sample size with pooled variance.
        assertEquals(0.132, SplitPower.detectableDifference(0.67, 199), 0.001);
        assertEquals(0.5, SplitPower.nullBand(100, 0));
    }

    @Test
    void theNullBandHoldsTheAucOfAnAttackWithoutSuccess() {
        SplittableRandom random = new SplittableRandom(11);
        int outside = 0;
        int trials = 2000;
        int m = 60;
        int n = 20;
        for (int t = 0; t < trials; t++) {
            double[] members = random.doubles(m).toArray();
            double above = 0;
            for (int i = 0; i < n; i++) {
                double outsider = random.nextDouble();
                for (double member : members) {
                    above += member > outsider ? 1 : 0;
                }
            }
            outside += Math.abs(above / (m * n) - 0.5) > SplitPower.nullBand(m, n) ? 1 : 0;
        }
        assertEquals(0.05, (double) outside / trials, 0.015);
    }

    @Test
    void imagesOfOnePatientCountForLess() {
        List<ImageEntry> entries = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            entries.add(new ImageEntry("i" + i, "c", "patient:" + i / 3));
        }
        assertEquals(10, SplitPower.effective(entries), 1e-9);
        entries.add(new ImageEntry("j", "c", "file:j"));
        assertEquals(31.0 * 31 / 91, SplitPower.effective(entries), 1e-9);
    }

    @Test
    void theSealedShareIsWhatItsTestNeedsAndNoMore() {
        SplitRule rule = new SplitRule(0.5, 0.1, 0.1, OptionalDouble.empty());
        double last = 1;
        for (int images : List.of(100, 800, 2000, 10_000, 100_000)) {
            List<ImageEntry> entries = new ArrayList<>();
            for (int i = 0; i < images; i++) {
                entries.add(new ImageEntry("i" + i, "c", "file:" + i));
            }
            SplitFractions fractions = rule.fractions(entries);
            assertEquals(1, fractions.train() + fractions.validation() + fractions.test() + fractions.sealed(), 1e-9);
            assertTrue(fractions.train() >= 0.5 - 1e-9 && fractions.sealed() <= last + 1e-9);
            double found = SplitPower.detectableAuc(images * fractions.train(), images * fractions.sealed());
            assertTrue(found <= SplitRule.TARGET || fractions.sealed() > 0.3 - 1e-9, images + ": " + found);
            if (fractions.sealed() > 0.05 + 1e-9 && found <= SplitRule.TARGET) {
                assertTrue(SplitPower.detectableAuc(images * (fractions.train() + 0.005),
                        images * (fractions.sealed() - 0.005)) > SplitRule.TARGET, "a smaller share would do");
            }
            last = fractions.sealed();
        }
        assertEquals(0.05, last, 1e-9);
    }
}
