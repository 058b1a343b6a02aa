package org.synthoscope.curation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.Progress;
import org.synthoscope.collection.phantom.ClassRate;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.Phantoms;
import org.synthoscope.curation.engine.FakeSet;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.image.Image;
import org.synthoscope.image.ImageReader;
import org.synthoscope.image.Png;

final class TreatmentsTest {

    @TempDir
    Path folder;

    @Test
    void copiesAreMadeOnceFollowTheDecisionsAndLeaveOriginalsAlone() throws Exception {
        ClassRate all = ClassRate.same(1);
        ClassRate none = ClassRate.same(0);
        Phantoms phantoms = Phantoms.of(PhantomSpec.of(3, 2, 128).withLesions(1, 1).withDuplicates(0, 0)
                .withArtefacts(all, none, all, none, none));
        Path images = folder.resolve("images");
        Files.createDirectories(images.resolve("nevus"));
        for (int i = 0; i < 2; i++) {
            Files.write(images.resolve("nevus/ä b" + i + ".png"), Png.encode(new Image(128, 128, 3, phantoms.render(i).rgb())));
        }
        byte[] original = Files.readAllBytes(images.resolve("nevus/ä b0.png"));
        Path curated = folder.resolve(Treatments.FOLDER);
        try (Catalogue catalogue = Catalogue.open(folder.resolve("catalogue.db"))) {
            FakeSet.register(catalogue, images);
            catalogue.write(w -> {
                for (String kind : List.of("hair", "dark_corner")) {
                    w.update("INSERT INTO finding(image, kind, score, method) SELECT id, ?, 0.9, 'm' FROM image", kind);
                }
            });
            Policy hair = Policy.defaults().with(FindingKind.HAIR, "inpaint", 0.5);
            Judgement.apply(catalogue, hair);
            Treatments treatments = new Treatments(catalogue, curated);
            Map<Long, Path> first = treatments.write(2, Progress.NONE);
            assertEquals(2, first.size());
            assertEquals(first, treatments.copies());
            Image inpainted = new ImageReader(DecodeOptions.DEFAULT).read(first.get(1L)).image();
            assertEquals(128, inpainted.width());
            assertNotEquals(new ImageReader(DecodeOptions.DEFAULT).decode(original, "x.png").image(), inpainted);
            var time = Files.getLastModifiedTime(first.get(1L));
            Files.delete(first.get(2L));
            Files.writeString(curated.resolve("notes.txt"), "a person's own");
            assertEquals(first, treatments.write(1, Progress.NONE));
            assertEquals(time, Files.getLastModifiedTime(first.get(1L)), "what is there is kept");
            assertTrue(Files.exists(first.get(2L)), "what was deleted is made again");

            Judgement.apply(catalogue, hair.with(FindingKind.DARK_CORNER, "crop", 0.5));
            Map<Long, Path> both = treatments.write(1, Progress.NONE);
            Image cropped = new ImageReader(DecodeOptions.DEFAULT).read(both.get(1L)).image();
            assertTrue(cropped.width() < 128 && cropped.width() > 60, cropped.toString());
            assertEquals(3, files(curated), "old copies are gone, a person's file isn't");

            Judgement.apply(catalogue, Policy.defaults());
            assertEquals(Map.of(), treatments.write(1, Progress.NONE));
            assertEquals(1, files(curated));
        }
        assertArrayEquals(original, Files.readAllBytes(images.resolve("nevus/ä b0.png")));
    }

    private static long files(Path in) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.count();
        }
    }
}
