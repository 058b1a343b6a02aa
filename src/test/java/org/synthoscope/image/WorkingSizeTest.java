package org.synthoscope.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.synthoscope.base.SynthoscopeException;

class WorkingSizeTest {

    private final ImageReader reader = new ImageReader(DecodeOptions.DEFAULT);

    private static double difference(Image a, Image b) {
        assertEquals(a.height() + " x " + a.width(), b.height() + " x " + b.width());
        double sum = 0;
        for (int i = 0; i < a.pixels().length; i++) {
            sum += Math.abs((a.pixels()[i] & 0xff) - (b.pixels()[i] & 0xff));
        }
        return sum / a.pixels().length;
    }

    @Property(tries = 40, seed = "1")
    void theLongerSideFitsAndTheAspectRatioIsKept(@ForAll @IntRange(min = 8, max = 300) int width,
            @ForAll @IntRange(min = 8, max = 300) int height, @ForAll @IntRange(min = 8, max = 256) int side,
            @ForAll boolean jpeg) {
        byte[] file = jpeg ? TestFiles.jpeg(width, height) : TestFiles.png(width, height);
        Image image = reader.decodeWithin(file, jpeg ? "a.jpg" : "a.png", side).image();
        double scale = Math.min(1, (double) side / Math.max(width, height));
        assertEquals(Math.max(1, width * scale), image.width(), 0.501);
        assertEquals(Math.max(1, height * scale), image.height(), 0.501);
        assertTrue(Math.max(image.width(), image.height()) <= side || scale == 1);
    }

    @Test
    void smallImagesKeepTheirPixels() {
        byte[] file = TestFiles.jpeg(200, 120);
        assertEquals(reader.decode(file, "a.jpg").image(), reader.decodeWithin(file, "a.jpg", 256).image());
    }

    @Test
    void aWholeFactorAveragesBlocks() {
        byte[] file = TestFiles.png(96, 48);
        Image full = reader.decode(file, "a.png").image();
        Image small = reader.decodeWithin(file, "a.png", 32).image();
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 32; x++) {
                double sum = 0;
                for (int i = 0; i < 9; i++) {
                    sum += full.at(3 * y + i / 3, 3 * x + i % 3, 1);
                }
                assertEquals(sum / 9, small.at(y, x, 1), 0.5001);
            }
        }
    }

    @Test
    void aReducedJpegStaysCloseToAFullOneAndTurnsUpright() {
        byte[] file = TestFiles.jpeg(1030, 515);
        Image quick = reader.decodeWithin(file, "a.jpg", 64).image();
        Image slow = reader.decodeWithin(Png.encode(reader.decode(file, "a.jpg").image()), "a.png", 64).image();
        assertTrue(difference(quick, slow) < 1.5, "mean difference " + difference(quick, slow));
        Image turned = reader.decodeWithin(TestFiles.withExif(file, 6), "a.jpg", 64).image();
        assertEquals(32, turned.width());
        assertEquals(64, turned.height());
    }

    @Test
    void aThinImageKeepsAtLeastOnePixel() {
        Image image = reader.decodeWithin(TestFiles.png(2000, 8), "a.png", 16).image();
        assertEquals(16, image.width());
        assertEquals(1, image.height());
    }

    @Test
    void absurdSizesAreRefused() {
        assertThrows(SynthoscopeException.class, () -> reader.decodeWithin(TestFiles.png(9, 9), "a.png", 0));
    }
}
