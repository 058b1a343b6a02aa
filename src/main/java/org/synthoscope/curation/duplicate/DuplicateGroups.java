package org.synthoscope.curation.duplicate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.synthoscope.curation.DuplicatePair;

/**
 * The images that show the same picture, taken together.
 *
 * <p>Pairs are joined from the surest on. A link that isn't nearly certain joins two groups only if at least half of the pairs
 * between them were found too: one doubtful pair between two large groups is more likely a mistake than the only trace of
 * what they share.
 *
 * @param groups groups of two and more positions, ascending, in the order of their first
 * @param loose  pairs of sufficient confidence that joined nothing, for a person to look at
 */
public record DuplicateGroups(List<List<Integer>> groups, List<DuplicatePair> loose) {

    /** Confidence from which one pair is enough to join two groups. */
    public static final double CERTAIN = 0.95;

    public DuplicateGroups {
        groups = groups.stream().map(List::copyOf).toList();
        loose = List.copyOf(loose);
    }

    /**
     * Groups the images of a list.
     *
     * @param images number of images; positions in pairs are below it
     * @param pairs  in any order
     * @param least  confidence below which a pair counts for nothing, e.g. {@link DuplicateSearch#SURE}
     */
    public static DuplicateGroups of(int images, List<DuplicatePair> pairs, double least) {
        List<DuplicatePair> order = pairs.stream().filter(pair -> pair.confidence() >= least)
                .sorted(Comparator.comparingDouble((DuplicatePair pair) -> pair.exact() ? -2 : -pair.confidence())
                        .thenComparingInt(DuplicatePair::a).thenComparingInt(DuplicatePair::b)).toList();
        Set<Long> known = new HashSet<>();
        order.forEach(pair -> known.add(key(pair.a(), pair.b())));
        int[] group = new int[images];
        Arrays.setAll(group, i -> i);
        List<List<Integer>> members = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            members.add(new ArrayList<>(List.of(i)));
        }
        List<DuplicatePair> left = new ArrayList<>();
        for (DuplicatePair pair : order) {
            List<Integer> one = members.get(group[pair.a()]);
            List<Integer> other = members.get(group[pair.b()]);
            if (one == other) {
                continue;
            }
            if (!pair.exact() && pair.confidence() < CERTAIN && !supported(one, other, known)) {
                left.add(pair);
                continue;
            }
            int target = group[pair.a()];
            for (int moved : other) {
                group[moved] = target;
            }
            one.addAll(other);
        }
        List<List<Integer>> groups = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            List<Integer> all = members.get(group[i]);
            if (all.size() > 1 && i == all.stream().min(Comparator.naturalOrder()).orElseThrow()) {
                groups.add(all.stream().sorted().toList());
            }
        }
        // What was left out on the way may have come together by other pairs since.
        return new DuplicateGroups(groups, left.stream().filter(pair -> group[pair.a()] != group[pair.b()]).toList());
    }

    private static boolean supported(List<Integer> one, List<Integer> other, Set<Long> known) {
        long found = 0;
        for (int a : one) {
            for (int b : other) {
                found += known.contains(key(Math.min(a, b), Math.max(a, b))) ? 1 : 0;
            }
        }
        return 2 * found >= (long) one.size() * other.size();
    }

    private static long key(int a, int b) {
        return (long) a << 32 | b;
    }

    /**
     * A group whose images differ in something they should share.
     *
     * @param byValue the group's positions by value
     */
    public record Divided(SortedMap<String, List<Integer>> byValue) {
    }

    /**
     * The groups that hold more than one value of a property: with labels these are conflicts, with sources overlaps, with
     * the parts of a split leaks.
     *
     * @param property the value for a position; blank where it isn't known, which divides nothing
     */
    public List<Divided> dividedBy(IntFunction<String> property) {
        List<Divided> divided = new ArrayList<>();
        for (List<Integer> members : groups) {
            SortedMap<String, List<Integer>> byValue = new TreeMap<>();
            for (int member : members) {
                String value = property.apply(member);
                if (!value.isBlank()) {
                    byValue.computeIfAbsent(value, key -> new ArrayList<>()).add(member);
                }
            }
            if (byValue.size() > 1) {
                divided.add(new Divided(byValue));
            }
        }
        return divided;
    }
}
