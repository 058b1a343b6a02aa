package org.synthoscope.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.synthoscope.evidence.planted.PlantedTruth;
import org.synthoscope.evidence.planted.PlantedTruth.Result;
import org.synthoscope.evidence.planted.PlantedTruth.Scale;

/** The verdicts on sets with planted defects, as a table for people or as JSON. */
final class PlantedReport {

    private PlantedReport() {
    }

    /** Judges the sets and prints; 1 if a verdict is wrong. */
    static int run(List<String> only, long seed, boolean json) {
        Console console = new Console();
        console.say("drawing real images and sets with planted defects");
        List<Result> results = PlantedTruth.run(Scale.FULL, seed, only, r -> console.say(line(r)),
                (done, total) -> console.progress("sets judged", done, total));
        long wrong = results.stream().filter(r -> !r.right()).count();
        if (json) {
            Json.print(results.stream().map(PlantedReport::json).toList());
        } else {
            System.out.println("| set | what is planted | images | teaching | method development | training a classifier | what "
                    + "failed: estimate (95% interval) | right |");
            System.out.println("|---|---|---|---|---|---|---|---|");
            results.forEach(r -> System.out.println(row(r)));
            System.out.println();
            System.out.println(wrong == 0 ? results.size() + " sets, all judged rightly and for the right reason"
                    : wrong + " of " + results.size() + " sets are judged wrongly");
        }
        return wrong == 0 ? 0 : Main.FAILED;
    }

    private static String line(Result r) {
        return String.format(Locale.ROOT, "%-5s %-20s %s%s", r.right() ? "right" : "WRONG", r.set(),
                String.join(" / ", r.decisions().values().stream().map(d -> d.word()).toList()),
                r.right() ? "" : ": " + r.why() + "; failed: " + r.failed() + "; open: " + r.open());
    }

    private static String row(Result r) {
        String failed = r.failed().isEmpty() ? r.open().size() > 6 ? r.open().size() + " clauses couldn't be told" : "–"
                : String.join("; ", r.failed());
        return "| " + r.set() + " | " + r.defect() + " | " + r.images() + " | " + String.join(" | ",
                r.decisions().values().stream().map(d -> d.word()).toList()) + " | " + failed + " | "
                + (r.right() ? "yes" : "**no**: " + r.why()) + " |";
    }

    private static Map<String, Object> json(Result r) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("set", r.set());
        value.put("defect", r.defect());
        value.put("images", r.images());
        Map<String, String> decisions = new LinkedHashMap<>();
        r.decisions().forEach((p, d) -> decisions.put(p.word(), d.word()));
        value.put("decisions", decisions);
        Map<String, List<String>> expected = new LinkedHashMap<>();
        r.expected().forEach((p, d) -> expected.put(p.word(), new ArrayList<>(d.stream().map(x -> x.word()).toList())));
        value.put("expected", expected);
        value.put("failed", r.failed());
        value.put("open", r.open());
        value.put("right", r.right());
        value.put("why", r.why());
        return value;
    }
}
