package org.synthoscope.curation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class GroupingTest {

    record Input(List<Judgement.Known> images, List<Judgement.Link> links) {
    }

    @Provide
    Arbitrary<Input> inputs() {
        Arbitrary<String> patient = Arbitraries.of("", "", "p1", "p2", "p3", "p4");
        Arbitrary<String> lesion = Arbitraries.of("", "", "l1", "l2", "l3");
        Arbitrary<List<List<String>>> rows = Combinators.combine(patient, lesion).as((p, l) -> List.of(p, l)).list()
                .ofMinSize(1).ofMaxSize(25);
        Arbitrary<List<Integer>> ends = Arbitraries.integers().between(0, 1000).list().ofMaxSize(16);
        return Combinators.combine(rows, ends).as((r, e) -> {
            List<Judgement.Known> images = new ArrayList<>();
            for (int i = 0; i < r.size(); i++) {
                images.add(new Judgement.Known(i, "n" + i, "c", r.get(i).get(0), r.get(i).get(1), 1, ""));
            }
            List<Judgement.Link> links = new ArrayList<>();
            for (int i = 0; i + 1 < e.size(); i += 2) {
                links.add(new Judgement.Link(e.get(i) % r.size(), e.get(i + 1) % r.size(), false, 1, "", false));
            }
            return new Input(images, links);
        });
    }

    /** The oracle floods a matrix of who is bound to whom; the groups must be its components, no more and no less. */
    @Property(tries = 400, seed = "1")
    void groupsAreTheComponentsOfPatientsLesionsAndDuplicates(@ForAll("inputs") Input in) {
        int n = in.images().size();
        boolean[][] bound = new boolean[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                Judgement.Known a = in.images().get(i);
                Judgement.Known b = in.images().get(j);
                bound[i][j] = !a.patient().isEmpty() && a.patient().equals(b.patient())
                        || !a.lesion().isEmpty() && a.lesion().equals(b.lesion());
            }
        }
        in.links().forEach(l -> bound[l.a()][l.b()] = bound[l.b()][l.a()] = true);
        List<Grouping.Member> members = Grouping.of(in.images(), in.links());
        BitSet seen = new BitSet();
        Set<String> names = new HashSet<>();
        for (int start = 0; start < n; start++) {
            if (!seen.get(start)) {
                BitSet reached = new BitSet();
                flood(bound, start, reached);
                Set<String> of = new HashSet<>();
                reached.stream().forEach(i -> of.add(members.get(i).group()));
                assertEquals(1, of.size(), "one component, one group");
                assertTrue(names.addAll(of), "two components, two groups");
                seen.or(reached);
            }
        }
    }

    /** The name of a group doesn't depend on the order in which the images were found. */
    @Property(tries = 100, seed = "1")
    void namesDontDependOnOrder(@ForAll("inputs") Input in) {
        int n = in.images().size();
        List<Judgement.Known> turned = new ArrayList<>(in.images());
        java.util.Collections.reverse(turned);
        List<Judgement.Link> links = in.links().stream().map(l -> new Judgement.Link(n - 1 - l.b(), n - 1 - l.a(), false, 1,
                "", false)).toList();
        List<Grouping.Member> there = Grouping.of(in.images(), in.links());
        List<Grouping.Member> back = new ArrayList<>(Grouping.of(turned, links));
        java.util.Collections.reverse(back);
        assertEquals(there, back);
    }

    private static void flood(boolean[][] bound, int at, BitSet reached) {
        if (!reached.get(at)) {
            reached.set(at);
            for (int j = 0; j < bound.length; j++) {
                if (bound[at][j]) {
                    flood(bound, j, reached);
                }
            }
        }
    }

    @Property(tries = 50, seed = "1")
    void unionFindNamesGroupsAfterTheirLeast(@ForAll("inputs") Input in) {
        Groups groups = new Groups(in.images().size());
        in.links().forEach(l -> groups.join(l.a(), l.b()));
        int[] least = new int[in.images().size()];
        Arrays.setAll(least, i -> i);
        for (int round = 0; round < least.length; round++) {
            in.links().forEach(l -> least[l.a()] = least[l.b()] = Math.min(least[l.a()], least[l.b()]));
        }
        for (int i = 0; i < least.length; i++) {
            assertEquals(least[i], groups.of(i));
        }
    }
}
