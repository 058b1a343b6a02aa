package org.synthoscope.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReaderTest {

    private final ImageReader reader = new ImageReader(DecodeOptions.DEFAULT);

    private static void assertNear(Image expected, Image actual, int tolerance) {
        assertEquals(expected.height(), actual.height());
        assertEquals(expected.width(), actual.width());
        assertEquals(expected.channels(), actual.channels());
        for (int i = 0; i < expected.pixels().length; i++) {
            int difference = Math.abs((expected.pixels()[i] & 0xff) - (actual.pixels()[i] & 0xff));
            assertTrue(difference <= tolerance, "byte " + i + " differs by " + difference);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "tiff"})
    void losslessColourComesOutAsTheJdkReadsIt(String format) {
        byte[] file = TestFiles.write(TestFiles.picture(37, 23, BufferedImage.TYPE_3BYTE_BGR), format);
        Decoded decoded = reader.decode(file, "a." + format);
        assertEquals(TestFiles.byJdk(file), decoded.image());
        assertEquals(List.of(), decoded.warnings());
    }

    @Test
    void jpegComesOutAsTheJdkReadsItUpToRounding() {
        byte[] file = TestFiles.jpeg(61, 45);
        // Chroma is upsampled smoothly by one decoder and not by the other.
        assertNear(TestFiles.byJdk(file), reader.decode(file, "a.jpeg").image(), 6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "tiff", "jpg"})
    void greyFilesHaveOneChannel(String format) {
        byte[] file = TestFiles.write(TestFiles.picture(32, 16, BufferedImage.TYPE_BYTE_GRAY), format);
        Image image = reader.decode(file, "a." + format).image();
        if (format.equals("bmp")) {
            // A bitmap has no grey, only palettes.
            assertTrue(image.isGrey());
            image = image.withChannels(1);
        }
        assertEquals(1, image.channels());
        BufferedImage picture = TestFiles.picture(32, 16, BufferedImage.TYPE_BYTE_GRAY);
        for (int x = 0; x < 32; x++) {
            assertEquals(picture.getRaster().getSample(x, 5, 0), image.at(5, x, 0), 2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "tiff"})
    void sixteenBitGreyIsScaledOverItsFullRange(String format) {
        BufferedImage picture = TestFiles.picture(32, 16, BufferedImage.TYPE_USHORT_GRAY);
        Image image = reader.decode(TestFiles.write(picture, format), "a." + format).image();
        assertEquals(1, image.channels());
        for (int x = 0; x < 32; x++) {
            assertEquals(picture.getRaster().getSample(x, 3, 0) / 257.0, image.at(3, x, 0), 0.5001);
        }
    }

    @Test
    void twelveBitsInSixteenAreStretchedWhenTold() {
        BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_USHORT_GRAY);
        for (int i = 0; i < 256; i++) {
            picture.getRaster().setSample(i % 16, i / 16, 0, i * 16);
        }
        byte[] file = TestFiles.write(picture, "png");
        Decoded dark = reader.decode(file, "a.png");
        assertEquals(1, dark.warnings().size());
        assertTrue(dark.warnings().get(0).contains("almost black"));
        Decoded told = new ImageReader(new DecodeOptions(8, 20_000, 100_000_000, 12)).decode(file, "a.png");
        assertEquals(List.of(), told.warnings());
        assertEquals(255.0 * 4080 / 4095, told.image().at(15, 15, 0), 0.5001);
    }

    @Test
    void paletteAndTransparencyAreResolvedOverWhite() {
        IndexColorModel colours = new IndexColorModel(8, 3, new byte[] {(byte) 200, 10, 0}, new byte[] {20, (byte) 180, 0},
                new byte[] {30, 40, (byte) 250}, new byte[] {(byte) 255, (byte) 255, 0});
        BufferedImage picture = new BufferedImage(12, 12, BufferedImage.TYPE_BYTE_INDEXED, colours);
        for (int i = 0; i < 144; i++) {
            picture.getRaster().setSample(i % 12, i / 12, 0, i % 3);
        }
        Image image = reader.decode(TestFiles.write(picture, "png"), "a.png").image();
        assertEquals(List.of(200, 20, 30), pixel(image, 0, 0));
        assertEquals(List.of(10, 180, 40), pixel(image, 0, 1));
        assertEquals(List.of(255, 255, 255), pixel(image, 0, 2));

        BufferedImage glass = new BufferedImage(9, 9, BufferedImage.TYPE_INT_ARGB);
        glass.setRGB(4, 4, new Color(100, 0, 50, 128).getRGB());
        Image laid = reader.decode(TestFiles.write(glass, "png"), "a.png").image();
        assertEquals(List.of(255, 255, 255), pixel(laid, 0, 0));
        assertEquals(List.of(177, 127, 152), pixel(laid, 4, 4));
    }

    @Test
    void cmykWithAdobesMarkerBecomesRgb() {
        // Inverted: 255 is no ink. C = 0, M = 55, Y = 155, K = 0 of 255 gives R = 255, G = 200, B = 100.
        Image image = reader.decode(TestFiles.fourChannelJpeg(32, true, 255, 200, 100, 255), "a.jpg").image();
        assertEquals(255, image.at(10, 10, 0), 3);
        assertEquals(200, image.at(10, 10, 1), 3);
        assertEquals(100, image.at(10, 10, 2), 3);
        Image black = reader.decode(TestFiles.fourChannelJpeg(32, true, 255, 255, 255, 0), "a.jpg").image();
        assertEquals(0, black.at(10, 10, 1), 3);
    }

    @ParameterizedTest
    @CsvSource({"1,TL", "2,TR", "3,BR", "4,BL", "5,TL", "6,BL", "7,BR", "8,TR"})
    void exifOrientationIsHonoured(int orientation, String shownAtTopLeft) {
        byte[] file = TestFiles.withExif(TestFiles.jpeg(64, 32), orientation);
        Image upright = reader.decode(file, "a.jpg").image();
        Image stored = TestFiles.byJdk(file);
        boolean turned = orientation >= 5;
        assertEquals(turned ? 64 : 32, upright.height());
        assertEquals(turned ? 32 : 64, upright.width());
        int y = shownAtTopLeft.charAt(0) == 'T' ? 0 : 31;
        int x = shownAtTopLeft.charAt(1) == 'L' ? 0 : 63;
        for (int c = 0; c < 3; c++) {
            assertEquals(stored.at(y, x, c), upright.at(0, 0, c), 6);
        }
    }

    @Test
    void tiffOrientationIsHonoured() {
        byte[] file = TestFiles.write(TestFiles.picture(40, 24, BufferedImage.TYPE_3BYTE_BGR), "tiff");
        Image stored = reader.decode(file, "a.tif").image();
        Image upright = reader.decode(TestFiles.withTiffOrientation(file, 3), "a.tif").image();
        assertEquals(pixel(stored, 23, 39), pixel(upright, 0, 0));
        assertEquals(pixel(stored, 0, 39), pixel(upright, 23, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
    void tiffWhoseZeroIsWhiteIsInverted(int type) {
        byte[] file = TestFiles.write(TestFiles.picture(40, 24, type), "tiff");
        Image plain = reader.decode(file, "a.tif").image();
        Image inverted = reader.decode(TestFiles.withPhotometric(file, 0), "a.tif").image();
        for (int x = 0; x < 40; x++) {
            assertEquals(255 - plain.at(20, x, 0), inverted.at(20, x, 0));
        }
    }

    @Test
    void wrongExtensionIsDecodedByContentAndReported() {
        Decoded decoded = reader.decode(TestFiles.png(20, 20), "lesion.jpg");
        assertEquals(20, decoded.image().width());
        assertEquals(List.of("it is a PNG file, though its name ends in .jpg"), decoded.warnings());
        assertEquals(List.of(), reader.decode(TestFiles.png(20, 20), "no-extension").warnings());
    }

    private static List<Integer> pixel(Image image, int y, int x) {
        return List.of(image.at(y, x, 0), image.at(y, x, 1), image.at(y, x, 2));
    }
}
