package org.synthoscope.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.synthoscope.evidence.Measurement;

/** The measures of labels and artefacts as tables, since beside each other they say more than one by one. */
final class BiasTables {

    private static final String SHARE = "artefact-share-";

    private final List<Measurement> all;

    BiasTables(List<Measurement> all) {
        this.all = all;
    }

    List<Table> tables() {
        List<Table> out = new ArrayList<>();
        List<List<String>> classes = new ArrayList<>();
        of("class-share").forEach(m -> classes.add(List.of(m.group(), percent(m.floor().orElse(0)), share(m))));
        out.add(new Table("How frequent each class is", List.of("class", "real", "synthetic (95% interval)"), classes));
        List<List<String>> shares = new ArrayList<>();
        List<List<String>> odds = new ArrayList<>();
        Set<String> kinds = new LinkedHashSet<>();
        all.stream().filter(m -> m.name().startsWith(SHARE)).forEach(m -> kinds.add(m.name().substring(SHARE.length())));
        for (String kind : kinds) {
            of(SHARE + kind).forEach(m -> shares.add(List.of(kind.replace('_', ' '), group(m), percent(m.floor().orElse(0)),
                    share(m))));
            of("artefact-odds-" + kind).forEach(m -> odds.add(List.of(kind.replace('_', ' '), m.group(),
                    Numbers.fixed(m.floor().orElse(1), 2), ratio(m), find("artefact-odds-change-" + kind, m.group())
                    .map(BiasTables::ratio).orElse("—"))));
        }
        if (!shares.isEmpty()) {
            out.add(new Table("Images in which each artefact is seen", List.of("artefact", "class", "real",
                    "synthetic (95% interval)"), shares));
        }
        if (!odds.isEmpty()) {
            out.add(new Table("How closely each artefact goes with a class: the odds of seeing it there over the odds elsewhere; "
                    + "1 is not at all. The last column is the synthetic odds ratio over the real one: an interval that leaves "
                    + "out 1 means that synthesis changed it", List.of("artefact", "class", "odds ratio, real",
                    "odds ratio, synthetic (95%)", "change (95%)"), odds));
        }
        return out;
    }

    private List<Measurement> of(String name) {
        return all.stream().filter(m -> m.name().equals(name)).toList();
    }

    private Optional<Measurement> find(String name, String group) {
        return of(name).stream().filter(m -> m.group().equals(group)).findFirst();
    }

    private static String group(Measurement m) {
        return m.group().equals(Measurement.ALL) ? "all" : m.group();
    }

    private static String percent(double share) {
        return Numbers.fixed(100 * share, 1) + "%";
    }

    private static String share(Measurement m) {
        return percent(m.value()) + " (" + Numbers.fixed(100 * m.low(), 1) + " to " + Numbers.fixed(100 * m.high(), 1) + ")";
    }

    private static String ratio(Measurement m) {
        return Numbers.fixed(m.value(), 2) + " (" + Numbers.fixed(m.low(), 2) + " to " + Numbers.fixed(m.high(), 2) + ")";
    }
}
