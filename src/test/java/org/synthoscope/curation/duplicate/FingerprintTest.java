package org.synthoscope.curation.duplicate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.synthoscope.image.Image;

final class FingerprintTest {

    @Property(tries = 60, seed = "1")
    void anySizeHasAFingerprintThatSurvivesStorage(@ForAll @IntRange(min = 1, max = 90) int height,
                                                   @ForAll @IntRange(min = 1, max = 90) int width, @ForAll boolean colour,
                                                   @ForAll long seed) {
        byte[] pixels = new byte[height * width * (colour ? 3 : 1)];
        new Random(seed).nextBytes(pixels);
        Fingerprint made = Fingerprint.of(new Image(height, width, colour ? 3 : 1, pixels));
        byte[] stored = made.toBytes();
        assertEquals(made, Fingerprint.of(stored));
        assertEquals(height, Fingerprint.of(stored).height());
        assertTrue(stored.length <= 300);
    }

    @Test
    void bytesOfSomethingElseAreRefused() {
        byte[] stored = Fingerprint.of(Scenes.picture(1, 40, 40)).toBytes();
        stored[0] = 2;
        assertThrows(IllegalArgumentException.class, () -> Fingerprint.of(stored));
        assertThrows(IllegalArgumentException.class, () -> Fingerprint.of(new byte[3]));
    }

    @Test
    void aGreyPictureHasOneFingerprintWhetherStoredAsGreyOrAsColour() {
        Image grey = Scenes.picture(2, 50, 61);
        assertEquals(Fingerprint.of(grey), Fingerprint.of(grey.withChannels(3)));
    }

    @Test
    void onePixelChangesTheCheckSumAndNothingElseOfNote() {
        Image image = Scenes.picture(3, 64, 64);
        byte[] pixels = image.pixels().clone();
        pixels[777] ^= 1;
        Fingerprint a = Fingerprint.of(image);
        Fingerprint b = Fingerprint.of(new Image(64, 64, 1, pixels));
        assertNotEquals(a.sum(), b.sum());
        assertTrue(Long.bitCount(a.perceptualHash() ^ b.perceptualHash()) <= 1);
    }

    @Test
    void transposedSizesWithTheSameBytesAreDifferentPictures() {
        Image image = Scenes.even(9, 10, 20);
        assertNotEquals(Fingerprint.of(image).sum(), Fingerprint.of(new Image(20, 10, 1, image.pixels())).sum());
    }

    @Test
    void anEvenPictureIsFlatAndAStructuredOneIsNot() {
        assertTrue(Fingerprint.of(Scenes.even(0, 64, 64)).isFlat());
        assertTrue(Fingerprint.of(Scenes.even(255, 8, 8)).isFlat());
        assertFalse(Fingerprint.of(Scenes.picture(5, 64, 64)).isFlat());
    }

    /** Means over areas: the mean of all cells is the mean of the picture, whatever the sizes. */
    @Property(tries = 40, seed = "1")
    void areaMeansKeepTheMean(@ForAll @IntRange(min = 1, max = 70) int height, @ForAll @IntRange(min = 1, max = 70) int width,
                              @ForAll @IntRange(min = 1, max = 40) int rows, @ForAll @IntRange(min = 1, max = 40) int columns) {
        byte[] pixels = new byte[height * width];
        new Random(height * 71L + width).nextBytes(pixels);
        double mean = 0;
        for (byte pixel : pixels) {
            mean += (pixel & 0xff) / (double) pixels.length;
        }
        double cells = 0;
        for (float cell : AreaMeans.luma(new Image(height, width, 1, pixels), rows, columns)) {
            cells += cell / (rows * columns);
        }
        assertEquals(mean, cells, 0.01);
    }

    /** What the search relies on: coefficients of a turned picture follow from those of the upright one. */
    @Property(tries = 20, seed = "1")
    void coefficientsTurnWithThePicture(@ForAll @IntRange(min = 0, max = 7) int code, @ForAll @IntRange(max = 1000) int seed) {
        byte[] upright = Fingerprint.of(Scenes.picture(seed, 48, 48)).thumbnail();
        byte[] turned = Fingerprint.of(Scenes.oriented(Scenes.picture(seed, 48, 48), code)).thumbnail();
        float[] expected = new float[64];
        new Orientation(code).waves(Views.whole(upright), expected, 8);
        float[] found = Views.whole(turned);
        // The constant part is rounding only.
        expected[0] = found[0];
        assertArrayEquals(expected, found, 0.7f);
    }
}
