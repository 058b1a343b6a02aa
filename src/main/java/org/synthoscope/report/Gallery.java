package org.synthoscope.report;

import java.util.List;

/**
 * Embeds pictures until a budget of bytes is spent, and says how many it had to leave out: a report must stay small
 * enough to send by mail.
 */
final class Gallery {

    private final Markup html;
    private long left;

    /** @param budget bytes of encoded images that may be embedded */
    Gallery(Markup html, long budget) {
        this.html = html;
        this.left = budget;
    }

    void panels(List<ImagePanel> panels) {
        for (ImagePanel panel : panels) {
            html.element("h3", panel.title()).open("div", "class", "panel");
            panel.grids().forEach(this::grid);
            html.close().newline();
        }
    }

    private void grid(ImageGrid grid) {
        html.open("figure", "class", "sample").open("figcaption").element("strong", grid.title());
        if (!grid.caption().isBlank()) {
            html.text(" ").element("span", grid.caption());
        }
        html.close();
        boolean sheet = grid.pictures().size() == 1;
        if (!sheet) {
            html.open("div", "class", "grid", "style", "--columns:" + grid.columns());
        }
        int omitted = 0;
        for (Picture picture : grid.pictures()) {
            omitted += picture(picture, sheet ? "sheet" : "thumb") ? 0 : 1;
        }
        if (!sheet) {
            html.close();
        }
        omitted(omitted);
        html.close();
    }

    void pairs(List<NearestPair> pairs) {
        int omitted = 0;
        html.open("div", "class", "pairs");
        for (NearestPair pair : pairs) {
            if (pair.synthetic().size() + (long) pair.real().size() > left) {
                omitted++;
                continue;
            }
            html.open("figure", "class", "pair").open("div", "class", "two");
            for (boolean synthetic : new boolean[] {true, false}) {
                html.open("div");
                picture(synthetic ? pair.synthetic() : pair.real(), "half");
                html.element("span", synthetic ? "Synthetic" : "Nearest real", "class", "under").close();
            }
            html.close().open("figcaption")
                    .element("strong", "Distance " + Numbers.plain(pair.distance()) + ". ")
                    .text("For " + Numbers.plain(pair.percentile())
                            + "% of the real images, the nearest other real image is closer than this.");
            percentile(pair.percentile());
            if (!pair.text().isBlank()) {
                html.element("span", pair.text(), "class", "note");
            }
            html.close().close();
        }
        html.close();
        omitted(omitted);
    }

    private void percentile(double percentile) {
        html.open("svg", "xmlns", "http://www.w3.org/2000/svg", "class", "percentile", "viewBox", "0 0 200 12",
                        "role", "img", "aria-label", "Percentile " + Numbers.plain(percentile) + " of 100")
                .empty("path", "class", "axis", "d", "M2 6H198M2 3v6M198 3v6")
                .empty("path", "class", "value", "d", "M" + Numbers.fixed(2 + percentile * 1.96, 1) + " 0v12")
                .close();
    }

    private boolean picture(Picture picture, String style) {
        if (picture.size() > left) {
            return false;
        }
        left -= picture.size();
        html.image(picture, style);
        return true;
    }

    private void omitted(int count) {
        if (count > 0) {
            html.element("p", count + (count == 1 ? " picture is" : " pictures are")
                    + " left out here to keep this file small; the study's folder has them all.", "class", "note");
        }
    }
}
