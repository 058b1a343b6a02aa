package org.synthoscope.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.privacy.ClosePair;
import org.synthoscope.evidence.privacy.Copy;
import org.synthoscope.evidence.privacy.PrivacyResult;
import org.synthoscope.image.Image;
import org.synthoscope.image.Png;

/**
 * The page of the closest pairs: each synthetic image beside the training image that it copies or comes closest to, and
 * their difference. It shows training images, says so first, and belongs to those who may see them.
 */
public final class PrivacyGallery {

    private static final int GAIN = 4;
    private static final String POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";
    private static final String OWN_STYLE = ".three { display: grid; grid-template-columns: 1fr 1fr 1fr; gap: 6px; "
            + "margin-bottom: 0.5rem; } .three img { image-rendering: pixelated; } "
            + ".pairs { grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); } "
            + ".private { margin-top: 2rem; }";

    private final PrivacyResult result;
    private final ImageSet train;
    private final ImageSet synthetic;
    private final Markup html = new Markup();

    private PrivacyGallery(PrivacyResult result, ImageSet train, ImageSet synthetic) {
        this.result = result;
        this.train = train;
        this.synthetic = synthetic;
    }

    /**
     * The page as HTML that is also well-formed XML and loads nothing.
     *
     * @param train     the very set that was measured
     * @param synthetic likewise
     */
    public static String html(PrivacyResult result, ImageSet train, ImageSet synthetic) {
        return "<!DOCTYPE html>\n" + new PrivacyGallery(result, train, synthetic).page() + "\n";
    }

    /**
     * Writes the page so that only its owner can read it, as far as the file system knows owners.
     *
     * @return whether it does
     */
    public static boolean write(Path file, PrivacyResult result, ImageSet train, ImageSet synthetic) {
        AtomicFile.write(file, html(result, train, synthetic));
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return true;
        } catch (IOException | UnsupportedOperationException elsewhere) {
            return false;
        }
    }

    private String page() {
        html.open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en").newline().open("head")
                .empty("meta", "charset", "utf-8")
                .empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY)
                .empty("meta", "name", "robots", "content", "noindex")
                .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .empty("meta", "name", "color-scheme", "content", "light dark")
                .element("title", "Closest pairs – private – Synthoscope")
                .element("style", Stylesheet.css() + OWN_STYLE)
                .close().newline().open("body").open("header").element("p", "Synthoscope", "class", "kicker")
                .element("h1", "The closest pairs").element("p", "Synthetic images beside the training images that they come "
                        + "closest to, copies first.", "class", "subtitle").close();
        html.open("aside", "class", "cautions private", "aria-label", "Warning").element("h3", "Private: this page shows "
                + "training images").element("p", "The middle image of each three is a patient's. Keep this file where the "
                + "training images are kept, show it to those who may see them, and leave it out of every release.").close()
                .newline().open("main");
        List<ClosePair> found = result.pairs().stream().filter(p -> p.copy().isPresent()).toList();
        List<ClosePair> close = result.pairs().stream().filter(p -> p.copy().isEmpty()).toList();
        summary();
        section("copies", "The same picture", "Equal pixels, or pictures that agree when they are laid on each other. A pair counts "
                + "as a copy if the training image lies at least twice as close as any held-out one, or agrees in fine structure "
                + "where no held-out one does. Of the others, look whether they are.", found);
        section("close", "Close by features", "Not copies by their pixels, but closest to a training image by the feature "
                + "network. The ratio compares the distance with that from the training image to its nearest of another "
                + "patient: well below 1 is suspicious.", close);
        html.close().open("footer").element("p", "Made by Synthoscope. This file holds all that it shows: it runs no "
                + "script and loads nothing from a network.").close();
        return html.close().newline().close().done();
    }

    private void summary() {
        Optional<Measurement> copies = result.evidence().find("copies", Measurement.ALL);
        html.open("section").element("h2", "In short");
        html.element("p", copies.map(m -> String.format(Locale.ROOT, "%,d of %,d synthetic images copy a training image "
                + "(%.3g%%; 95%% interval %.3g%% to %.3g%%). %d pairs are shown here.", result.copies().size(), m.n(),
                100 * m.value(), 100 * m.low(), 100 * m.high(), result.pairs().size()))
                .orElse("Too few synthetic images to say how rare copies are."));
        html.close().newline();
    }

    private void section(String id, String title, String lead, List<ClosePair> pairs) {
        if (pairs.isEmpty()) {
            return;
        }
        html.open("section", "id", id).element("h2", title).element("p", lead, "class", "lead")
                .open("div", "class", "pairs");
        pairs.forEach(this::pair);
        html.close().close().newline();
    }

    private void pair(ClosePair pair) {
        Image made = image(synthetic, pair.synthetic());
        Image real = image(train, pair.train());
        html.open("figure", "class", "pair").open("div", "class", "three");
        picture(made, "Synthetic image " + synthetic.file(pair.synthetic()), "Synthetic");
        picture(real, "Training image " + train.file(pair.train()), "Training");
        picture(difference(made, real), "Difference of the two, " + GAIN + " times", "Difference × " + GAIN);
        html.close().open("figcaption").element("strong", heading(pair) + ". ")
                .text(String.format(Locale.ROOT, "Ratio %.2f.", pair.ratio()))
                .element("span", synthetic.file(pair.synthetic()) + " and " + train.file(pair.train()), "class", "note")
                .close().close();
    }

    private String heading(ClosePair pair) {
        return pair.copy().map(c -> heading(c) + (result.copies().contains(c) ? "" : ", not counted"))
                .orElse("No copy found");
    }

    private static String heading(Copy copy) {
        return copy.exact() ? "Equal pixel for pixel" : String.format(Locale.ROOT, "Confidence %.2f%s", copy.confidence(),
                switch (copy.transform()) {
                    case NONE, RECOMPRESS -> "";
                    case RESCALE -> ", another size";
                    case CROP -> ", cropped";
                    case RECOLOUR -> ", other colours";
                    case FLIP -> ", mirrored";
                    case TURN -> ", turned";
                });
    }

    private void picture(Image image, String alt, String under) {
        html.open("div").image(new Picture(Png.encode(image), alt), "half").element("span", under, "class", "under").close();
    }

    private static Image difference(Image a, Image b) {
        byte[] out = new byte[a.pixels().length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) Math.min(255, GAIN * Math.abs((a.pixels()[i] & 255) - (b.pixels()[i] & 255)));
        }
        return new Image(a.height(), a.width(), a.channels(), out);
    }

    private static Image image(ImageSet set, int i) {
        return new Image(set.height(), set.width(), set.channels(), set.read(i));
    }
}
