package org.synthoscope.curation.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.synthoscope.curation.Finding;
import org.synthoscope.curation.FindingKind;
import org.synthoscope.image.Image;
import org.synthoscope.image.ImageFilters;

class KnownArtefactsTest {

    private final ArtefactDetector detector = new ArtefactDetector();

    private Finding find(Image image, FindingKind kind) {
        return detector.inspect(image).stream().filter(f -> f.kind() == kind).findFirst().orElseThrow();
    }

    private static boolean covers(Finding finding, int y, int x) {
        return finding.region().covers(y, x, Drawing.SIDE, Drawing.SIDE);
    }

    @Test
    void everyKindIsFoundOrNotInTheOrderOfKinds() {
        List<FindingKind> kinds = detector.inspect(Drawing.plain(1)).stream().map(Finding::kind).toList();
        assertEquals(Arrays.asList(FindingKind.values()), kinds);
    }

    @Test
    void cleanSkinHasNothingToFind() {
        for (Finding finding : detector.inspect(Drawing.plain(3))) {
            assertFalse(finding.present(), finding.toString());
            assertTrue(finding.region().isEmpty());
        }
    }

    @Test
    void stickersOfManyColoursAreFoundWhereTheyAre() {
        for (Color colour : List.of(new Color(40, 160, 190), new Color(235, 205, 30), new Color(220, 50, 40),
                new Color(50, 150, 70), new Color(40, 60, 190))) {
            Finding sticker = find(Drawing.sticker(5, colour), FindingKind.STICKER);
            assertTrue(sticker.present(), colour + ": " + sticker.score());
            assertTrue(covers(sticker, 130, 230), colour.toString());
            assertFalse(covers(sticker, 20, 20), colour.toString());
            assertFalse(covers(sticker, 124, 128), colour.toString());
        }
    }

    @Test
    void aDrawnRulerIsFoundAlongItsLine() {
        Finding ruler = find(Drawing.ruler(7), FindingKind.RULER);
        assertTrue(ruler.present(), "score " + ruler.score());
        assertTrue(covers(ruler, 223, 128));
        assertFalse(covers(ruler, 40, 128));
    }

    @Test
    void drawnHairIsFoundAndCoversLittle() {
        Finding hair = find(Drawing.hair(9), FindingKind.HAIR);
        assertTrue(hair.present(), "score " + hair.score());
        assertTrue(hair.region().share() > 0.02 && hair.region().share() < 0.5, "share " + hair.region().share());
    }

    @Test
    void theSurroundOfARoundFieldIsFoundInTheCornersOnly() {
        Finding corner = find(Drawing.darkCorners(11), FindingKind.DARK_CORNER);
        assertTrue(corner.present(), "score " + corner.score());
        assertTrue(covers(corner, 3, 3) && covers(corner, 252, 252) && covers(corner, 3, 252) && covers(corner, 252, 3));
        assertFalse(covers(corner, 128, 128));
    }

    @Test
    void inkIsFoundOnTheStrokes() {
        Finding ink = find(Drawing.ink(13), FindingKind.INK);
        assertTrue(ink.present(), "score " + ink.score());
        assertTrue(covers(ink, 45, 40));
        assertFalse(covers(ink, 124, 128));
    }

    @Test
    void blurIsFoundWhereDetailWasTakenAway() {
        Image sharp = Drawing.hair(15);
        Image blurred = ImageFilters.resize(ImageFilters.resize(sharp, 24, 24), 256, 256);
        assertTrue(find(blurred, FindingKind.BLUR).score() > find(sharp, FindingKind.BLUR).score() + 0.2);
        assertFalse(find(sharp, FindingKind.BLUR).present());
        // A small sharp image isn't blurred because it is small.
        assertFalse(find(ImageFilters.resize(sharp, 64, 64), FindingKind.BLUR).present());
    }

    @Test
    void exposureIsJudgedByBurntAndDrownedParts() {
        assertTrue(find(flat(255, 255, 255), FindingKind.OVER_EXPOSED).present());
        assertTrue(find(flat(2, 2, 2), FindingKind.UNDER_EXPOSED).present());
        assertFalse(find(Drawing.darkCorners(17), FindingKind.UNDER_EXPOSED).present(), "the surround isn't under-exposed");
        assertFalse(find(Drawing.plain(17), FindingKind.OVER_EXPOSED).present());
    }

    @Test
    void framesWithoutSkinAreToldFromSkin() {
        assertTrue(find(flat(40, 60, 200), FindingKind.NOT_SKIN).present());
        assertTrue(find(Drawing.plain(19).withChannels(1), FindingKind.NOT_SKIN).present());
        assertFalse(find(Drawing.plain(19), FindingKind.NOT_SKIN).present());
        assertFalse(find(Drawing.scaled(Drawing.plain(19), 0.35), FindingKind.NOT_SKIN).present(), "dark skin is skin");
    }

    private static Image flat(int red, int green, int blue) {
        byte[] pixels = new byte[64 * 64 * 3];
        for (int i = 0; i < pixels.length; i += 3) {
            pixels[i] = (byte) red;
            pixels[i + 1] = (byte) green;
            pixels[i + 2] = (byte) blue;
        }
        return new Image(64, 64, 3, pixels);
    }
}
