package org.synthoscope.evidence.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.synthoscope.image.Image;

class ResidueTest {

    @Test
    void detailIsWhatHalfTheSizeCannotHold() {
        assertEquals(0, Luma.whole(new Image(2, 2, 1, new byte[] {7, 7, 7, 7})).detail());
        // Deviations of 10 from the mean 20 everywhere.
        assertEquals(10, Luma.whole(new Image(2, 2, 1, new byte[] {10, 30, 30, 10})).detail());
        // Two even halves have none, whatever their difference.
        assertEquals(0, Luma.whole(new Image(2, 4, 1, new byte[] {1, 1, 90, 90, 1, 1, 90, 90})).detail());
    }

    @Test
    void aCopyLeavesNothingAndAStrangerNearlyAll() {
        byte[] one = new byte[256];
        byte[] other = new byte[256];
        new Random(1).nextBytes(one);
        new Random(2).nextBytes(other);
        Image image = new Image(16, 16, 1, one);
        byte[] darker = new byte[256];
        for (int i = 0; i < 256; i++) {
            darker[i] = (byte) ((one[i] & 255) / 2 + 20);
        }
        assertEquals(0, Residue.of(Luma.whole(image), Luma.whole(image)), 1e-6);
        assertTrue(Residue.of(Luma.whole(image), Luma.whole(new Image(16, 16, 1, darker))) < 1);
        assertTrue(Residue.of(Luma.whole(image), Luma.whole(new Image(16, 16, 1, other))) > 60);
    }

    /** Neither blur nor noise makes a copy look like a stranger once both have the same detail. */
    @Test
    void atTheSameDetailACopyLeavesLittleHoweverItWasBlurred() {
        PlantedImages scenes = PlantedImages.scenes(2, 64, 5, "scene");
        Luma one = luma(scenes.pixels().get(0));
        Luma other = luma(scenes.pixels().get(1));
        // A blur of four cells, the widest, leaves half of these scenes' detail.
        Luma soft = one.softened(.7 * one.detail());
        assertEquals(.7 * one.detail(), soft.detail(), .05 * one.detail());
        assertTrue(Residue.of(one, soft) > 10 * Residue.atSameDetail(one, soft), Residue.of(one, soft) + " to "
                + Residue.atSameDetail(one, soft));
        assertEquals(Residue.atSameDetail(one, soft), Residue.atSameDetail(soft, one), 1e-6);
        assertTrue(Residue.atSameDetail(other, soft) > 10, "" + Residue.atSameDetail(other, soft));
    }

    private static Luma luma(byte[] pixels) {
        return Luma.of(new Image(64, 64, 3, pixels), Strangers.FINE);
    }
}
