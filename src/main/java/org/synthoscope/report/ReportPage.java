package org.synthoscope.report;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Sets a whole report in type: one page that needs no script and loads nothing. */
final class ReportPage {

    private static final long PANEL_BYTES = 16L << 20;
    private static final long PAIR_BYTES = 8L << 20;
    private static final int EXAMPLES = 5;
    /** Nothing but what is in the file: a viewer that honours this would refuse a script even if one got in. */
    private static final String POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final StudyReport report;
    private final Markup html = new Markup();

    /** A part of the page that is there only if it has something to say. */
    private record Part(String id, String title, boolean present, Runnable body) {
    }

    private ReportPage(StudyReport report) {
        this.report = report;
    }

    /** The page as HTML that is also well-formed XML. */
    static String render(StudyReport report) {
        return "<!DOCTYPE html>\n" + new ReportPage(report).page() + "\n";
    }

    private String page() {
        html.open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en").newline().open("head")
                .empty("meta", "charset", "utf-8")
                .empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY)
                .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .empty("meta", "name", "color-scheme", "content", "light dark")
                .element("title", report.title() + " – Synthoscope report")
                .element("style", Stylesheet.css())
                .close().newline().open("body");
        List<Part> parts = parts().stream().filter(Part::present).toList();
        header(parts);
        html.open("main");
        for (Part part : parts) {
            html.open("section", "id", part.id(), "aria-labelledby", part.id() + "-title")
                    .element("h2", part.title(), "id", part.id() + "-title").newline();
            part.body().run();
            html.close().newline();
        }
        html.close().open("footer").element("p", "Made by Synthoscope. This file holds all that it shows: it runs no "
                + "script and loads nothing from a network. Synthetic images are not for diagnosis.").close();
        return html.close().newline().close().done();
    }

    private List<Part> parts() {
        DataDescription data = report.data();
        boolean hasData = !data.facts().isEmpty() || !data.tables().isEmpty() || !data.leftOut().isEmpty();
        return List.of(
                new Part("short", "In short", !report.answers().isEmpty() || !report.cautions().isEmpty(),
                        this::summary),
                new Part("images", "The images", !report.panels().isEmpty(),
                        () -> new Gallery(html, PANEL_BYTES).panels(report.panels())),
                new Part("nearest", "The most suspicious images", !report.nearestPairs().isEmpty(), this::nearest),
                new Part("measures", "The measures", !report.measurements().isEmpty(),
                        () -> new MeasureSection(html).write(report.measurements())),
                new Part("trained", "What was trained", !report.training().isEmpty(),
                        () -> facts(report.training())),
                new Part("learning", "How it learned", !report.curves().isEmpty(), this::curves),
                new Part("data", "The real images", hasData, this::data),
                new Part("provenance", "Where every number comes from", !report.provenance().isEmpty(),
                        this::provenance),
                new Part("licences", "Licences and attribution", !report.licences().isEmpty(),
                        () -> sentences(report.licences())));
    }

    private void header(List<Part> parts) {
        html.open("header").element("p", "Synthoscope report", "class", "kicker").element("h1", report.title());
        if (!report.subtitle().isBlank()) {
            html.element("p", report.subtitle(), "class", "subtitle");
        }
        html.element("p", DATE.format(report.created()), "class", "date");
        html.open("nav", "aria-label", "Contents").open("ul");
        for (Part part : parts) {
            html.open("li").element("a", part.title(), "href", "#" + part.id()).close();
        }
        html.close().close().close().newline();
    }

    private void summary() {
        html.open("dl", "class", "answers");
        for (Answer answer : report.answers()) {
            html.open("div").element("dt", answer.question()).element("dd", answer.sentence()).close();
        }
        html.close();
        if (!report.cautions().isEmpty()) {
            html.open("aside", "class", "cautions", "aria-label", "Cautions").element("h3", "Please keep in mind");
            sentences(report.cautions());
            html.close();
        }
    }

    private void nearest() {
        html.element("p", "Each of these synthetic images stands beside the real training image nearest to it. They "
                + "were picked because they are the closest: a copy of a patient's image would most likely be among "
                + "them. The mark shows where the distance lies among those between real images; far to the left "
                + "means unusually close.", "class", "lead");
        new Gallery(html, PAIR_BYTES).pairs(report.nearestPairs());
    }

    private void curves() {
        html.open("div", "class", "charts");
        report.curves().forEach(curve -> new LineChart(curve).draw(html));
        html.close();
    }

    private void data() {
        facts(report.data().facts());
        report.data().tables().forEach(this::table);
        leftOut(report.data().leftOut());
    }

    private void table(Table table) {
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", table.caption())
                .open("table").element("caption", table.caption()).open("thead").open("tr");
        for (int i = 0; i < table.headers().size(); i++) {
            html.element("th", table.headers().get(i), "scope", "col", "class", i == 0 ? "" : "number");
        }
        html.close().close().open("tbody");
        for (List<String> row : table.rows()) {
            html.open("tr");
            for (int i = 0; i < row.size(); i++) {
                if (i == 0) {
                    html.element("th", row.get(i), "scope", "row");
                } else {
                    html.element("td", row.get(i), "class", "number");
                }
            }
            html.close();
        }
        html.close().close().close().newline();
    }

    private void leftOut(List<Exclusion> leftOut) {
        if (leftOut.isEmpty()) {
            return;
        }
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        for (Exclusion exclusion : leftOut) {
            byReason.computeIfAbsent(exclusion.reason(), r -> new ArrayList<>()).add(exclusion.image());
        }
        html.element("h3", "Images left out: " + Numbers.fixed(leftOut.size(), 0)).open("dl", "class", "reasons");
        byReason.forEach((reason, images) -> {
            int more = images.size() - EXAMPLES;
            String shown = String.join(", ", images.subList(0, Math.min(EXAMPLES, images.size())));
            html.open("div").element("dt", reason + " (" + Numbers.fixed(images.size(), 0) + ")")
                    .element("dd", shown + (more > 0 ? " and " + Numbers.fixed(more, 0) + " more" : "")).close();
        });
        html.close();
    }

    private void provenance() {
        for (Section section : report.provenance()) {
            html.element("h3", section.title());
            facts(section.facts());
        }
    }

    private void facts(List<Fact> facts) {
        if (facts.isEmpty()) {
            return;
        }
        html.open("dl", "class", "facts");
        for (Fact fact : facts) {
            html.open("div").element("dt", fact.label()).element("dd", fact.value()).close();
        }
        html.close().newline();
    }

    private void sentences(List<String> sentences) {
        html.open("ul");
        sentences.forEach(s -> html.element("li", s));
        html.close();
    }
}
