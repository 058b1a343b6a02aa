package org.synthoscope.curation.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.synthoscope.collection.phantom.ClassRate;
import org.synthoscope.collection.phantom.Phantom;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.PhantomTruth;
import org.synthoscope.collection.phantom.Phantoms;
import org.synthoscope.curation.Finding;
import org.synthoscope.curation.FindingKind;
import org.synthoscope.image.Image;

/** Phantoms of a seed that no model was fitted on. */
class PhantomArtefactsTest {

    private static final int COUNT = 120;

    @Test
    void scoresTellPhantomsWithAnArtefactFromThoseWithout() {
        ClassRate rate = ClassRate.same(0.35);
        Phantoms phantoms = Phantoms.of(PhantomSpec.of(4711, COUNT, 256).withArtefacts(rate, rate, rate, rate, rate)
                .withDuplicates(0, 0));
        ArtefactDetector detector = new ArtefactDetector();
        List<PhantomTruth> truths = new ArrayList<>();
        List<List<Finding>> findings = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            Phantom p = phantoms.render(i);
            truths.add(p.truth());
            findings.add(detector.inspect(new Image(p.height(), p.width(), 3, p.rgb())));
        }
        assertTrue(SkinRule.of(findings).skin());
        Map<FindingKind, Predicate<PhantomTruth>> flags = Map.of(FindingKind.STICKER, PhantomTruth::sticker,
                FindingKind.RULER, PhantomTruth::ruler, FindingKind.HAIR, PhantomTruth::hair,
                FindingKind.DARK_CORNER, PhantomTruth::darkCorner, FindingKind.INK, PhantomTruth::ink);
        Map<FindingKind, Double> least = Map.of(FindingKind.STICKER, 0.95, FindingKind.RULER, 0.9, FindingKind.HAIR, 0.9,
                FindingKind.DARK_CORNER, 0.95, FindingKind.INK, 0.9);
        flags.forEach((kind, flag) -> {
            List<Double> with = new ArrayList<>();
            List<Double> without = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                double score = findings.get(i).get(kind.ordinal()).score();
                (flag.test(truths.get(i)) ? with : without).add(score);
            }
            double auc = auc(with, without);
            assertTrue(auc >= least.get(kind), kind + ": " + auc + " of " + with.size() + " against " + without.size());
        });
    }

    private static double auc(List<Double> with, List<Double> without) {
        double wins = 0;
        for (double p : with) {
            for (double q : without) {
                wins += p > q ? 1 : p == q ? 0.5 : 0;
            }
        }
        return wins / with.size() / without.size();
    }

    @Test
    void theModelsFitTheFeatures() {
        Image image = Drawing.plain(1);
        assertEquals(ArtefactModels.load().names(), ArtefactFeatures.of(image).names());
    }
}
