package org.synthoscope.report;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.CatalogueImage;
import org.synthoscope.curation.Association;
import org.synthoscope.curation.Associations;
import org.synthoscope.curation.Decision;
import org.synthoscope.curation.Decisions;
import org.synthoscope.curation.FindingKind;
import org.synthoscope.curation.ImageState;
import org.synthoscope.curation.Interval;
import org.synthoscope.curation.Judgement;

/** Sets the curation report in type. */
final class CurationPage {

    private static final int SHEET = 24;
    private static final int SHEET_SIDE = 96;
    private static final long SHEET_BYTES = 3L << 20;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final CurationReport report;
    private final Catalogue catalogue;
    private final Markup html = new Markup();
    private final Blocks blocks = new Blocks(html);
    private final Thumbnails thumbnails;
    private final List<CatalogueImage> images;
    private final List<ImageState> states;
    private final List<Association> before;
    private final List<Association> after;

    /** A part of the page that is there only if it has something to say. */
    private record Part(String id, String title, boolean present, Runnable body) {
    }

    CurationPage(CurationReport report) {
        this.report = report;
        this.catalogue = report.catalogue();
        this.thumbnails = new Thumbnails(report.copies());
        this.images = catalogue.images();
        this.states = new Decisions(catalogue).states();
        this.before = Associations.of(catalogue, report.policy(), false);
        this.after = Associations.of(catalogue, report.policy(), true);
    }

    String render() {
        FindingExamples examples = new FindingExamples(html, catalogue, report.policy(), thumbnails);
        DuplicateGallery duplicates = new DuplicateGallery(html, blocks, catalogue, report.policy(), thumbnails);
        List<Exclusion> leftOut = leftOut();
        List<Part> parts = List.of(
                new Part("short", "In short", true, this::summary),
                new Part("images", "Before and after", !images.isEmpty(), this::sheets),
                new Part("reasons", "What was done, and why", true, this::reasons),
                new Part("labels", "Artefacts and labels", !before.isEmpty(), this::associations),
                new Part("findings", "What was found, and where", examples.any(), examples::write),
                new Part("duplicates", "Duplicates", duplicates.any(), duplicates::write),
                new Part("split", "The split", !report.splits().isEmpty() || !report.power().isEmpty(), this::split),
                new Part("leftout", "Left out", !leftOut.isEmpty(), () -> blocks.leftOut(leftOut)),
                new Part("licences", "Licences and attribution", !images.isEmpty(), this::licences),
                new Part("provenance", "How it was done", true, this::provenance))
                .stream().filter(Part::present).toList();
        blocks.head(report.title() + " – Synthoscope curation");
        html.open("header").element("p", "Synthoscope curation", "class", "kicker").element("h1", report.title())
                .element("p", DATE.format(report.created()), "class", "date")
                .open("nav", "aria-label", "Contents").open("ul");
        parts.forEach(part -> html.open("li").element("a", part.title(), "href", "#" + part.id()).close());
        html.close().close().close().newline().open("main");
        for (Part part : parts) {
            html.open("section", "id", part.id(), "aria-labelledby", part.id() + "-title")
                    .element("h2", part.title(), "id", part.id() + "-title").newline();
            part.body().run();
            html.close().newline();
        }
        html.close().open("footer").element("p", "Made by Synthoscope. This file holds all that it shows: it runs no "
                + "script and loads nothing from a network. Originals are untouched; every decision can be taken back.").close();
        return "<!DOCTYPE html>\n" + html.close().newline().close().done() + "\n";
    }

    private void summary() {
        long excluded = states.stream().filter(ImageState::excluded).count();
        long treated = states.stream().filter(s -> !s.treatments().isEmpty()).count();
        long groups = catalogue.list("SELECT count(DISTINCT grp) FROM member", r -> r.number(0)).get(0);
        List<Fact> facts = new ArrayList<>(List.of(new Fact("Images", count(images.size())),
                new Fact("Classes", classes().size() + ": " + String.join(", ", classes())),
                new Fact("Excluded", count(excluded)), new Fact("Cropped or inpainted", count(treated)),
                new Fact("Used", count(states.size() - excluded)),
                new Fact("Groups that no split tears apart", count(groups))));
        blocks.facts(facts);
        List<String> warnings = before.stream().filter(Association::strong).map(CurationPage::warning).toList();
        if (!warnings.isEmpty()) {
            html.open("aside", "class", "cautions", "aria-label", "Shortcuts").element("h3", "Shortcuts a model could take");
            blocks.sentences(warnings);
            html.close();
        }
    }

    private static String warning(Association a) {
        String sentence = a.sentence();
        return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }

    private Set<String> classes() {
        return images.stream().map(CatalogueImage::className).collect(Collectors.toCollection(TreeSet::new));
    }

    private void sheets() {
        html.element("p", "The same number of images of each class, evenly spaced through the set: all that was gathered, and "
                + "what is used.", "class", "lead");
        Set<Long> out = states.stream().filter(ImageState::excluded).map(ImageState::id).collect(Collectors.toSet());
        Gallery gallery = new Gallery(html, SHEET_BYTES);
        List<ImagePanel> panels = new ArrayList<>();
        for (String name : classes()) {
            List<CatalogueImage> all = images.stream().filter(i -> i.className().equals(name) && i.problem().isBlank()).toList();
            List<CatalogueImage> used = all.stream().filter(i -> !out.contains(i.id())).toList();
            panels.add(new ImagePanel(name, List.of(sheet("Before", all, false), sheet("After", used, true))));
        }
        gallery.panels(panels);
    }

    private ImageGrid sheet(String title, List<CatalogueImage> of, boolean treated) {
        int shown = Math.min(SHEET, of.size());
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < shown; i++) {
            thumbnails.square(of.get((int) ((long) i * of.size() / shown)), SHEET_SIDE, treated).ifPresent(pictures::add);
        }
        return new ImageGrid(title, count(of.size()) + " images, " + pictures.size() + " shown", 6, pictures);
    }

    private void reasons() {
        List<String> classes = List.copyOf(classes());
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        Map<String, Integer> totals = new HashMap<>();
        for (ImageState s : states) {
            if (!s.word().equals("kept")) {
                String key = s.word() + "\n" + String.join(" and ", s.subjects()).replace('_', ' ');
                counts.computeIfAbsent(key, k -> new HashMap<>()).merge(s.className(), 1, Integer::sum);
                totals.merge(key, 1, Integer::sum);
            }
        }
        if (counts.isEmpty()) {
            html.element("p", "Nothing was excluded, cropped or inpainted.");
            return;
        }
        List<String> headers = new ArrayList<>(List.of("For", "Images are", "In all"));
        headers.addAll(classes);
        List<List<String>> rows = counts.keySet().stream().sorted((a, b) -> totals.get(b) - totals.get(a)).map(key -> {
            List<String> row = new ArrayList<>(List.of(key.substring(key.indexOf('\n') + 1), key.substring(0, key.indexOf('\n')),
                    count(totals.get(key))));
            classes.forEach(c -> row.add(count(counts.get(key).getOrDefault(c, 0))));
            return row;
        }).toList();
        blocks.table(new Table("Images that aren't used as they were gathered", headers, rows));
        long persons = new Decisions(catalogue).active().stream().filter(Decision::byPerson).count();
        html.element("p", persons == 0 ? "All decisions are the policy's; no person has reviewed them."
                : count(persons) + " decisions were taken by persons, whose word comes before the policy's.", "class", "note");
    }

    private void associations() {
        html.element("p", "What goes with a label is what a model learns first, be it the disease or a sticker. Shares are of "
                + "the readable images of a class; odds ratios compare a class with all others. Both with 95% intervals: "
                + "Wilson's for shares, exact conditional ones for odds ratios where a count is below 100, else Woolf's. "
                + "Images count as independent, and nothing is adjusted for the number of comparisons.", "class", "lead");
        blocks.sentences(before.stream().map(CurationPage::warning).toList());
        Map<FindingKind, Association> later = after.stream().collect(Collectors.toMap(Association::kind, a -> a));
        List<List<String>> rows = new ArrayList<>();
        for (Association a : before) {
            for (Association.ClassRow row : a.classes()) {
                Association.ClassRow then = !later.containsKey(a.kind()) ? null : later.get(a.kind()).classes().stream()
                        .filter(r -> r.className().equals(row.className())).findFirst().orElse(null);
                rows.add(List.of(a.kind().word().replace('_', ' '), row.className(), count(row.found()) + " of "
                        + count(row.images()), percent(row.share()), ratio(row.oddsRatio()), then == null ? "–"
                        : count(then.found()) + " of " + count(then.images())));
            }
        }
        blocks.table(new Table("Findings by class", List.of("Finding", "Class", "Found", "Share", "Odds ratio", "After curation"),
                rows));
    }

    private static String percent(Interval i) {
        return Double.isNaN(i.value()) ? "–" : Numbers.fixed(100 * i.value(), 1) + "% ("
                + Numbers.fixed(100 * i.low(), 1) + "–"
                + Numbers.fixed(100 * i.high(), 1) + ")";
    }

    private static String ratio(Interval i) {
        return Double.isNaN(i.value()) ? "–" : three(i.value()) + " (" + three(i.low()) + "–" + three(i.high()) + ")";
    }

    /** Two digits below 10, none above: an odds ratio deserves no more. */
    private static String three(double value) {
        return Double.isInfinite(value) ? "∞" : Numbers.fixed(value, value >= 100 ? 0 : value >= 10 ? 1 : 2);
    }

    private void split() {
        report.splits().forEach(blocks::table);
        if (!report.power().isEmpty()) {
            html.element("h3", "What these sizes can detect");
            blocks.sentences(report.power());
        }
    }

    /** What sources left out, and what can't be read. */
    private List<Exclusion> leftOut() {
        List<Exclusion> out = new ArrayList<>(catalogue.list("SELECT source.name || '/' || left_out.file, reason FROM left_out "
                + "JOIN source ON source.id = left_out.source ORDER BY reason, 1", r -> new Exclusion(r.text(0), r.text(1))));
        images.stream().filter(i -> !i.problem().isBlank()).forEach(i -> out.add(new Exclusion(i.name(), "can't be read: "
                + i.problem())));
        return out;
    }

    private void licences() {
        Map<List<String>, Integer> counts = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        images.forEach(i -> counts.merge(List.of(i.facts().licence().isBlank() ? "not stated" : i.facts().licence(),
                i.facts().attribution().isBlank() ? "not stated" : i.facts().attribution()), 1, Integer::sum));
        int shown = 40;
        blocks.table(new Table("Images by licence and attribution", List.of("Licence", "Attribution", "Images"), counts.entrySet()
                .stream().sorted((a, b) -> b.getValue() - a.getValue()).limit(shown)
                .map(e -> List.of(e.getKey().get(0), shortened(e.getKey().get(1)), count(e.getValue()))).toList()));
        if (counts.size() > shown) {
            html.element("p", count(counts.size() - shown) + " more combinations are in the catalogue.", "class", "note");
        }
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, text.offsetByCodePoints(0, Math.min(79, text.codePointCount(0,
                text.length())))) + "…";
    }

    private void provenance() {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Skin", switch (report.policy().skin()) {
            case "yes" -> "taken for granted by the policy";
            case "no" -> "ruled out by the policy";
            default -> Judgement.skinReason(catalogue);
        }));
        facts.add(new Fact("Findings", String.join("; ", catalogue.list("SELECT DISTINCT method FROM finding",
                r -> r.text(0)))));
        facts.add(new Fact("Exact copies", report.policy().duplicates().exact()));
        facts.add(new Fact("Near duplicates", report.policy().duplicates().near() + ", from confidence "
                + Numbers.plain(report.policy().duplicates().threshold())));
        facts.add(new Fact("Contradicting labels", report.policy().duplicates().conflict()));
        for (FindingKind kind : FindingKind.values()) {
            facts.add(new Fact("Policy on " + kind.word().replace('_', ' '), report.policy().action(kind).word()
                    + ", from score " + Numbers.plain(report.policy().threshold(kind))));
        }
        blocks.facts(facts);
    }

    static String count(long n) {
        return Numbers.fixed(n, 0);
    }
}
