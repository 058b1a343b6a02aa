package org.synthoscope.evidence.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.synthoscope.image.Image;

class ResidueTest {

    @Test
    void detailIsWhatHalfTheSizeCannotHold() {
        assertEquals(0, Residue.detail(new Image(2, 2, 1, new byte[] {7, 7, 7, 7})));
        // Deviations of 10 from the mean 20 everywhere.
        assertEquals(10, Residue.detail(new Image(2, 2, 1, new byte[] {10, 30, 30, 10})));
        // Two even halves have none, whatever their difference.
        assertEquals(0, Residue.detail(new Image(2, 4, 1, new byte[] {1, 1, 90, 90, 1, 1, 90, 90})));
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
        assertEquals(0, Residue.of(image, image), 1e-6);
        assertTrue(Residue.of(image, new Image(16, 16, 1, darker)) < 1);
        assertTrue(Residue.of(image, new Image(16, 16, 1, other)) > 60);
    }
}
