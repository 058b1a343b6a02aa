package org.synthoscope.curation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.Progress;
import org.synthoscope.collection.phantom.DuplicateKind;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.PhantomTruth;
import org.synthoscope.collection.phantom.Phantoms;
import org.synthoscope.curation.Decisions;
import org.synthoscope.curation.FindingKind;
import org.synthoscope.curation.ImageState;
import org.synthoscope.curation.Judgement;
import org.synthoscope.curation.Policy;
import org.synthoscope.curation.Treatments;
import org.synthoscope.image.Image;
import org.synthoscope.image.Png;

/** The program's own detectors on a set whose truth is known: pictures handed in twice under another patient's name. */
final class PhantomCurationTest {

    @TempDir
    Path folder;

    @Test
    void copiesUnderAnotherPatientsNameEndUpInOneGroup() throws Exception {
        Path images = folder.resolve("images");
        Phantoms phantoms = Phantoms.write(PhantomSpec.of(5, 30, 128).withLesions(1, 1).withDuplicates(0.2, 0.5), images, n -> { });
        try (Catalogue catalogue = Catalogue.open(folder.resolve("catalogue.db"))) {
            FakeSet.register(catalogue, images);
            for (int i = 0; i < phantoms.size(); i++) {
                PhantomTruth truth = phantoms.truth(i);
                catalogue.write(w -> w.update("UPDATE image SET patient = ?, lesion = ? WHERE name = ?", truth.patient(),
                        truth.lesion(), truth.file()));
            }
            Curator.of(catalogue, Policy.defaults(), 2).run(CurationProgress.SILENT);
            assertTrue(Judgement.skin(catalogue, Policy.defaults()), Judgement.skinReason(catalogue));
            Map<String, String> groups = catalogue.list("SELECT i.name, m.grp FROM member m JOIN image i ON i.id = m.image",
                    row -> List.of(row.text(0), row.text(1))).stream().collect(Collectors.toMap(l -> l.get(0), l -> l.get(1)));
            Map<String, ImageState> states = new Decisions(catalogue).states().stream()
                    .collect(Collectors.toMap(ImageState::name, s -> s));
            int strays = 0;
            int torn = 0;
            for (int i = 0; i < phantoms.size(); i++) {
                PhantomTruth truth = phantoms.truth(i);
                if (truth.duplicateOf().isEmpty()) {
                    continue;
                }
                String original = truth.duplicateOf().orElseThrow();
                torn += groups.get(truth.file()).equals(groups.get(original)) ? 0 : 1;
                strays++;
                if (truth.duplicateKind() == DuplicateKind.EXACT) {
                    // Both stay out if they have a sticker; else one of the two is kept.
                    ImageState copy = states.get(truth.file());
                    ImageState first = states.get(original);
                    assertFalse(!copy.excluded() && !first.excluded(), truth.file());
                }
            }
            assertTrue(strays >= 15 && torn <= 1, torn + " of " + strays + " copies torn from their original");
            long patients = IntStream.range(0, phantoms.size()).mapToObj(phantoms::truth)
                    .filter(t -> t.duplicateOf().isEmpty()).map(PhantomTruth::patient).distinct().count();
            assertEquals(patients + torn, groups.values().stream().distinct().count(), "nobody else is joined");
            assertTrue(Files.exists(images.resolve(phantoms.truth(0).file())));
        }
    }

    @Test
    void imagesOfAnyShapeAreInspected() throws Exception {
        Path images = folder.resolve("images");
        Files.createDirectories(images.resolve("odd"));
        int[][] shapes = {{8, 8, 1}, {8, 8, 3}, {8, 1500, 3}, {1500, 9, 1}, {513, 511, 3}, {200, 31, 3}};
        for (int i = 0; i < shapes.length; i++) {
            byte[] pixels = new byte[shapes[i][0] * shapes[i][1] * shapes[i][2]];
            new Random(i).nextBytes(pixels);
            Files.write(images.resolve("odd/noise" + i + ".png"), Png.encode(new Image(shapes[i][0], shapes[i][1], shapes[i][2],
                    pixels)));
            Files.write(images.resolve("odd/black" + i + ".png"), Png.encode(new Image(shapes[i][0], shapes[i][1], shapes[i][2],
                    new byte[pixels.length])));
        }
        try (Catalogue catalogue = Catalogue.open(folder.resolve("catalogue.db"))) {
            FakeSet.register(catalogue, images);
            Policy all = Policy.defaults().with(FindingKind.DARK_CORNER, "crop", 0.01).with(FindingKind.HAIR, "inpaint", 0.01);
            Curator.Result result = Curator.of(catalogue, new Policy("yes", all.findings(), all.duplicates(), all.review()), 2)
                    .run(CurationProgress.SILENT);
            assertEquals(12, result.inspected());
            assertEquals(0, result.unreadable());
            assertEquals(List.of("1500 x 8"), catalogue.list("SELECT width || ' x ' || height FROM image WHERE name LIKE "
                    + "'%noise2%'", row -> row.text(0)));
            new Treatments(catalogue, folder.resolve("curated")).write(2, Progress.NONE);
        }
    }
}
