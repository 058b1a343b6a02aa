package org.synthoscope.image;

import org.synthoscope.base.SynthoscopeException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ResizerTest {

    private static Image noise(int height, int width, int channels) {
        byte[] pixels = new byte[height * width * channels];
        SplittableRandom random = new SplittableRandom(5);
        random.nextBytes(pixels);
        return new Image(height, width, channels, pixels);
    }

    @Test
    void shrinkingByAWholeFactorAveragesBlocks() {
        Image image = noise(24, 24, 3);
        Image small = Resizer.square(image, 8);
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                for (int c = 0; c < 3; c++) {
                    double sum = 0;
                    for (int i = 0; i < 9; i++) {
                        sum += image.at(3 * y + i / 3, 3 * x + i % 3, c);
                    }
                    assertEquals(sum / 9, small.at(y, x, c), 0.5001);
                }
            }
        }
    }

    @Test
    void shrinkingByAnyFactorWeighsPixelsByTheirArea() {
        // 3 pixels to 2: each result is a whole pixel and half of the middle one.
        Image image = new Image(3, 3, 1, TestFiles.bytes(30, 60, 90, 30, 60, 90, 30, 60, 90));
        Image small = Resizer.square(image, 2);
        assertEquals(40, small.at(0, 0, 0));
        assertEquals(80, small.at(1, 1, 0));
    }

    @Test
    void theCentreIsKept() {
        byte[] pixels = new byte[8 * 13];
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 13; x++) {
                pixels[y * 13 + x] = (byte) (10 * x);
            }
        }
        Image square = Resizer.square(new Image(8, 13, 1, pixels), 8);
        // Five columns too many: two off the left, three off the right.
        assertEquals(20, square.at(4, 0, 0));
        assertEquals(90, square.at(4, 7, 0));
    }

    @Test
    void enlargingKeepsAFlatImageFlatAndTheRightSizeIsUntouched() {
        byte[] flat = new byte[100];
        Arrays.fill(flat, (byte) 77);
        Image large = Resizer.square(new Image(10, 10, 1, flat), 33);
        assertEquals(33, large.width());
        for (byte value : large.pixels()) {
            assertEquals(77, value);
        }
        Image same = noise(16, 16, 3);
        assertSame(same, Resizer.square(same, 16));
    }

    @Test
    void reducedJpegDecodingStaysCloseToFullDecoding() {
        byte[] file = TestFiles.jpeg(512, 400);
        ImageReader reader = new ImageReader(DecodeOptions.DEFAULT);
        Image quick = reader.decodeSquare(file, "a.jpg", 50).image();
        Image slow = Resizer.square(reader.decode(file, "a.jpg").image(), 50);
        double sum = 0;
        for (int i = 0; i < quick.pixels().length; i++) {
            sum += Math.abs((quick.pixels()[i] & 0xff) - (slow.pixels()[i] & 0xff));
        }
        assertTrue(sum / quick.pixels().length < 1.0, "mean difference " + sum / quick.pixels().length);
        assertEquals(4, Resizer.jpegReduction(400, 50));
        assertEquals(2, Resizer.jpegReduction(256, 64));
        assertEquals(1, Resizer.jpegReduction(255, 64));
    }

    @Test
    void pngKeepsEveryPixel() throws IOException {
        Image colour = noise(19, 31, 3);
        assertEquals(colour, TestFiles.byJdk(Png.encode(colour)));
        Image grey = noise(19, 31, 1);
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(Png.encode(grey)));
        assertEquals(1, read.getRaster().getNumBands());
        assertEquals(grey.at(7, 30, 0), read.getRaster().getSample(30, 7, 0));
        assertEquals(grey, new ImageReader(DecodeOptions.DEFAULT).decode(Png.encode(grey), "a.png").image());
    }

    @Test
    void greyRoundTripsThroughColourUnchanged() {
        Image grey = noise(9, 9, 1);
        assertTrue(grey.withChannels(3).isGrey());
        assertEquals(grey, grey.withChannels(3).withChannels(1));
    }

    @Test
    void absurdSizesAreRefused() {
        Image image = noise(9, 9, 1);
        assertThrows(SynthoscopeException.class, () -> Resizer.square(image, 0));
        assertThrows(SynthoscopeException.class, () -> Resizer.square(image, 100_000));
    }
}
