package org.synthoscope.collection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.synthoscope.base.SynthoscopeException;

/**
 * Which part each group belongs to, decided before anything learns.
 *
 * <p>A pure function of the entries, the fractions and the seed. Groups are taken in order of size, equal sizes in a
 * seeded order. Each goes to the part that lags furthest behind its share, per class, of the images dealt so far; but
 * into a part other than train only if that brings the part closer to its final share, so that one large patient never
 * swells a small part. What fits nowhere else is trained on.
 *
 * @param parts    the part of each group
 * @param messages what the user should know, one sentence each: classes too small to be held out
 */
public record Split(long seed, SplitFractions fractions, Map<String, Part> parts, List<String> messages) {

    public Split {
        parts = Collections.unmodifiableMap(new TreeMap<>(parts));
        messages = List.copyOf(messages);
    }

    /** The part of an image. @throws SynthoscopeException if its group wasn't there when the split was made */
    public Part partOf(ImageEntry entry) {
        Part part = parts.get(entry.group());
        if (part == null) {
            throw new SynthoscopeException(entry.file() + ": its group " + entry.group()
                    + " isn't in the split; the split was made from another set of images");
        }
        return part;
    }

    /** Deals all groups of the entries. */
    public static Split of(List<ImageEntry> entries, SplitFractions fractions, long seed) {
        return of(entries, fractions, seed, Map.of());
    }

    /**
     * Deals the groups that aren't settled, around those that are.
     *
     * @param settled the parts of groups that may not move; groups without entries are ignored
     */
    public static Split of(List<ImageEntry> entries, SplitFractions fractions, long seed, Map<String, Part> settled) {
        List<String> classes = entries.stream().map(ImageEntry::className).distinct().sorted().toList();
        TreeMap<String, int[]> counts = new TreeMap<>();
        for (ImageEntry entry : entries) {
            counts.computeIfAbsent(entry.group(), group -> new int[classes.size()])
                    [Collections.binarySearch(classes, entry.className())]++;
        }
        Dealer dealer = new Dealer(fractions, classes.size());
        List<Group> groups = inOrder(counts, seed);
        groups.forEach(group -> dealer.announce(group.counts()));
        Map<String, Part> parts = new TreeMap<>();
        for (Group group : groups) {
            if (settled.containsKey(group.name())) {
                parts.put(group.name(), dealer.settle(settled.get(group.name()), group.counts()));
            }
        }
        for (Group group : groups) {
            if (!parts.containsKey(group.name())) {
                parts.put(group.name(), dealer.deal(group.counts()));
            }
        }
        return new Split(seed, fractions, parts, messages(classes, groups, parts, fractions));
    }

    private record Group(String name, int[] counts, int size, int rank) { }

    private static List<Group> inOrder(TreeMap<String, int[]> counts, long seed) {
        int[] ranks = Mix.permutation(counts.size(), seed);
        List<Group> groups = new ArrayList<>();
        counts.forEach((name, ofClasses) -> {
            int size = 0;
            for (int n : ofClasses) {
                size += n;
            }
            groups.add(new Group(name, ofClasses, size, ranks[groups.size()]));
        });
        groups.sort(Comparator.comparingInt(Group::size).reversed().thenComparingInt(Group::rank));
        return groups;
    }

    private static final class Dealer {
        private final SplitFractions fractions;
        private final double[] total;
        private final double[] dealt;
        private final Map<Part, double[]> have = new EnumMap<>(Part.class);

        Dealer(SplitFractions fractions, int classes) {
            this.fractions = fractions;
            this.total = new double[classes];
            this.dealt = new double[classes];
            for (Part part : Part.values()) {
                have.put(part, new double[classes]);
            }
        }

        void announce(int[] counts) {
            add(total, counts);
        }

        Part settle(Part part, int[] counts) {
            add(dealt, counts);
            add(have.get(part), counts);
            return part;
        }

        Part deal(int[] counts) {
            add(dealt, counts);
            Part best = Part.TRAIN;
            double most = lag(Part.TRAIN, counts);
            for (Part part : Part.values()) {
                double lag = lag(part, counts);
                if (lag > most + 1e-9 && brings(part, counts)) {
                    best = part;
                    most = lag;
                }
            }
            add(have.get(best), counts);
            return best;
        }

        private double lag(Part part, int[] counts) {
            double lag = 0;
            for (int c = 0; c < counts.length; c++) {
                lag += counts[c] * (fractions.of(part) * dealt[c] - have.get(part)[c]);
            }
            return lag;
        }

        /** Whether the squared distance to the part's final share falls. */
        private boolean brings(Part part, int[] counts) {
            double gain = 0;
            for (int c = 0; c < counts.length; c++) {
                gain += counts[c] * (fractions.of(part) * total[c] - have.get(part)[c] - counts[c] / 2.0);
            }
            return gain > -1e-9;
        }

        private static void add(double[] sums, int[] counts) {
            for (int c = 0; c < counts.length; c++) {
                sums[c] += counts[c];
            }
        }
    }

    private static List<String> messages(List<String> classes, List<Group> groups, Map<String, Part> parts,
                                         SplitFractions fractions) {
        List<String> messages = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) {
            int withClass = 0;
            EnumMap<Part, Integer> images = new EnumMap<>(Part.class);
            for (Group group : groups) {
                if (group.counts()[c] > 0) {
                    withClass++;
                    images.merge(parts.get(group.name()), group.counts()[c], Integer::sum);
                }
            }
            List<String> missing = new ArrayList<>();
            for (Part part : Part.values()) {
                if (fractions.of(part) > 0 && !images.containsKey(part)) {
                    missing.add(part.name().toLowerCase(java.util.Locale.ROOT));
                }
            }
            if (!missing.isEmpty()) {
                messages.add("class " + classes.get(c) + " has only " + withClass + (withClass == 1 ? " patient" : " patients")
                        + " (or images without one), too few for every part: none in " + String.join(", ", missing));
            }
        }
        return messages;
    }
}
