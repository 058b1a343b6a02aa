package org.synthoscope.evidence.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.evidence.Comparison;
import org.synthoscope.evidence.EvidenceJson;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.image.Image;

/** Sets with planted truth. */
class PrivacyEvidenceTest {

    private static final int N = 200;
    private static final PlantedImages TRAIN = PlantedImages.scenes(N, 64, 1, "train");
    private static final PlantedImages HOLDOUT = PlantedImages.scenes(120, 64, 2, "holdout");
    private static final PlantedImages FRESH = PlantedImages.scenes(N, 64, 3, "made");
    private static final PrivacySettings SETTINGS = new PrivacySettings(1, 3, 20, 10, 10_000, 10, true, 1);

    private static PrivacyResult measure(ImageSet train, ImageSet holdout, ImageSet made) {
        return PrivacyEvidence.measure(train, holdout, made, Optional.empty(), new PlantedImages.Cells8(192), SETTINGS,
                Comparison.Steps.SILENT);
    }

    private static Measurement find(PrivacyResult result, String name) {
        return result.evidence().find(name, Measurement.ALL).orElseThrow(() -> new AssertionError(name + " of "
                + result.evidence()));
    }

    @Test
    void freshImagesOfTheSameKindGiveNothingAway() {
        PrivacyResult r = measure(TRAIN, HOLDOUT, FRESH);
        Measurement copies = find(r, "copies");
        assertEquals(0, copies.value());
        assertEquals(1 - Math.pow(.05, 1.0 / N), copies.high(), 1e-12);
        assertEquals(0, copies.floor().orElseThrow());
        for (String name : List.of("membership-auc", "membership-auc-cells", "membership-auc-pixels")) {
            Power power = r.power(name, Measurement.ALL).orElseThrow();
            assertEquals(.5, find(r, name).value(), power.band(), name);
            assertEquals(.5, find(r, name).floor().orElseThrow(), .12, name);
            assertTrue(power.detectable() > .55 && power.detectable() < .65, power.toString());
        }
        for (String name : List.of("residual-risk-cells", "privacy-loss-cells", "CT-cells", "residual-risk-pixels")) {
            Measurement m = find(r, name);
            assertTrue(m.low() <= 0 && m.high() >= 0, m.toString());
        }
        assertEquals(.5, find(r, "NNAA-cells").value(), .1);
        assertEquals(find(r, "authenticity-cells").floor().orElseThrow(), find(r, "authenticity-cells").value(), .15);
        assertTrue(r.copies().isEmpty());
    }

    @Test
    void aSetOfCopiesIsFoundByEveryMeasure() {
        PrivacyResult r = measure(TRAIN, HOLDOUT, FRESH.withCopies(N, TRAIN, p -> p));
        assertEquals(1, find(r, "copies").value());
        assertTrue(find(r, "copies").note().contains("200 of them pixel for pixel"), find(r, "copies").note());
        assertEquals(1, find(r, "membership-auc").value());
        assertEquals(1, find(r, "membership-tpr").value());
        for (String space : List.of("cells", "pixels")) {
            assertEquals(0, find(r, "authenticity-" + space).value());
            assertEquals(0, find(r, "NNAA-" + space).value());
            assertTrue(find(r, "CT-" + space).high() < -5);
            assertTrue(find(r, "privacy-loss-" + space).low() > .1);
            assertTrue(find(r, "residual-risk-" + space).low() > .5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exact", "brighter", "compressed"})
    void fivePercentOfCopiesAreCountedAndShown(String how) {
        PlantedImages.Change change = switch (how) {
            case "brighter" -> PlantedImages::brighter;
            case "compressed" -> PlantedImages::compressed;
            default -> p -> p;
        };
        PrivacyResult r = measure(TRAIN, HOLDOUT, FRESH.withCopies(10, TRAIN, change));
        Measurement copies = find(r, "copies");
        assertEquals(.05, copies.value(), 1e-12, copies.note());
        assertTrue(copies.low() > .02 && copies.high() < .1);
        assertEquals(10, r.copies().size());
        r.copies().forEach(c -> {
            assertEquals(c.image(), c.train());
            assertEquals(how.equals("exact"), c.exact());
        });
        assertEquals(10, r.pairs().size());
        assertTrue(r.pairs().stream().allMatch(p -> p.copy().isPresent() && p.synthetic() == p.train()));
    }

    /** At 32 pixels the fine structure of look-alikes agrees; what is left after taking one off the other doesn't. */
    @Test
    void copiesOfSmallImagesAreFoundAndLookAlikesAreNot() {
        PlantedImages train = PlantedImages.scenes(N, 32, 1, "train");
        PlantedImages made = PlantedImages.scenes(N, 32, 3, "made");
        PlantedImages holdout = PlantedImages.scenes(120, 32, 2, "holdout");
        assertEquals(0, find(measure(train, holdout, made), "copies").value());
        assertEquals(.1, find(measure(train, holdout, made.withCopies(20, train, PlantedImages::brighter)), "copies").value());
        Luma plain = Luma.whole(new Image(32, 32, 3, train.pixels().get(0)));
        assertEquals(0, Residue.of(plain, plain), 1e-4);
        assertTrue(Residue.of(plain, Luma.whole(new Image(32, 32, 3, PlantedImages.brighter(train.pixels().get(0))))) < 1.5);
        assertTrue(Residue.of(plain, Luma.whole(new Image(32, 32, 3, train.pixels().get(1)))) > 10);
        assertTrue(Residue.of(plain, Luma.whole(new Image(32, 32, 3, new byte[32 * 32 * 3]))) > 10);
    }

    /** A blurred image agrees with many; only a blurred copy agrees with one far better than with what it can't have seen. */
    @Test
    void blurredImagesAreNoCopiesUnlessTheyAre() {
        PlantedImages blurred = FRESH.changed(PlantedImages::soft);
        Measurement none = find(measure(TRAIN, HOLDOUT, blurred), "copies");
        assertEquals(0, none.value(), none.note());
        assertTrue(none.note().contains("0 would copy a held-out image"), none.note());
        Measurement some = find(measure(TRAIN, HOLDOUT, blurred.withCopies(20, TRAIN, PlantedImages::soft)), "copies");
        assertTrue(some.value() >= .09 && some.value() <= .1, some.note());
    }

    /** A held-out image that shows a training image's picture too can't bear witness against the copies of that one. */
    @Test
    void aDuplicateAmongTheHeldOutImagesHidesNoCopy() {
        PlantedImages leaky = HOLDOUT.withCopies(10, TRAIN, PlantedImages::brighter);
        assertEquals(.05, find(measure(TRAIN, leaky, FRESH.withCopies(10, TRAIN, PlantedImages::compressed)), "copies").value());
    }

    /** Small steps for what copies decide; for shares of neighbours, steps that outweigh the fresh images they replace. */
    @Test
    void moreCopiesNeverLookBetter() {
        neverBetter(new int[] {0, 4, 20, 60, 120, 200}, List.of("copies", "membership-auc", "membership-tpr",
                "membership-auc-cells", "membership-auc-pixels"), p -> p);
        neverBetter(new int[] {0, 60, 120, 200}, List.of("residual-risk-cells", "authenticity-cells", "CT-cells",
                "NNAA-cells", "privacy-loss-cells", "residual-risk-pixels", "CT-pixels"), p -> p);
        neverBetter(new int[] {0, 20, 60, 200}, List.of("copies", "membership-auc"), PlantedImages::brighter);
    }

    private static void neverBetter(int[] copies, List<String> names, PlantedImages.Change change) {
        List<PrivacyResult> results = new ArrayList<>();
        for (int count : copies) {
            results.add(measure(TRAIN, HOLDOUT, FRESH.withCopies(count, TRAIN, change)));
        }
        for (int i = 1; i < results.size(); i++) {
            for (String name : names) {
                Measurement before = find(results.get(i - 1), name);
                Measurement after = find(results.get(i), name);
                double worse = (after.better() == Measurement.Better.LOWER ? 1 : -1) * (after.value() - before.value());
                assertTrue(worse >= -1e-9, name + " with " + copies[i] + " copies: " + before.value() + " to "
                        + after.value());
            }
        }
    }

    @Test
    void theAttackIsCalibratedByAReference() {
        PlantedImages made = FRESH.withCopies(60, TRAIN, PlantedImages::compressed);
        PrivacyResult r = PrivacyEvidence.measure(TRAIN, HOLDOUT, made, Optional.of(PlantedImages.scenes(N, 64, 9, "reference")),
                new PlantedImages.Cells8(192), SETTINGS, Comparison.Steps.SILENT);
        assertTrue(find(r, "membership-auc-calibrated").low() > .55, find(r, "membership-auc-calibrated").toString());
        assertEquals("200", r.evidence().provenance().get("reference"));
    }

    @Test
    void theSameInputsGiveTheSameEvidenceInTheFormOfAllEvidence() {
        String first = EvidenceJson.write(measure(TRAIN, HOLDOUT, FRESH).evidence());
        assertEquals(first, EvidenceJson.write(measure(TRAIN, HOLDOUT, FRESH).evidence()));
        assertEquals(first, EvidenceJson.write(EvidenceJson.read(first)));
    }

    @Test
    void everyMeasureHasAnIntervalAndAPower() {
        PrivacyResult r = measure(TRAIN, HOLDOUT, FRESH);
        assertEquals(0, find(r, "exact-copies").high());
        for (Measurement m : r.evidence().measurements()) {
            if (m.name().equals("exact-copies")) {
                continue;
            }
            assertTrue(m.low() <= m.value() && m.value() <= m.high() && m.low() < m.high(), m.toString());
            assertTrue(m.floor().isPresent(), m.toString());
            Power power = r.power(m.name(), m.group()).orElseThrow();
            assertTrue(power.band() > 0, power.toString());
            assertTrue(r.evidence().provenance().containsKey("power." + m.name() + ".all"));
        }
        assertEquals(18, r.evidence().measurements().size());
    }

    // ---- too little, and wrong

    @Test
    void fewImagesAreInsufficientButACopyAmongThemIsNot() {
        PrivacyResult few = measure(TRAIN, HOLDOUT, FRESH.firsts(9));
        // That none of the nine equals a training image is a fact, however few they are.
        assertEquals(List.of("exact-copies"), few.evidence().measurements().stream().map(Measurement::name).toList());
        assertEquals(17, few.evidence().insufficient().size());
        assertTrue(few.evidence().insufficient().get(0).why().contains("no copy among 9"), few.evidence().insufficient().toString());
        PrivacyResult copied = measure(TRAIN, HOLDOUT, FRESH.withCopies(1, TRAIN, p -> p).firsts(9));
        assertEquals(1 / 9.0, find(copied, "copies").value(), 1e-12);
        assertEquals(1, find(copied, "exact-copies").value());
    }

    @Test
    void aSmallHoldoutCantSpareOneInAHundred() {
        PrivacyResult r = measure(TRAIN, HOLDOUT.firsts(60), FRESH);
        assertTrue(r.evidence().insufficient().stream().anyMatch(i -> i.name().equals("membership-tpr")));
        assertTrue(r.power("membership-auc", "all").orElseThrow().detectable()
                > RocArea.detectable(N, 120));
    }

    @Test
    void imagesOfAnotherSizeAreRefused() {
        assertTrue(assertThrows(SynthoscopeException.class, () -> measure(TRAIN, HOLDOUT, PlantedImages.scenes(30, 32, 4, "x")))
                .getMessage().contains("32x32"));
    }

    @Test
    void trainingImagesInTheHoldoutAreRefusedByName() {
        String said = assertThrows(SynthoscopeException.class, () -> measure(TRAIN, HOLDOUT.withCopies(2, TRAIN, p -> p), FRESH))
                .getMessage();
        assertTrue(said.contains("train0.png = holdout0.png") && said.contains("2 images"), said);
    }

    @Test
    void aPatientOnBothSidesIsRefusedByName() {
        PlantedImages same = new PlantedImages(64, 3, "train", HOLDOUT.pixels());
        String said = assertThrows(SynthoscopeException.class, () -> measure(TRAIN, same, FRESH)).getMessage();
        assertTrue(said.contains("120 patients") && said.contains("patient:train0"), said);
        assertFalse(said.contains("train50"), said);
    }
}
