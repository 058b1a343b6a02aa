package org.synthoscope.report;

import java.util.List;
import java.util.Locale;
import org.synthoscope.evidence.verdict.Clause;
import org.synthoscope.evidence.verdict.Consequence;
import org.synthoscope.evidence.verdict.Outcome;
import org.synthoscope.evidence.verdict.Ruling;
import org.synthoscope.evidence.verdict.Verdict;

/** Sets a verdict in type: for each purpose the decision and what it rests on, then all clauses in one table a purpose. */
final class VerdictSection {

    private final Markup html;

    VerdictSection(Markup html) {
        this.html = html;
    }

    void write(Verdict verdict) {
        html.element("p", "Decided by " + verdict.policy() + ". A clause holds only if its whole 95% interval keeps to the limit "
                + "and the test could have seen that it doesn't; too few images give \"insufficient evidence\", never a release. "
                + "No limit here is law: each has an owner, and a reason that the table tells.", "class", "lead");
        verdict.notes().forEach(note -> html.element("p", note));
        html.open("div", "class", "rulings");
        verdict.rulings().forEach(this::card);
        html.close().newline();
        verdict.rulings().forEach(this::clauses);
    }

    private void card(Ruling ruling) {
        html.open("article", "class", "ruling " + style(ruling)).element("h3", ruling.purpose().title())
                .element("p", headline(ruling), "class", "decision").element("p", ruling.sentence());
        ruling.conditions().forEach(c -> html.element("p", "Before a release: " + c));
        html.close();
    }

    private static String headline(Ruling ruling) {
        String word = ruling.decision().word();
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private static String style(Ruling ruling) {
        return ruling.decision().name().toLowerCase(Locale.ROOT);
    }

    private void clauses(Ruling ruling) {
        long held = ruling.clauses().stream().filter(c -> c.outcome() == Outcome.PASS).count();
        html.open("details").element("summary", ruling.purpose().title() + ": all " + ruling.clauses().size() + " clauses, "
                + held + " of them hold");
        String caption = "Clauses for " + ruling.purpose().title().toLowerCase(Locale.ROOT);
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption)
                .open("table", "class", "clauses").element("caption", caption, "class", "unseen").open("thead").open("tr");
        for (String header : List.of("Clause", "Outcome", "Estimate and 95% interval", "Limit", "Seen from", "Images",
                "What it claims, and who set the limit")) {
            html.element("th", header, "scope", "col");
        }
        html.close().close().open("tbody");
        ruling.clauses().forEach(this::row);
        html.close().close().close().close().newline();
    }

    private void row(Clause c) {
        html.open("tr", "class", c.outcome().word()).element("th", c.title(), "scope", "row")
                .element("td", outcome(c));
        html.element("td", c.estimate().map(e -> e.low() == e.high() ? number(e.value())
                : number(e.value()) + " (" + number(e.low()) + " to " + number(e.high()) + ")").orElse("not measured"),
                "class", "number");
        html.element("td", number(c.threshold().limit()), "class", "number");
        html.element("td", c.detectable().map(VerdictSection::number).orElse("—"), "class", "number");
        html.element("td", c.n() == 0 ? "—" : Numbers.fixed(c.n(), 0), "class", "number");
        html.open("td").text(capital(c.claim()) + " (" + c.measure() + "). ").element("em", c.threshold().owner() + ": "
                + c.threshold().reason());
        if (c.outcome() != Outcome.PASS) {
            html.empty("br").text(c.why());
        }
        html.close().close();
    }

    private static String outcome(Clause c) {
        return switch (c.outcome()) {
            case PASS -> "holds";
            case INSUFFICIENT -> "can't be told";
            case FAIL -> c.consequence() == Consequence.REFUSE ? "doesn't hold: refuse" : "doesn't hold: restrict";
        };
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String number(double v) {
        return v == Math.rint(v) && Math.abs(v) < 1e9 ? Numbers.fixed(v, 0)
                : Numbers.fixed(v, Math.abs(v) >= 10 ? 1 : Math.abs(v) >= 0.01 ? 3 : 4);
    }
}
