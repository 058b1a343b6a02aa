package org.synthoscope.report;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Sets a whole report in type: one page that needs no script and loads nothing. */
final class ReportPage {

    private static final long PANEL_BYTES = 16L << 20;
    private static final long PAIR_BYTES = 8L << 20;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final StudyReport report;
    private final Markup html = new Markup();
    private final Blocks blocks = new Blocks(html);

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
        blocks.head(report.title() + " – Synthoscope report");
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
                new Part("verdict", "The verdict", report.verdict().isPresent(),
                        () -> new VerdictSection(html).write(report.verdict().orElseThrow())),
                new Part("short", "In short", !report.answers().isEmpty() || !report.cautions().isEmpty(),
                        this::summary),
                new Part("images", "The images", !report.panels().isEmpty(),
                        () -> new Gallery(html, PANEL_BYTES).panels(report.panels())),
                new Part("nearest", "The most suspicious images", !report.nearestPairs().isEmpty(), this::nearest),
                new Part("measures", "The measures", !report.measurements().isEmpty(),
                        () -> new MeasureSection(html).write(report.measurements())),
                new Part("privacy", "Copies, and attacks on membership", !report.privacy().isEmpty(),
                        () -> new MeasureSection(html).write(report.privacy())),
                new Part("bias", "Classes and artefacts, before and after", !report.bias().isEmpty(), this::bias),
                new Part("trained", "What was trained", !report.training().isEmpty(),
                        () -> blocks.facts(report.training())),
                new Part("learning", "How it learned", !report.curves().isEmpty(), this::curves),
                new Part("watch", "Collapse watch", report.watch().isPresent(), this::watch),
                new Part("data", "The real images", hasData, this::data),
                new Part("provenance", "Where every number comes from", !report.provenance().isEmpty(),
                        this::provenance),
                new Part("licences", "Licences and attribution", !report.licences().isEmpty(),
                        () -> blocks.sentences(report.licences())));
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
            blocks.sentences(report.cautions());
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

    private void bias() {
        html.element("p", "Which artefacts came through into the synthetic images, and whether they go with a label more closely "
                + "there than among the real ones: a model could learn the artefact in place of the disease. Both were looked at by "
                + "the same detectors at the synthetic images' size. At small sizes these miss what is fine, such as hairs and "
                + "rulers, in both sets alike: that a share is the same tells little where few are seen.", "class", "lead");
        new BiasTables(report.bias()).tables().forEach(blocks::table);
    }

    private void curves() {
        html.open("div", "class", "charts");
        report.curves().forEach(curve -> new LineChart(curve).draw(html));
        html.close();
    }

    private void watch() {
        WatchReport watch = report.watch().orElseThrow();
        if (watch.alarm()) {
            html.open("aside", "class", "cautions", "aria-label", "Alarm").element("h3", "Alarm");
            html.element("p", watch.outcome()).close();
        } else {
            html.element("p", watch.outcome(), "class", "lead");
        }
        html.open("div", "class", "charts");
        watch.curves().forEach(curve -> new LineChart(curve).draw(html));
        html.close();
    }

    private void data() {
        blocks.facts(report.data().facts());
        report.data().tables().forEach(blocks::table);
        blocks.leftOut(report.data().leftOut());
    }

    private void provenance() {
        for (Section section : report.provenance()) {
            html.element("h3", section.title());
            blocks.facts(section.facts());
        }
    }
}
