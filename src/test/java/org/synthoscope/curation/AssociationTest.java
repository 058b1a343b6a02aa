package org.synthoscope.curation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class AssociationTest {

    /** SciPy 1.x, {@code scipy.stats.contingency.odds_ratio}; so are the other exact ends here. R differs by its tolerance. */
    @Test
    void agreesWithTheLadyTastingTea() {
        Interval odds = OddsRatio.of(3, 1, 1, 3);
        assertEquals(9, odds.value(), 1e-12);
        assertEquals(0.21173559544657966, odds.low(), 1e-9);
        assertEquals(626.2435305888141, odds.high(), 1e-6);
    }

    /** Fisher's criminal twins. */
    @Test
    void agreesWithFishersTwins() {
        Interval odds = OddsRatio.of(2, 15, 10, 3);
        assertEquals(0.003317163950657366, odds.low(), 1e-9);
        assertEquals(0.36318960235667996, odds.high(), 1e-9);
    }

    /** Bissoto et al.: stickers on 2 of 519 malignant and 185 of 2,075 benign images. */
    @Test
    void stickersOnBenignImagesAreAStrongShortcut() {
        Association found = Association.of(FindingKind.STICKER, List.of("melanoma", "nevus"), new long[] {2, 185},
                new long[] {519, 2075});
        Association.ClassRow nevus = found.classes().get(0);
        assertEquals("nevus", nevus.className());
        assertEquals(185.0 * 517 / (1890 * 2), nevus.oddsRatio().value(), 1e-9);
        assertEquals(1 / 0.1457790200734073, nevus.oddsRatio().low(), 1e-6);
        assertEquals(1 / 0.0047372119004648865, nevus.oddsRatio().high(), 1e-4);
        assertTrue(found.strong());
        assertEquals("stickers occur on 8.9% of nevus and 0.4% of melanoma: a model will learn the sticker.",
                found.sentence());
    }

    @Test
    void nothingIsClaimedWhereNothingDiffers() {
        Association same = Association.of(FindingKind.HAIR, List.of("a", "b"), new long[] {50, 51}, new long[] {100, 100});
        assertFalse(same.present());
        assertTrue(same.sentence().contains("no difference beyond chance"), same.sentence());
        assertTrue(Association.of(FindingKind.INK, List.of("a", "b"), new long[2], new long[] {3, 4}).sentence()
                .endsWith("on no image."));
        assertTrue(Association.of(FindingKind.INK, List.of("a"), new long[] {1}, new long[] {4}).sentence()
                .contains("one class"));
    }

    @Test
    void aCellOfZeroLeavesOneEndOpen() {
        Interval never = OddsRatio.of(0, 20, 10, 20);
        assertEquals(0, never.low());
        assertTrue(never.high() > 0 && never.high() < 1);
        Interval always = OddsRatio.of(10, 20, 0, 20);
        assertEquals(Double.POSITIVE_INFINITY, always.high());
        assertTrue(always.low() > 1);
        assertTrue(Double.isNaN(OddsRatio.of(0, 5, 0, 7).value()));
    }

    /** Exact and logit intervals meet where the one hands over to the other. */
    @Test
    void theTwoIntervalsAgreeOnLargeTables() {
        Interval exact = OddsRatio.of(99, 401, 300, 700);
        Interval logit = OddsRatio.of(100, 400, 300, 700);
        assertEquals(logit.low() / logit.value(), exact.low() / exact.value(), 0.02);
        assertEquals(logit.high() / logit.value(), exact.high() / exact.value(), 0.02);
    }

    /** Swapping the classes turns the ratio upside down. */
    @Property(tries = 100, seed = "1")
    void swappingRowsInverts(@ForAll @IntRange(min = 1, max = 90) int a, @ForAll @IntRange(min = 1, max = 90) int b,
                             @ForAll @IntRange(min = 1, max = 90) int c, @ForAll @IntRange(min = 1, max = 90) int d) {
        Interval one = OddsRatio.of(a, b, c, d);
        Interval other = OddsRatio.of(c, d, a, b);
        assertEquals(one.low(), 1 / other.high(), 1e-6 * one.low());
        assertEquals(one.high(), 1 / other.low(), 1e-6 * one.high());
        assertTrue(one.low() <= one.value() && one.value() <= one.high());
    }

    /** Wilson's interval: 0 of 10 and 1 of 10 in Brown, Cai and DasGupta's form. */
    @Test
    void sharesHaveWilsonsInterval() {
        assertEquals(0.2775, Interval.share(0, 10).high(), 5e-5);
        assertEquals(0.0179, Interval.share(1, 10).low(), 5e-5);
        assertEquals(0.4042, Interval.share(1, 10).high(), 5e-5);
        assertEquals(0, Interval.share(0, 10).low());
        assertEquals(1, Interval.share(10, 10).high());
    }
}
