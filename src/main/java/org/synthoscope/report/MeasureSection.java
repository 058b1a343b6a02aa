package org.synthoscope.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.synthoscope.evidence.Measurement;

/** Sets measurements in type: by feature network, then by measure, one row a class. */
final class MeasureSection {

    private final Markup html;
    private final Set<String> explained = new HashSet<>();

    MeasureSection(Markup html) {
        this.html = html;
    }

    /** The section's content, beneath a heading that the caller has set. */
    void write(List<Measurement> measurements) {
        howToRead();
        Map<String, Map<String, List<Measurement>>> byNetwork = new LinkedHashMap<>();
        for (Measurement m : measurements) {
            byNetwork.computeIfAbsent(heading(m), h -> new LinkedHashMap<>())
                    .computeIfAbsent(m.name(), n -> new ArrayList<>()).add(m);
        }
        byNetwork.forEach((heading, byName) -> {
            html.element("h3", heading);
            byName.forEach(this::card);
        });
    }

    private void howToRead() {
        html.open("p", "class", "lead")
                .text("Each bar shows the value (upright line) inside its 95% interval (band): with other images of "
                        + "the same kind, the value would probably fall in the band. The diamond is the same measure "
                        + "taken between two halves of the real images, which is what a perfect synthetic set would "
                        + "reach. Wide bands mean that there are too few images to tell more.")
                .close();
        html.open("div", "class", "key", "aria-hidden", "true").open("svg", "xmlns", "http://www.w3.org/2000/svg",
                        "viewBox", "0 0 330 24", "width", "330", "height", "24")
                .empty("path", "class", "value", "d", "M6 3v18").element("text", "value", "x", "14", "y", "16")
                .empty("rect", "class", "interval", "x", "68", "y", "8", "width", "26", "height", "8", "rx", "2")
                .element("text", "95% interval", "x", "101", "y", "16")
                .empty("path", "class", "floor", "d", "M200 5l5.5 7l-5.5 7l-5.5 -7z")
                .element("text", "real against real", "x", "212", "y", "16")
                .close().close().newline();
    }

    private static String heading(Measurement m) {
        Glossary.Named named = Glossary.explain(m.name());
        if (!named.network().isEmpty()) {
            return "Seen through the feature network: " + named.network();
        }
        return named.meaning().prefixes().isEmpty() ? "Other measures" : "Straight from the pixels";
    }

    private void card(String name, List<Measurement> rows) {
        Glossary.Meaning meaning = Glossary.explain(name).meaning();
        html.open("article", "class", "measure").open("h4").text(meaning.plainName());
        if (!meaning.plainName().equals(name)) {
            html.text(" ").element("span", name, "class", "tech");
        }
        html.close();
        // Through a second network a measure means the same: said once, a long page stays readable.
        boolean first = explained.add(meaning.sentence());
        html.open("p").text(first ? meaning.sentence() + " " : "As above, through another network. ")
                .element("strong", direction(rows)).close();
        IntervalBar bar = new IntervalBar(rows, meaning.axis());
        html.open("table", "class", "stack", "role", "table").element("caption", name + " by class", "class", "unseen")
                .open("thead", "role", "rowgroup").open("tr", "role", "row");
        for (String header : List.of("Class", "Value, interval and real against real", "Value", "95% interval",
                "Real against real", "Images a side")) {
            html.element("th", header, "scope", "col", "role", "columnheader");
        }
        html.close().close().open("tbody", "role", "rowgroup");
        int decimals = decimals(rows);
        rows.forEach(m -> row(m, bar, decimals));
        html.close().close();
        notes(rows);
        html.close().newline();
    }

    /** The same for all rows, so that a column can be read down: as many as the surest of them deserves. */
    private static int decimals(List<Measurement> rows) {
        List<Measurement> sure = rows.stream().filter(m -> m.high() > m.low()).toList();
        int[] each = (sure.isEmpty() ? rows : sure).stream()
                .mapToInt(m -> Numbers.decimals(m.value(), m.low(), m.high())).toArray();
        return Arrays.stream(each).anyMatch(d -> d < 0) ? -1 : Arrays.stream(each).max().orElse(0);
    }

    private void row(Measurement m, IntervalBar bar, int decimals) {
        String value = Numbers.fixed(m.value(), decimals);
        boolean bounded = !Double.isNaN(m.low()) && !Double.isNaN(m.high());
        String interval = bounded
                ? Numbers.fixed(m.low(), decimals) + " to " + Numbers.fixed(m.high(), decimals) : "not known";
        String floor = m.floor().isPresent() ? Numbers.fixed(m.floor().getAsDouble(), decimals) : "—";
        html.open("tr", "role", "row").element("th", group(m), "scope", "row", "role", "rowheader");
        html.open("td", "class", "chart-cell", "role", "cell");
        bar.draw(html, m, group(m) + ": " + value + ", 95% interval " + interval
                + (m.floor().isPresent() ? ", real against real " + floor : ""));
        html.close();
        cell("Value", value, "number strong");
        cell("95% interval", interval, "number");
        cell("Real against real", floor, "number");
        cell("Images a side", Numbers.fixed(m.n(), 0), "number");
        html.close();
    }

    private void cell(String label, String text, String style) {
        html.element("td", text, "class", style, "data-label", label, "role", "cell");
    }

    private void notes(List<Measurement> rows) {
        Set<String> notes = new LinkedHashSet<>();
        rows.forEach(m -> notes.add(m.note()));
        for (String note : notes) {
            if (note.isBlank()) {
                continue;
            }
            List<String> groups = rows.stream().filter(m -> m.note().equals(note)).map(MeasureSection::group).toList();
            String whose = notes.size() == 1 ? "" : String.join(", ", groups) + ": ";
            html.element("p", whose + note, "class", "note");
        }
    }

    private static String direction(List<Measurement> rows) {
        return rows.get(0).better() == Measurement.Better.LOWER ? "Lower is better." : "Higher is better.";
    }

    private static String group(Measurement m) {
        return m.group().equals(Measurement.ALL) ? "All classes" : m.group();
    }
}
