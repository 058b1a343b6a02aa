package org.synthoscope.curation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.phantom.DuplicateKind;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.PhantomTruth;
import org.synthoscope.collection.phantom.Phantoms;
import org.synthoscope.curation.Decisions;
import org.synthoscope.curation.ImageState;
import org.synthoscope.curation.Judgement;
import org.synthoscope.curation.Policy;

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
}
