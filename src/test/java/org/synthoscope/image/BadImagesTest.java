package org.synthoscope.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BadImagesTest {

    private static final byte[] JPEG = TestFiles.jpeg(64, 48);
    private static final byte[] PNG = TestFiles.png(64, 48);
    private static final byte[] BMP = TestFiles.write(TestFiles.picture(33, 20, BufferedImage.TYPE_3BYTE_BGR), "bmp");
    private static final byte[] TIFF = TestFiles.write(TestFiles.picture(33, 20, BufferedImage.TYPE_3BYTE_BGR), "tiff");
    private static final byte[] GIF = TestFiles.write(TestFiles.picture(33, 20, BufferedImage.TYPE_BYTE_GRAY), "gif");

    private final ImageReader reader = new ImageReader(DecodeOptions.DEFAULT);

    private String reason(byte[] file) {
        return assertThrows(UnreadableImageException.class, () -> reader.decodeSquare(file, "a.jpg", 32)).reason();
    }

    private void assertRefused(byte[] file, String expected) {
        String reason = reason(file);
        assertTrue(reason.contains(expected), reason);
    }

    @Test
    void theMessageNamesTheFile() {
        UnreadableImageException failure = assertThrows(UnreadableImageException.class,
                () -> reader.decode(new byte[0], "nevus/a.jpg"));
        assertEquals("nevus/a.jpg: the file is empty", failure.getMessage());
    }

    @Test
    void emptyZeroedAndForeignFilesAreRefused() {
        assertRefused(new byte[0], "empty");
        assertRefused(new byte[500], "only zero bytes");
        assertRefused("not an image at all".getBytes(StandardCharsets.UTF_8), "not a JPEG");
        byte[] dicom = new byte[200];
        System.arraycopy("DICM".getBytes(StandardCharsets.US_ASCII), 0, dicom, 128, 4);
        assertRefused(dicom, "DICOM");
        assertRefused("RIFF....WEBPVP8 ".getBytes(StandardCharsets.US_ASCII), "WebP");
    }

    @Test
    void everyPrefixOfAFileIsRefused() {
        for (byte[] file : new byte[][] {JPEG, PNG, BMP, TIFF, GIF}) {
            assertEquals(32, new ImageReader(DecodeOptions.DEFAULT).decodeSquare(file, "a", 32).image().width());
            for (int length = 0; length < file.length; length += length < 64 ? 1 : 37) {
                byte[] cut = Arrays.copyOf(file, length);
                assertThrows(UnreadableImageException.class, () -> reader.decode(cut, "a"),
                        () -> "first " + cut.length + " bytes of " + file.length);
            }
            byte[] lastMissing = Arrays.copyOf(file, file.length - 1);
            if (file != TIFF) {
                assertThrows(UnreadableImageException.class, () -> reader.decode(lastMissing, "a"));
            }
        }
    }

    @Test
    void aJpegCutOffInItsDataSaysSo() {
        assertRefused(Arrays.copyOf(JPEG, JPEG.length - 200), "end marker is missing");
        byte[] zeroFilled = TestFiles.jpeg(400, 300);
        Arrays.fill(zeroFilled, zeroFilled.length / 2, zeroFilled.length, (byte) 0);
        assertRefused(zeroFilled, "end marker is missing");
    }

    @Test
    void aChangedByteInAPngIsFound() {
        byte[] changed = PNG.clone();
        changed[changed.length / 2] ^= 1;
        assertRefused(changed, "check sum");
    }

    @Test
    void onePixelIsTooLittle() {
        assertRefused(TestFiles.png(1, 1), "too small");
        assertRefused(TestFiles.jpeg(7, 400), "too small");
        assertEquals(2, new ImageReader(new DecodeOptions(1, 100, 10_000, 16)).decode(TestFiles.png(2, 1), "a").image().width());
    }

    @Test
    void hugeClaimsAreRefusedBeforeDecoding() {
        assertRefused(TestFiles.bmpHeader(30_000, 30_000), "30000 x 30000 pixels");
        assertRefused(TestFiles.pngClaiming(30_000, 30), "a side is longer than the limit of 20000");
        assertRefused(TestFiles.pngClaiming(19_000, 19_000), "more than the limit of 100.0 megapixels");
        assertRefused(TestFiles.pngClaiming(Integer.MAX_VALUE - 100, Integer.MAX_VALUE - 100), "longer than the limit");
        assertRefused(TestFiles.bmpHeader(-5, 30), "no pixels");
    }

    @Test
    void animationsAndPagesAreRefused() {
        assertRefused(TestFiles.animatedGif(GIF, 3), "animated GIF");
        assertRefused(TestFiles.withPngChunk(PNG, "acTL", TestFiles.bytes(0, 0, 0, 5, 0, 0, 0, 0)), "animated PNG of 5 frames");
        assertRefused(TestFiles.tiffOfTwoPages(TIFF), "TIFF of 2 pages");
    }

    @Test
    void cmykWithoutAdobesMarkerIsRefused() {
        assertRefused(TestFiles.fourChannelJpeg(32, false, 255, 200, 100, 255), "ambiguous");
    }

    @Test
    void aMissingFileAndAFolderAreRefusedByName() {
        assertThrows(UnreadableImageException.class, () -> reader.read(Path.of("no", "such", "file.png")));
        assertThrows(UnreadableImageException.class, () -> reader.read(Path.of(System.getProperty("java.io.tmpdir"))));
    }

    @Property(tries = 400, seed = "20260101")
    void damageNeverDoesMoreThanLoseTheImage(@ForAll @IntRange(max = 4) int which, @ForAll long seed,
                                             @ForAll @IntRange(min = 1, max = 12) int changes) {
        byte[] file = new byte[][] {JPEG, PNG, BMP, TIFF, GIF}[which].clone();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < changes; i++) {
            int at = random.nextBoolean() ? random.nextInt(Math.min(160, file.length)) : random.nextInt(file.length);
            file[at] = (byte) random.nextInt();
        }
        try {
            Image image = new ImageReader(new DecodeOptions(1, 2_000, 1_000_000, 16)).decode(file, "a").image();
            assertTrue((long) image.height() * image.width() <= 1_000_000);
        } catch (UnreadableImageException refused) {
            assertTrue(!refused.reason().isBlank());
        }
    }
}
