package org.synthoscope.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ImageFiltersTest {

    @Test
    void labOfGreyHasNoColourAndKnownColoursHaveTheirPlace() {
        Image lab = ImageFilters.lab(new Image(1, 3, 3, TestFiles.bytes(119, 119, 119, 255, 255, 255, 255, 0, 0)));
        // sRGB 119 has L* 50.0; red has L* 53.2, a* 80.1, b* 67.2 (D65).
        assertEquals(127.5, lab.at(0, 0, 0), 1);
        assertEquals(128, lab.at(0, 0, 1), 1);
        assertEquals(128, lab.at(0, 0, 2), 1);
        assertEquals(255, lab.at(0, 1, 0), 1);
        assertEquals(53.2 * 2.55, lab.at(0, 2, 0), 1.5);
        assertEquals(128 + 80.1, lab.at(0, 2, 1), 1.5);
        assertEquals(128 + 67.2, lab.at(0, 2, 2), 1.5);
    }

    @Test
    void lumaAgreesWithTheImagesOwn() {
        Image image = new ImageReader(DecodeOptions.DEFAULT).decode(TestFiles.png(40, 30), "a.png").image();
        Image quick = ImageFilters.luma(image);
        Image exact = image.withChannels(1);
        for (int i = 0; i < quick.pixels().length; i++) {
            assertEquals(exact.pixels()[i] & 255, quick.pixels()[i] & 255, 1);
        }
        assertSame(exact, ImageFilters.luma(exact));
    }

    @Test
    void resizingAveragesOrInterpolatesAndKeepsFlatImagesFlat() {
        Image two = new Image(2, 2, 1, TestFiles.bytes(10, 20, 30, 40));
        assertEquals(25, ImageFilters.resize(two, 1, 1).at(0, 0, 0));
        assertSame(two, ImageFilters.resize(two, 2, 2));
        byte[] flat = new byte[5 * 7 * 3];
        Arrays.fill(flat, (byte) 77);
        Image large = ImageFilters.resize(new Image(5, 7, 3, flat), 33, 3);
        assertEquals(33, large.height());
        assertEquals(3, large.width());
        for (byte v : large.pixels()) {
            assertTrue(v == 77);
        }
    }
}
