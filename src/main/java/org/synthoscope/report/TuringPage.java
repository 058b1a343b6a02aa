package org.synthoscope.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.synthoscope.evidence.Insufficient;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.turing.BlindImages;
import org.synthoscope.evidence.turing.Origin;
import org.synthoscope.evidence.turing.TuringDesign;
import org.synthoscope.evidence.turing.TuringResult;

/** The page of a visual Turing test: what readers could tell, and the images by how many they deceived. */
public final class TuringPage {

    private static final int SHOWN = 12;
    private static final String OWN_STYLE = ".wall { display: grid; grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr)); "
            + "gap: 0.9rem; } .wall img { display: block; width: 100%; height: auto; }";

    private final TuringResult result;
    private final TuringDesign design;
    private final BlindImages images;
    private final Markup html = new Markup();
    private final Blocks blocks = new Blocks(html);

    private TuringPage(TuringResult result, TuringDesign design, BlindImages images) {
        this.result = result;
        this.design = design;
        this.images = images;
    }

    /** The page as HTML that is also well-formed XML and loads nothing. It shows real images, and says so. */
    public static String html(TuringResult result, TuringDesign design, BlindImages images) {
        return "<!DOCTYPE html>\n" + new TuringPage(result, design, images).page() + "\n";
    }

    private String page() {
        blocks.head("Real or synthetic? – Synthoscope reader test");
        html.element("style", OWN_STYLE);
        html.open("header").element("p", "Synthoscope reader test", "class", "kicker").element("h1", "Real or synthetic?")
                .element("p", design.images().size() + " images, half of them synthetic, judged by "
                        + people((int) result.readers().stream().filter(TuringResult.Reader::complete).count()) + ".",
                        "class", "subtitle").close().newline();
        html.open("main").open("section").element("h2", "In short").open("dl", "class", "answers");
        answer("Can readers tell?", verdict());
        html.close().open("aside", "class", "cautions", "aria-label", "Cautions").element("h3", "Please keep in mind");
        List<String> cautions = new ArrayList<>(List.of("This page shows real images of the " + design.settings().part()
                + " part and the truth about them: keep it from those who are still to take the test, and keep it as private as the "
                + "images are.", "Looking real says nothing about being a copy, nor about being useful for training.",
                "Intervals are for other images shown to these readers; other readers may see more or less."));
        cautions.addAll(design.notes());
        blocks.sentences(cautions);
        html.close().close().newline();
        section("The measures", () -> {
            blocks.table(measures());
            html.element("h3", "What they mean").open("dl", "class", "reasons");
            result.evidence().measurements().stream().filter(m -> m.group().equals(Measurement.ALL))
                    .forEach(m -> answer(m.name(), m.note()));
            html.close();
            if (!result.evidence().insufficient().isEmpty()) {
                html.element("h3", "Insufficient");
                blocks.sentences(result.evidence().insufficient().stream().map(TuringPage::sentence).toList());
            }
        });
        section("The readers", () -> blocks.table(readers()));
        if (result.readers().stream().anyMatch(TuringResult.Reader::complete)) {
            section("The images", () -> {
                wall("Synthetic images most often taken for real", Origin.SYNTHETIC, true);
                wall("Synthetic images most often seen through", Origin.SYNTHETIC, false);
                wall("Real images most often taken for synthetic", Origin.REAL, true);
            });
        }
        section("Where every number comes from", () -> blocks.facts(result.evidence().provenance().entrySet().stream()
                .map(e -> new Fact(e.getKey(), e.getValue())).toList()));
        html.open("footer").element("p", "Made by Synthoscope. This file holds all that it shows: it runs no script and loads "
                + "nothing from a network.").close();
        return html.close().newline().close().newline().close().done();
    }

    private static String people(int readers) {
        return readers == 1 ? "one reader" : readers + " readers";
    }

    private void answer(String question, String sentence) {
        html.open("div").element("dt", question).element("dd", sentence).close();
    }

    private void section(String title, Runnable body) {
        html.open("section").element("h2", title);
        body.run();
        html.close().newline();
    }

    private String verdict() {
        return result.equivalence().map(e -> String.format(Locale.ROOT, "%s The area under the ROC curve is %.3f (90%% interval %.3f "
                + "to %.3f; guessing is .5). Shown to be as good as guessing would mean an interval within %.2f to %.2f, a margin "
                + "set by: %s. For one reader who truly guesses, %d images of each kind show it in 8 of 10 tests; here were %d.",
                switch (e.verdict()) {
                    case EQUIVALENT -> "No better than guessing, within the margin.";
                    case DIFFERENT -> e.area() > 0.5 ? "Yes, better than by guessing." : "They see a difference, but take it the "
                            + "wrong way round.";
                    case INSUFFICIENT -> "Insufficient evidence: neither a difference nor its absence is shown.";
                }, e.area(), e.low(), e.high(), 0.5 - e.policy().margin(), 0.5 + e.policy().margin(), e.policy().setBy(), e.needed(),
                e.perKind())).orElse("Insufficient evidence: " + result.evidence().insufficient().stream().findFirst()
                .map(Insufficient::why).orElse("there are no answers to judge") + ".");
    }

    private static String sentence(Insufficient i) {
        return i.name() + " (" + i.group() + "): " + i.why();
    }

    private Table measures() {
        List<List<String>> rows = result.evidence().measurements().stream().map(m -> List.of(m.name(), m.group(),
                number(m.value()), number(m.low()) + " to " + number(m.high()),
                m.floor().isPresent() ? number(m.floor().getAsDouble()) : "–", Integer.toString(m.n()))).toList();
        return new Table("Every measure with its 95% interval", List.of("Measure", "Reader", "Value", "95% interval", "By chance",
                "Images"), rows);
    }

    private Table readers() {
        return new Table("Right answers at an image's first showing", List.of("Reader", "Answered", "Right", "By guessing", "p",
                "Seconds an image"), result.readers().stream().map(r -> List.of(r.name(), r.answered() + " of " + r.trials(),
                r.right() + " of " + r.images(), r.guessing().low() + " to " + r.guessing().high(),
                r.p() < 0.001 ? "< .001" : String.format(Locale.ROOT, "%.3f", r.p()),
                String.format(Locale.ROOT, "%.1f", r.seconds()))).toList());
    }

    private static String number(double v) {
        return Numbers.fixed(v, 3);
    }

    private void wall(String title, Origin origin, boolean deceived) {
        Predicate<TuringResult.Outcome> fits = o -> deceived == (origin == Origin.SYNTHETIC ? 2 * o.calledSynthetic() < o.readers()
                : 2 * o.calledSynthetic() > o.readers());
        Comparator<Integer> most = Comparator.comparingInt(i -> result.images().get(i).calledSynthetic());
        boolean few = origin == Origin.SYNTHETIC && deceived;
        List<Integer> shown = IntStream.range(0, result.images().size()).boxed()
                .filter(i -> result.images().get(i).image().origin() == origin && fits.test(result.images().get(i)))
                .sorted(few ? most : most.reversed()).toList();
        html.element("h3", title + ": " + shown.size());
        html.open("div", "class", "wall");
        for (int i : shown.subList(0, Math.min(SHOWN, shown.size()))) {
            TuringResult.Outcome o = result.images().get(i);
            String name = o.image().className().isEmpty() ? o.image().origin().word() : o.image().className().replace('_', ' ');
            html.open("figure").image(new Picture(images.png(i), o.image().origin().word() + " " + name), "sheet")
                    .open("figcaption").element("span", name + ", called synthetic by " + o.calledSynthetic() + " of " + o.readers())
                    .close().close();
        }
        html.close().newline();
    }
}
