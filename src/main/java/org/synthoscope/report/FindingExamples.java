package org.synthoscope.report;

import java.util.List;
import java.util.Locale;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.CatalogueImage;
import org.synthoscope.curation.FindingKind;
import org.synthoscope.curation.Judgement;
import org.synthoscope.curation.Policy;
import org.synthoscope.curation.Region;

/** Examples of each kind of finding with the place outlined: the surest, and those on either side of the threshold. */
final class FindingExamples {

    private static final int SURE = 4;
    private static final int EDGE = 4;
    private static final int SIDE = 192;

    private final Markup html;
    private final Catalogue catalogue;
    private final Policy policy;
    private final Thumbnails thumbnails;
    private final boolean skin;

    private record Example(long image, double score, Region region) {
    }

    FindingExamples(Markup html, Catalogue catalogue, Policy policy, Thumbnails thumbnails) {
        this.html = html;
        this.catalogue = catalogue;
        this.policy = policy;
        this.thumbnails = thumbnails;
        this.skin = Judgement.skin(catalogue, policy);
    }

    boolean any() {
        return !catalogue.list("SELECT 1 FROM finding LIMIT 1", r -> 1).isEmpty();
    }

    void write() {
        html.element("p", "The outline shows where. Examples at the threshold show what the detector takes for one and what it "
                + "doesn't: if they look wrong, change the threshold or start the review.", "class", "lead");
        for (FindingKind kind : FindingKind.values()) {
            if (kind.ofSkin() && !skin) {
                continue;
            }
            double threshold = policy.threshold(kind);
            List<Example> sure = examples("score >= " + threshold + " ORDER BY score DESC, image LIMIT " + SURE, kind);
            if (sure.isEmpty()) {
                continue;
            }
            long found = catalogue.list("SELECT count(*) FROM finding WHERE kind = ? AND score >= ?", r -> r.number(0),
                    kind.word(), threshold).get(0);
            String name = kind.word().replace('_', ' ');
            html.element("h3", name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + ": "
                    + CurationPage.count(found) + (found == 1 ? " image" : " images"));
            List<Example> edge = examples("score BETWEEN 0.05 AND 0.95 ORDER BY abs(score - " + threshold + "), image LIMIT "
                    + EDGE, kind).stream().filter(e -> sure.stream().noneMatch(s -> s.image() == e.image())).toList();
            html.open("div", "class", "panel");
            grid("Surest", sure);
            if (!edge.isEmpty()) {
                grid("At the threshold", edge);
            }
            html.close().newline();
        }
    }

    private List<Example> examples(String condition, FindingKind kind) {
        return catalogue.list("SELECT image, score, region FROM finding WHERE kind = ? AND " + condition, r -> new Example(
                r.number(0), r.real(1), r.isNull(2) ? Region.empty() : Region.of(r.bytes(2))), kind.word());
    }

    private void grid(String title, List<Example> examples) {
        html.open("figure", "class", "sample").open("figcaption").element("strong", title).close()
                .open("div", "class", "grid", "style", "--columns:4");
        for (Example example : examples) {
            CatalogueImage image = catalogue.images("image.id = ?", example.image()).get(0);
            html.open("div");
            thumbnails.whole(image, SIDE, example.region()).ifPresent(picture -> html.image(picture, "thumb"));
            html.element("span", Numbers.fixed(example.score(), 2) + " " + image.className(), "class", "under").close();
        }
        html.close().close();
    }
}
