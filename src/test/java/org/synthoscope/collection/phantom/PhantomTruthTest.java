package org.synthoscope.collection.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.synthoscope.base.SynthoscopeException;

/** What a set of phantoms says about itself, before a pixel is drawn. */
class PhantomTruthTest {
    private static final Phantoms MANY = Phantoms.of(PhantomSpec.of(5, 4000, 64));

    private static Stream<PhantomTruth> originals(Phantoms phantoms) {
        return IntStream.range(0, phantoms.size()).mapToObj(phantoms::truth).filter(t -> t.duplicateOf().isEmpty());
    }

    private static void assertRate(double expected, PhantomClass label, Predicate<PhantomTruth> shown,
                                   double inflation) {
        long n = originals(MANY).filter(t -> t.label() == label).count();
        long seen = originals(MANY).filter(t -> t.label() == label).filter(shown).count();
        double four = 4 * Math.sqrt(inflation * expected * (1 - expected) / n);
        assertEquals(expected, (double) seen / n, four, label + " of " + n);
    }

    @Test
    void stickersMarkNeviFarMoreOftenThanMelanomas() {
        assertRate(0.09, PhantomClass.NEVUS, PhantomTruth::sticker, 1);
        assertRate(0.004, PhantomClass.MELANOMA, PhantomTruth::sticker, 1);
    }

    @Test
    void otherArtefactsHaveTheirRateInBothClasses() {
        for (PhantomClass label : PhantomClass.values()) {
            assertRate(0.08, label, PhantomTruth::ruler, 1);
            assertRate(0.02, label, PhantomTruth::ink, 1);
            // Shared within patients, so images count for less: at most as many independent draws as patients.
            assertRate(0.20, label, PhantomTruth::hair, 2.5);
            assertRate(0.15, label, PhantomTruth::darkCorner, 2.5);
        }
    }

    @Test
    void theShareOfMelanomasIsExact() {
        long all = originals(MANY).count();
        assertEquals(Math.floor(0.35 * all + 0.5), originals(MANY).filter(t -> t.label() == PhantomClass.MELANOMA)
                .count());
    }

    @Test
    void patientsHaveOneToFourLesionsOnOneSkin() {
        Map<String, Set<String>> lesions = originals(MANY).collect(Collectors.groupingBy(PhantomTruth::patient,
                Collectors.mapping(PhantomTruth::lesion, Collectors.toSet())));
        assertEquals(4000, lesions.size());
        assertEquals(Set.of(1, 2, 3, 4), lesions.values().stream().map(Set::size).collect(Collectors.toSet()));
        Map<String, Set<Integer>> skins = originals(MANY).collect(Collectors.groupingBy(PhantomTruth::patient,
                Collectors.mapping(PhantomTruth::skinType, Collectors.toSet())));
        assertTrue(skins.values().stream().allMatch(types -> types.size() == 1));
        assertEquals(6, skins.values().stream().flatMap(Set::stream).distinct().count());
    }

    @Test
    void hairRunsInPatients() {
        Map<String, Long> hairy = originals(MANY).filter(PhantomTruth::hair)
                .collect(Collectors.groupingBy(PhantomTruth::patient, Collectors.counting()));
        long again = hairy.values().stream().filter(n -> n > 1).count();
        assertTrue(again > hairy.size() / 3, again + " of " + hairy.size() + " hairy patients have two hairy images");
    }

    @Test
    void theTrueParametersTellTheClassesApartButNotPerfectly() {
        PhantomTruth[] truth = originals(MANY).limit(3000).toArray(PhantomTruth[]::new);
        double[][] features = new double[truth.length][];
        boolean[] melanoma = new boolean[truth.length];
        for (int i = 0; i < truth.length; i++) {
            LesionTruth p = truth[i].parameters();
            features[i] = new double[] {p.asymmetry(), p.border(), p.colours(), p.diameter(), p.network()};
            melanoma[i] = truth[i].label() == PhantomClass.MELANOMA;
        }
        double auc = Separability.heldOutAuc(features, melanoma);
        assertTrue(auc > 0.90 && auc < 0.97, "AUC of the truth " + auc);
        double[] asymmetry = IntStream.range(0, truth.length).mapToDouble(i -> features[i][0]).toArray();
        assertTrue(Separability.auc(asymmetry, melanoma) < 0.85, "no parameter decides alone");
    }

    @Test
    void withoutSeparationTheClassesAreAlike() {
        Phantoms alike = Phantoms.of(PhantomSpec.of(5, 1000, 64).withClasses(0.5, 0));
        double[] asymmetry = originals(alike).mapToDouble(t -> t.parameters().asymmetry()).toArray();
        boolean[] melanoma = new boolean[asymmetry.length];
        for (int i = 0; i < melanoma.length; i++) {
            melanoma[i] = alike.truth(i).label() == PhantomClass.MELANOMA;
        }
        assertEquals(0.5, Separability.auc(asymmetry, melanoma), 0.05);
    }

    @Test
    void duplicatesNameTheirOriginalAndAnotherPatientHalfOfTheTime() {
        Set<String> files = new HashSet<>();
        int exact = 0;
        int near = 0;
        int strays = 0;
        Set<DuplicateKind> kinds = new HashSet<>();
        Map<String, PhantomTruth> byFile = originals(MANY).collect(Collectors.toMap(PhantomTruth::file, t -> t));
        for (int i = 0; i < MANY.size(); i++) {
            PhantomTruth t = MANY.truth(i);
            assertTrue(files.add(t.file()), "file names are unique");
            if (t.duplicateOf().isPresent()) {
                PhantomTruth original = byFile.get(t.duplicateOf().get());
                assertEquals(original.label(), t.label());
                assertEquals(original.parameters(), t.parameters());
                kinds.add(t.duplicateKind());
                exact += t.duplicateKind() == DuplicateKind.EXACT ? 1 : 0;
                near += t.duplicateKind() == DuplicateKind.EXACT ? 0 : 1;
                strays += t.patient().equals(original.patient()) ? 0 : 1;
            }
        }
        double n = byFile.size();
        assertEquals(0.01, exact / n, 4 * Math.sqrt(0.01 / n));
        assertEquals(0.03, near / n, 4 * Math.sqrt(0.03 / n));
        assertEquals(0.5, strays / (double) (exact + near), 0.12);
        assertEquals(DuplicateKind.values().length - 1, kinds.size(), "all kinds but NONE");
    }

    @Test
    void anotherSeedIsAnotherSet() {
        assertNotEquals(MANY.truth(0).parameters(), Phantoms.of(PhantomSpec.of(6, 4000, 64)).truth(0).parameters());
    }

    @Test
    void evenTwoLesionsMakeTwoClasses() {
        Phantoms two = Phantoms.of(PhantomSpec.of(1, 2, 64).withLesions(1, 1).withClasses(0.5, 1).withDuplicates(0, 0));
        assertEquals(2, two.size());
        assertNotEquals(two.truth(0).label(), two.truth(1).label());
    }

    @Test
    void anImpossibleSpecificationSaysWhatIsWrong() {
        String size = assertThrows(SynthoscopeException.class, () -> PhantomSpec.of(1, 10, 5)).getMessage();
        assertTrue(size.contains("size must be 32..1024 pixels, not 5"), size);
        String rate = assertThrows(SynthoscopeException.class, () -> ClassRate.same(1.5)).getMessage();
        assertTrue(rate.contains("1.5"), rate);
        assertThrows(SynthoscopeException.class, () -> PhantomSpec.of(1, 10, 64).withLesions(3, 2));
        assertThrows(SynthoscopeException.class, () -> PhantomSpec.of(1, 10, 64).withClasses(Double.NaN, 1));
        assertThrows(SynthoscopeException.class, () -> PhantomSpec.of(1, 0, 64));
        assertFalse(PhantomSpec.of(1, 1, 32).masks());
    }
}
