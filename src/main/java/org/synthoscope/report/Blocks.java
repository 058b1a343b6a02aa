package org.synthoscope.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The blocks that the reports' sections are made of. */
final class Blocks {

    private static final int EXAMPLES = 5;
    /** Nothing but what is in the file: a viewer that honours this would refuse a script even if one got in. */
    private static final String POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

    private final Markup html;

    Blocks(Markup html) {
        this.html = html;
    }

    /** The head of a page up to its open body; the page is HTML and well-formed XML. */
    void head(String title) {
        html.open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en").newline().open("head")
                .empty("meta", "charset", "utf-8")
                .empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY)
                .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .empty("meta", "name", "color-scheme", "content", "light dark")
                .element("title", title)
                .element("style", Stylesheet.css())
                .close().newline().open("body");
    }

    void table(Table table) {
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

    void leftOut(List<Exclusion> leftOut) {
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

    void facts(List<Fact> facts) {
        if (facts.isEmpty()) {
            return;
        }
        html.open("dl", "class", "facts");
        for (Fact fact : facts) {
            html.open("div").element("dt", fact.label()).element("dd", fact.value()).close();
        }
        html.close().newline();
    }

    void sentences(List<String> sentences) {
        html.open("ul");
        sentences.forEach(s -> html.element("li", s));
        html.close();
    }
}
