package org.synthoscope.curation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the policy decides about images that show the same picture. */
final class DuplicateRules {

    private final List<Judgement.Known> images;
    private final Policy.Duplicates rules;
    private final Set<Long> kept;
    private final Set<Long> excluded;

    /**
     * @param kept     images that a person wants kept although they are duplicates
     * @param excluded images that a person excluded: their labels contradict nobody
     */
    DuplicateRules(List<Judgement.Known> images, Policy policy, Set<Long> kept, Set<Long> excluded) {
        this.images = images;
        this.rules = policy.duplicates();
        this.kept = kept;
        this.excluded = excluded;
    }

    /**
     * Verdicts on the images of all duplicate groups.
     *
     * @param links pairs that count
     * @param gone  positions of images that are excluded for other reasons
     */
    List<Judgement.Verdict> verdicts(List<Judgement.Link> links, Set<Integer> gone) {
        List<Judgement.Verdict> verdicts = new ArrayList<>();
        Set<Integer> out = new HashSet<>(gone);
        conflicts(groups(links), verdicts);
        verdicts.forEach(v -> out.add(v.image()));
        if (rules.exact().equals("keep-one")) {
            oneOf(groups(links.stream().filter(Judgement.Link::exact).toList()), Map.of(), out, verdicts);
        }
        if (rules.near().equals("keep-one")) {
            Map<List<Integer>, Judgement.Link> direct = new HashMap<>();
            links.forEach(l -> direct.put(List.of(l.a(), l.b()), l));
            oneOf(groups(links), direct, out, verdicts);
        }
        return verdicts;
    }

    private List<List<Integer>> groups(List<Judgement.Link> links) {
        Groups groups = new Groups(images.size());
        Set<Integer> linked = new HashSet<>();
        links.forEach(l -> {
            groups.join(l.a(), l.b());
            linked.add(l.a());
            linked.add(l.b());
        });
        Map<Integer, List<Integer>> members = new LinkedHashMap<>();
        linked.stream().sorted().forEach(i -> members.computeIfAbsent(groups.of(i), g -> new ArrayList<>()).add(i));
        return List.copyOf(members.values());
    }

    private void conflicts(List<List<Integer>> groups, List<Judgement.Verdict> verdicts) {
        if (rules.conflict().equals("keep")) {
            return;
        }
        String then = rules.conflict().equals("review") ? "excluded until a person has decided (policy: review)"
                : "(policy: exclude)";
        for (List<Integer> group : groups) {
            List<Integer> there = group.stream().filter(i -> !excluded.contains(images.get(i).id())).toList();
            for (int i : there) {
                Judgement.Known image = images.get(i);
                there.stream().filter(j -> !images.get(j).className().equals(image.className()))
                        .min(Comparator.comparing(j -> images.get(j).name())).ifPresent(j -> verdicts.add(
                                new Judgement.Verdict(i, j, Decision.CONFLICT, Action.EXCLUDE, "shows the same picture as "
                                        + images.get(j).name() + ", which is labelled " + images.get(j).className()
                                        + " instead of " + image.className() + " " + then)));
            }
        }
    }

    /** Keeps one of each group and label: one that a person wants, else one with a patient, else the largest, else the first. */
    private void oneOf(List<List<Integer>> groups, Map<List<Integer>, Judgement.Link> near, Set<Integer> out,
                       List<Judgement.Verdict> verdicts) {
        Comparator<Integer> best = Comparator.comparing((Integer i) -> !kept.contains(images.get(i).id()))
                .thenComparing(i -> images.get(i).patient().isBlank())
                .thenComparing(i -> near.isEmpty() ? 0 : -images.get(i).area())
                .thenComparing(i -> images.get(i).name());
        for (List<Integer> group : groups) {
            Map<String, List<Integer>> byClass = new LinkedHashMap<>();
            group.stream().filter(i -> !out.contains(i))
                    .forEach(i -> byClass.computeIfAbsent(images.get(i).className(), c -> new ArrayList<>()).add(i));
            for (List<Integer> alike : byClass.values()) {
                int keeper = alike.stream().min(best).orElseThrow();
                for (int i : alike) {
                    if (i != keeper) {
                        out.add(i);
                        verdicts.add(new Judgement.Verdict(i, keeper, Decision.DUPLICATE, Action.EXCLUDE,
                                copy(near.get(List.of(Math.min(i, keeper), Math.max(i, keeper))), near.isEmpty())
                                        + " of " + images.get(keeper).name() + ", which is kept"));
                    }
                }
            }
        }
    }

    private static String copy(Judgement.Link link, boolean exact) {
        if (exact) {
            return "exact copy";
        }
        return link == null || link.transform().isBlank() ? "near copy"
                : "near copy (" + link.transform() + ", confidence " + Words.score(link.confidence()) + ")";
    }
}
