package org.synthoscope.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.CatalogueImage;
import org.synthoscope.curation.Policy;
import org.synthoscope.curation.Region;

/** The pairs that show the same picture: those with contradicting labels first, then near ones, then exact copies. */
final class DuplicateGallery {

    private static final int SHOWN = 36;
    private static final int SIDE = 160;

    private final Markup html;
    private final Blocks blocks;
    private final Catalogue catalogue;
    private final Thumbnails thumbnails;
    private final double threshold;
    private final List<Pair> pairs;

    private record Pair(long a, long b, boolean exact, double confidence, String transform, boolean conflict, boolean sources,
                        String said) {
    }

    DuplicateGallery(Markup html, Blocks blocks, Catalogue catalogue, Policy policy, Thumbnails thumbnails) {
        this.html = html;
        this.blocks = blocks;
        this.catalogue = catalogue;
        this.thumbnails = thumbnails;
        this.threshold = policy.duplicates().threshold();
        this.pairs = catalogue.list("SELECT p.a, p.b, p.exact, p.confidence, p.transform, i.class <> j.class, "
                + "i.source <> j.source, (SELECT action FROM decision d WHERE d.undone IS NULL AND d.who <> 'policy' AND "
                + "(d.image = p.a AND d.other = p.b OR d.image = p.b AND d.other = p.a) ORDER BY d.id DESC LIMIT 1) "
                + "FROM pair p JOIN image i ON i.id = p.a JOIN image j ON j.id = p.b "
                + "ORDER BY i.class <> j.class DESC, p.exact, p.confidence DESC, p.a, p.b",
                r -> new Pair(r.number(0), r.number(1), r.number(2) == 1, r.real(3), r.text(4), r.number(5) == 1,
                        r.number(6) == 1, r.text(7)));
    }

    boolean any() {
        return !pairs.isEmpty();
    }

    void write() {
        Map<String, long[]> counts = new LinkedHashMap<>();
        for (Pair p : pairs) {
            String kind = p.exact() ? "exact copies" : p.confidence() >= threshold ? "near: " + p.transform()
                    : "doubtful, below confidence " + Numbers.plain(threshold);
            long[] count = counts.computeIfAbsent(kind, k -> new long[3]);
            count[0]++;
            count[1] += p.conflict() ? 1 : 0;
            count[2] += p.sources() ? 1 : 0;
        }
        List<List<String>> rows = new ArrayList<>();
        counts.forEach((kind, n) -> rows.add(List.of(kind, CurationPage.count(n[0]), CurationPage.count(n[1]),
                CurationPage.count(n[2]))));
        rows.sort((a, b) -> a.get(0).compareTo(b.get(0)));
        blocks.table(new Table("Pairs found", List.of("Kind", "Pairs", "With contradicting labels",
                "Across two sources"), rows));
        html.open("div", "class", "pairs");
        pairs.stream().limit(SHOWN).forEach(this::pair);
        html.close();
        if (pairs.size() > SHOWN) {
            html.element("p", CurationPage.count(pairs.size() - SHOWN) + " more pairs are in the catalogue.", "class", "note");
        }
    }

    private void pair(Pair p) {
        html.open("figure", "class", "pair").open("div", "class", "two");
        for (long id : new long[] {p.a(), p.b()}) {
            CatalogueImage image = catalogue.images("image.id = ?", id).get(0);
            html.open("div");
            thumbnails.whole(image, SIDE, Region.empty()).ifPresent(picture -> html.image(picture, "half"));
            html.element("span", image.name(), "class", "under").close();
        }
        String what = p.exact() ? "Exact copy. " : "Near: " + p.transform() + ", confidence " + Numbers.fixed(p.confidence(), 2)
                + ". ";
        html.close().open("figcaption").element("strong", what);
        if (p.conflict()) {
            html.text("The labels contradict each other. ");
        }
        if (p.sources()) {
            html.text("From two sources. ");
        }
        html.text(p.said().equals("same") ? "A person confirmed it." : p.said().equals("different")
                ? "A person says these are two pictures." : !p.exact() && p.confidence() < threshold
                ? "Doubtful: kept together until a person has looked." : "");
        html.close().close();
    }
}
