package org.synthoscope.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.synthoscope.report.Curve;
import org.synthoscope.report.Series;
import org.synthoscope.report.WatchReport;
import org.synthoscope.training.Collapse;
import org.synthoscope.training.CollapseGuard;
import org.synthoscope.training.Reading;
import org.synthoscope.training.RunFolder;

/** What the collapse watch noted of a run, for the report. */
final class WatchSummary {

    private WatchSummary() {
    }

    /** Empty if the run wasn't watched. */
    static Optional<WatchReport> of(RunFolder folder) {
        List<CollapseGuard.Past> past = CollapseGuard.past(folder).stream().filter(p -> !p.readings().isEmpty()).toList();
        Optional<Collapse> collapse = Collapse.of(folder);
        if (past.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Map<String, List<double[]>>> lines = new LinkedHashMap<>();
        for (CollapseGuard.Past p : past) {
            for (Reading r : p.readings()) {
                lines.computeIfAbsent(r.group(), g -> new LinkedHashMap<>())
                        .computeIfAbsent(r.measure(), m -> new ArrayList<>())
                        .add(new double[] {p.images() / 1000.0, r.value() / r.real()});
            }
        }
        List<Curve> curves = new ArrayList<>();
        lines.forEach((group, measures) -> curves.add(new Curve(group.equals(Reading.ALL) ? "All samples" : group,
                "1 is what as many real images have that training doesn't see.", "real images shown (thousand)",
                "share of the real images' value", Curve.Scale.LINEAR, measures.entrySet().stream()
                .map(e -> series(e.getKey(), e.getValue())).toList())));
        String outcome = collapse.map(c -> "The training was " + c.sentence() + ".").orElse(String.format(Locale.ROOT,
                "No alarm in %d readings: recall, coverage and the number of different samples of each class or direction were followed "
                        + "on coarse features that cost little. It is a check of the training, not a measure of the result.",
                past.size()));
        return Optional.of(new WatchReport(outcome, collapse.isPresent(), curves));
    }

    private static Series series(String measure, List<double[]> points) {
        return new Series(measure.equals(Reading.DIVERSITY) ? "different samples" : measure,
                points.stream().mapToDouble(p -> p[0]).toArray(), points.stream().mapToDouble(p -> p[1]).toArray());
    }
}
