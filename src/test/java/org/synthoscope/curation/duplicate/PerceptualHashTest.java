package org.synthoscope.curation.duplicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.synthoscope.image.Image;

final class PerceptualHashTest {

    /** A picture put together from chosen waves: 32 rising, 31 falling, so the median is the least of the rising ones. */
    @Test
    void bitsAreTheSignsOfTheWavesThatAPictureIsMadeOf() {
        long expected = 1;
        double[] waves = new double[64];
        boolean[] rising = new boolean[64];
        int left = 32;
        Random random = new Random(4);
        while (left > 0) {
            int k = 1 + random.nextInt(63);
            left -= rising[k] ? 0 : 1;
            rising[k] = true;
        }
        for (int k = 1; k < 64; k++) {
            waves[k] = rising[k] ? 2 + 0.01 * k : -2 - 0.01 * k;
            expected = expected << 1 | (rising[k] ? 1 : 0);
        }
        byte[] pixels = new byte[32 * 32];
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                double value = 128;
                for (int k = 1; k < 64; k++) {
                    // Waves of frequency 0 have twice the energy for the same coefficient.
                    double scale = (k / 8 == 0 ? 0.5 : 1) * (k % 8 == 0 ? 0.5 : 1);
                    value += waves[k] * scale * Math.cos((2 * y + 1) * (k / 8) * Math.PI / 64)
                            * Math.cos((2 * x + 1) * (k % 8) * Math.PI / 64);
                }
                assertTrue(value > 0 && value < 255, "the picture fits into bytes");
                pixels[32 * y + x] = (byte) Math.round(value);
            }
        }
        assertEquals(Long.toHexString(expected), Long.toHexString(PerceptualHash.of(new Image(32, 32, 1, pixels))));
    }

    @Test
    void anotherSizeOfTheSamePictureKeepsNearlyAllBits() {
        Image large = Scenes.picture(7, 192, 192);
        Image small = Scenes.shrunk(large, 2);
        assertTrue(Long.bitCount(PerceptualHash.of(large) ^ PerceptualHash.of(small)) <= 2);
    }

    @Test
    void differentPicturesShareAboutHalfOfTheBits() {
        int bits = 0;
        for (int i = 0; i < 20; i++) {
            bits += Long.bitCount(PerceptualHash.of(Scenes.picture(i, 96, 96)) ^ PerceptualHash.of(Scenes.picture(100 + i, 96, 96)));
        }
        assertEquals(32, bits / 20.0, 5);
    }
}
