package org.synthoscope.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.curation.Decision;
import org.synthoscope.curation.Decisions;
import org.synthoscope.curation.Action;
import org.synthoscope.curation.Policy;
import org.synthoscope.curation.Region;
import org.synthoscope.curation.engine.CurationProgress;
import org.synthoscope.curation.engine.Curator;
import org.synthoscope.curation.engine.FakeSet;
import org.synthoscope.curation.engine.ImageDecoder;
import org.synthoscope.image.Image;

final class CurationReportTest {

    private static final String ATTACK = "<script>alert(1)<";
    private static final Instant WHEN = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    Path folder;

    private String html(Catalogue catalogue) {
        return new CurationReport("Study & <b>more</b>", WHEN, catalogue, Policy.defaults(), Map.of(),
                List.of(new Table("Parts", List.of("Part", "Images"), List.of(List.of("train", "70")))),
                List.of("With 20 sealed images an attack of AUC .75 can be told from chance.")).html();
    }

    private void curate(Catalogue catalogue) {
        FakeSet.register(catalogue, folder.resolve("images"));
        FakeSet fake = new FakeSet("m", 0);
        new Curator(catalogue, Policy.defaults(), fake, fake, ImageDecoder.USUAL, 2).run(CurationProgress.SILENT);
    }

    @Test
    void saysWhatWasFoundAndDoneAndEscapesEveryName() throws Exception {
        Path images = folder.resolve("images");
        for (int i = 0; i < 40; i++) {
            FakeSet.image(images.resolve("nevus/n" + i + ".png"), i < 20 ? 90 : 5, 30, 0);
            FakeSet.image(images.resolve(ATTACK + "/m" + i + ".png"), 3, 30, 0);
        }
        FakeSet.image(images.resolve("nevus/x\"onerror='1'&.png"), 0, 0, 7);
        FakeSet.image(images.resolve("nevus/same.png"), 0, 0, 7);
        FakeSet.image(images.resolve("nevus/near.png"), 0, 1, 7);
        FakeSet.image(images.resolve(ATTACK + "/conflict.png"), 0, 2, 9);
        FakeSet.image(images.resolve("nevus/conflict.png"), 0, 3, 9);
        Files.writeString(images.resolve("nevus/broken.png"), "?");
        try (Catalogue catalogue = Catalogue.open(folder.resolve("catalogue.db"))) {
            curate(catalogue);
            catalogue.write(w -> w.update("INSERT INTO left_out(source, file, reason) VALUES (1, '<i>y</i>', 'a <link>')"));
            new Decisions(catalogue).decide("ann", "nevus/n30.png", Decision.MANUAL, Action.EXCLUDE, "ugly");
            String html = html(catalogue);
            Xml.parse(html);
            assertFalse(html.contains("<script") || html.contains("<i>") || html.contains("<b>") || html.contains("<link>"));
            assertFalse(html.contains("\"onerror"));
            assertTrue(html.contains("Stickers occur on 45.5% of nevus and 0.0% of &lt;script&gt;alert(1)&lt;: a model will learn "
                    + "the sticker."), "the shortcut");
            assertTrue(html.contains("With 20 sealed images"));
            assertTrue(html.contains("The labels contradict each other."));
            assertTrue(html.contains("Exact copy."));
            assertTrue(html.contains("1 decisions were taken by persons"));
            assertTrue(html.contains("can&#39;t be read: not a JPEG"));
            assertFalse(html.matches("(?s).*(src|href)=\"(?!data:|#).*"), "nothing is loaded");
            assertEquals(html, html(catalogue), "the same catalogue gives the same bytes");
            Path file = folder.resolve("curation.html");
            new CurationReport("t", WHEN, catalogue, Policy.defaults(), Map.of(), List.of(), List.of()).write(file);
            assertFalse(Files.readString(file).contains("id=\"split\""));
        }
    }

    @Test
    void anEmptyCatalogueAndLostFilesMakeAPageToo() throws Exception {
        try (Catalogue catalogue = Catalogue.open(folder.resolve("empty.db"))) {
            Xml.parse(html(catalogue));
        }
        FakeSet.image(folder.resolve("images/nevus/a.png"), 90, 0, 0);
        try (Catalogue catalogue = Catalogue.open(folder.resolve("lost.db"))) {
            curate(catalogue);
            Files.delete(folder.resolve("images/nevus/a.png"));
            Xml.parse(html(catalogue));
        }
    }

    @Test
    void theOutlineRunsAlongTheRegion() {
        BitSet cells = new BitSet();
        cells.set(3);
        Image outlined = Thumbnails.outlined(new Image(40, 40, 1, new byte[1600]), new Region(2, 2, cells));
        assertEquals(255, outlined.at(20, 20, 0));
        assertEquals(255, outlined.at(39, 39, 0));
        assertEquals(0, outlined.at(30, 30, 0), "inside");
        assertEquals(0, outlined.at(19, 25, 0), "outside");
    }
}
