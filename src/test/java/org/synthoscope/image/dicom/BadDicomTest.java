package org.synthoscope.image.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synthoscope.image.dicom.DicomBytes.BIG;
import static org.synthoscope.image.dicom.DicomBytes.EXPLICIT;
import static org.synthoscope.image.dicom.DicomBytes.IMPLICIT;
import static org.synthoscope.image.dicom.DicomBytes.JPEG;
import static org.synthoscope.image.dicom.DicomBytes.RLE;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.image.Image;
import org.synthoscope.image.UnreadableImageException;

class BadDicomTest {

    private static final long MOST_PIXELS = 100_000;
    private static final List<byte[]> GOOD = good();

    private final DicomReader reader = new DicomReader(new DecodeOptions(1, 20_000, MOST_PIXELS, 16));

    private String reason(byte[] file) {
        return assertThrows(UnreadableImageException.class, () -> reader.read(file, "scan 7.dcm")).reason();
    }

    private void assertRefused(byte[] file, String expected) {
        String reason = reason(file);
        assertTrue(reason.contains(expected), reason);
    }

    private static DicomBytes grey() {
        return DicomBytes.grey(EXPLICIT, 2, 3, 8, 8, false).pixels(1, 2, 3, 4, 5, 6);
    }

    // ---- one message each ----

    @Test
    void theMessageNamesTheFile() {
        assertEquals("scan 7.dcm: the file is empty", assertThrows(UnreadableImageException.class,
                () -> reader.read(new byte[0], "scan 7.dcm")).getMessage());
        assertRefused(new byte[500], "not a DICOM file");
        assertRefused("DICM".getBytes(StandardCharsets.US_ASCII), "it holds no image");
    }

    @Test
    void compressedKindsThatAreNotReadAreNamed() {
        String[][] kinds = {{"1.2.840.10008.1.2.4.90", "JPEG 2000 (Lossless Only)"}, {"1.2.840.10008.1.2.4.80", "JPEG-LS"},
            {"1.2.840.10008.1.2.4.70", "JPEG Lossless, Non-Hierarchical, First-Order Prediction"},
            {"1.2.840.10008.1.2.4.51", "JPEG Extended"}, {"1.2.840.10008.1.2.1.99", "Deflated"},
            {"1.2.840.10008.1.2.4.55", "retired"}, {"1.2.3.4", "unknown here"}};
        for (String[] kind : kinds) {
            byte[] file = DicomBytes.of(kind[0]).text(0x00080060, "CS", "CT").fragments(new byte[4]).build();
            assertRefused(file, kind[0] + " (");
            assertRefused(file, kind[1]);
        }
        assertRefused(DicomBytes.of("Smith").build(), "Transfer Syntax UID (0002,0010) isn't a UID");
    }

    @Test
    void filesWithoutPixelsSayWhatTheyAre() {
        assertRefused(grey().without(0x7fe00010).text(0x00080060, "CS", "RTPLAN").build(),
                "it holds no image (Modality (0008,0060) is RTPLAN)");
        assertRefused(grey().without(0x7fe00010).raw(0x7fe00008, "OF", new byte[24]).build(), "floating-point");
    }

    @Test
    void namesBurnedIntoThePictureAreLeftOut() {
        assertRefused(grey().text(0x00280301, "CS", "YES").build(), "Burned In Annotation (0028,0301) is YES");
        assertRefused(grey().text(0x00280302, "CS", "YES").build(), "may be recognised");
    }

    @Test
    void severalFramesAreLeftOut() {
        assertRefused(grey().text(0x00280008, "IS", "12").build(), "it has 12 frames");
        assertRefused(grey().text(0x00280008, "IS", "99999999999").build(), "isn't a number");
        assertEquals(3, reader.read(grey().text(0x00280008, "IS", "1").build(), "a").image().width());
        byte[] frame = DicomBytes.rle(new byte[] {1, 2, 3, 4, 5, 6});
        assertRefused(DicomBytes.grey(RLE, 2, 3, 8, 8, false).fragmentsBehind(new byte[8], frame, frame).build(),
                "offset table lists 2 frames");
    }

    @Test
    void aFileThatIsCutOffSaysInWhichElementAndWhere() {
        byte[] file = grey().build();
        int pixels = file.length - 6 - 12;
        assertRefused(Arrays.copyOf(file, file.length - 2), "Pixel Data (7fe0,0010) at byte " + pixels
                + " claims 6 bytes, and 4 follow");
        assertRefused(Arrays.copyOf(file, pixels + 10), "cut off at byte " + (pixels + 10) + ", inside Pixel Data (7fe0,0010)");
        byte[] rle = DicomBytes.grey(RLE, 1, 2, 8, 8, false).fragments(DicomBytes.rle(new byte[] {1, 2})).build();
        assertRefused(Arrays.copyOf(rle, rle.length - 8), "between the fragments of Pixel Data");
        assertRefused(Arrays.copyOf(rle, rle.length - 10), "claims");
    }

    @Test
    void everyPrefixOfEveryKindIsRefused() {
        for (byte[] file : GOOD) {
            reader.read(file, "whole");
            int step = Math.max(1, file.length / 700);
            for (int length = 0; length < file.length - 1; length += step) {
                byte[] cut = Arrays.copyOf(file, length);
                assertThrows(UnreadableImageException.class, () -> reader.read(cut, "cut"), () -> cut.length + " bytes");
            }
        }
    }

    @Test
    void lengthsThatLieAreFound() {
        byte[] file = grey().build();
        int rows = find(file, 0x28, 0, 0x10, 0, 'U', 'S');
        byte[] longer = file.clone();
        longer[rows + 6] = (byte) 0xff;
        longer[rows + 7] = (byte) 0xff;
        assertRefused(longer, "Rows (0028,0010) at byte " + rows + " claims 65535 bytes");
        byte[] huge = file.clone();
        int pixels = find(file, 0xe0, 0x7f, 0x10, 0, 'O', 'B');
        Arrays.fill(huge, pixels + 8, pixels + 12, (byte) 0xff);
        huge[pixels + 11] = 0x7f;
        assertRefused(huge, "claims 2147483647 bytes");
        assertRefused(grey().raw(0x00280010, "US", new byte[3]).build(), "isn't a 16-bit number");
        assertRefused(grey().undefined(0x00280010, "UT", new byte[0]).build(), "undefined length");
    }

    @Test
    void hugeSizesAreRefusedBeforeMemoryIsTaken() {
        assertTimeoutPreemptively(Duration.ofSeconds(2), () -> {
            assertRefused(DicomBytes.grey(EXPLICIT, 65535, 65535, 16, 16, false).wordPixels(1).build(), "longer than the limit");
            assertRefused(DicomBytes.grey(EXPLICIT, 19_000, 19_000, 16, 16, false).wordPixels(1).build(), "megapixels");
            assertRefused(DicomBytes.grey(EXPLICIT, 0, 5, 8, 8, false).pixels(1).build(), "claims no pixels");
            DicomReader wide = new DicomReader(DecodeOptions.DEFAULT);
            byte[] bomb = DicomBytes.colour(RLE, "RGB", 10_000, 10_000, 0)
                    .fragments(DicomBytes.rle(new byte[128], new byte[128], new byte[128])).build();
            String reason = assertThrows(UnreadableImageException.class, () -> wide.read(bomb, "a")).reason();
            assertTrue(reason.contains("can't hold 300000000"), reason);
            byte[] short_ = DicomBytes.grey(EXPLICIT, 9_000, 9_000, 16, 16, false).wordPixels(1).build();
            reason = assertThrows(UnreadableImageException.class, () -> wide.read(short_, "a")).reason();
            assertTrue(reason.contains("need 162000000"), reason);
        });
    }

    @Test
    void runLengthsThatEndTooSoonOrLieOutsideAreFound() {
        assertRefused(DicomBytes.grey(RLE, 3, 3, 8, 8, false).fragments(DicomBytes.rle(new byte[5])).build(),
                "segment 1 ends after 5 of 9 values");
        assertRefused(DicomBytes.grey(RLE, 3, 3, 16, 16, false).fragments(DicomBytes.rle(new byte[9])).build(),
                "names 1 segments where 2 are needed");
        byte[] frame = DicomBytes.rle(new byte[9], new byte[9]);
        frame[8] = (byte) 200;
        assertRefused(DicomBytes.grey(RLE, 3, 3, 16, 16, false).fragments(frame).build(), "lies outside");
        assertRefused(DicomBytes.grey(RLE, 3, 3, 8, 8, false).fragments(new byte[10]).build(), "header is cut off");
        assertRefused(DicomBytes.grey(RLE, 3, 3, 8, 8, false).pixels(1, 2, 3, 4, 5, 6, 7, 8, 9).build(), "isn't encapsulated");
        assertRefused(DicomBytes.grey(EXPLICIT, 3, 3, 8, 8, false).fragments(new byte[10]).build(), "is encapsulated");
    }

    @Test
    void aJpegOfAnotherSizeThanTheDataSetIsRefused() {
        byte[] stream = jpeg(16, 16);
        assertRefused(DicomBytes.colour(JPEG, "RGB", 16, 15, 0).fragments(stream).build(), "16 x 16 pixels, other than the 15 x 16");
        assertRefused(DicomBytes.grey(JPEG, 16, 16, 8, 8, false).fragments(stream).build(), "3 samples per pixel, other");
        assertRefused(DicomBytes.grey(JPEG, 16, 16, 16, 12, false).fragments(stream).build(), "8-bit grey or colour");
        assertRefused(DicomBytes.colour(JPEG, "RGB", 16, 16, 0).fragments(Arrays.copyOf(stream, stream.length / 2)).build(),
                "JPEG stream: the JPEG is cut off");
        assertRefused(DicomBytes.colour(JPEG, "RGB", 16, 16, 0).fragments(new byte[20]).build(), "should be a JPEG stream");
    }

    @Test
    void whatDoesNotFitTogetherIsSaid() {
        assertRefused(grey().without(0x00280010).build(), "it has no Rows (0028,0010)");
        assertRefused(grey().shorts(0x00280101, 9).build(), "don't fit together");
        assertRefused(grey().shorts(0x00280100, 1).build(), "1 bits allocated");
        assertRefused(grey().shorts(0x00280002, 3).build(), "Samples per Pixel (0028,0002) is 3");
        assertRefused(grey().text(0x00280004, "CS", "YBR_ICT").build(), "YBR_ICT");
        assertRefused(grey().text(0x00281053, "DS", "1,5").build(), "Rescale Slope (0028,1053) isn't a number");
        assertRefused(grey().text(0x00281053, "DS", "0").build(), "is 0");
        assertRefused(grey().text(0x00281053, "DS", "1e999").build(), "isn't a number");
        assertRefused(grey().text(0x00281050, "DS", "5").text(0x00281051, "DS", "0").build(), "Window Width");
        assertRefused(grey().raw(0x00283000, "SQ", new byte[0]).build(), "Modality LUT Sequence");
        assertRefused(DicomBytes.colour(EXPLICIT, "YBR_FULL_422", 1, 3, 0).pixels(1, 2, 3, 4, 5, 6).build(), "odd number");
        assertRefused(DicomBytes.grey(EXPLICIT, 1, 2, 16, 16, false).wordPixels(5, 5).shorts(0x00280120, 5).build(),
                "all its pixels are padding");
    }

    @Test
    void deepNestingEndsInAMessageAndNotInTheStack() {
        for (String syntax : new String[] {EXPLICIT, IMPLICIT, BIG}) {
            DicomBytes file = DicomBytes.of(syntax);
            ByteArrayOutputStream nested = new ByteArrayOutputStream();
            for (int i = 0; i < 200_000; i++) {
                nested.writeBytes(file.header(0xfffee000, "", -1));
                nested.writeBytes(file.header(0x00081140, "SQ", -1));
            }
            assertRefused(file.undefined(0x00081140, "SQ", nested.toByteArray()).build(), "nested more than 64 deep");
        }
    }

    // ---- whatever a file holds ----

    @Property(tries = 3000, seed = "20260201")
    void damageGivesAnImageOrAReason(@ForAll @IntRange(max = 9) int which, @ForAll long seed,
                                     @ForAll @IntRange(min = 1, max = 12) int changes, @ForAll @IntRange(max = 3) int kind) {
        byte[] file = GOOD.get(which % GOOD.size()).clone();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < changes; i++) {
            // Most of what can go wrong stands after the empty preamble and before the pixels.
            int at = kind == 0 ? random.nextInt(file.length) : Math.min(file.length - 1, 128 + random.nextInt(400));
            file[at] = kind == 2 ? (byte) (random.nextBoolean() ? 0xff : 0) : (byte) random.nextInt();
        }
        check(kind == 3 ? Arrays.copyOf(file, random.nextInt(file.length)) : file);
    }

    @Property(tries = 1000, seed = "20260202")
    void randomBytesGiveAReason(@ForAll byte[] noise, @ForAll boolean marked) {
        byte[] file = new byte[(marked ? 132 : 8) + noise.length];
        System.arraycopy(noise, 0, file, file.length - noise.length, noise.length);
        if (marked) {
            System.arraycopy("DICM".getBytes(StandardCharsets.US_ASCII), 0, file, 128, 4);
        } else {
            file[0] = 8;
        }
        check(file);
    }

    private void check(byte[] file) {
        try {
            Image image = reader.read(file, "a").image();
            assertTrue((long) image.height() * image.width() <= MOST_PIXELS);
        } catch (UnreadableImageException refused) {
            assertTrue(!refused.reason().isBlank());
        }
        DicomReader.patient(file).appearsIn("nevus");
    }

    /** One of each way of writing and each kind of pixels. */
    private static List<byte[]> good() {
        List<byte[]> files = new ArrayList<>();
        for (String syntax : new String[] {IMPLICIT, EXPLICIT, BIG}) {
            DicomBytes file = DicomBytes.grey(syntax, 4, 4, 16, 12, true).text(0x00281050, "DS", "40").text(0x00281051, "DS", "80");
            byte[] item = file.element(0xfffee000, "", file.element(0x00280010, "US", file.words(7)));
            file.undefined(0x00081140, "SQ", join(item, file.header(0xfffee0dd, "", 0)));
            files.add(file.wordPixels(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16).build());
        }
        files.add(grey().withoutMeta().text(0x00100020, "LO", "12345").build());
        files.add(DicomBytes.colour(EXPLICIT, "YBR_FULL_422", 2, 2, 0).pixels(1, 2, 3, 4, 5, 6, 7, 8).build());
        files.add(DicomBytes.grey(RLE, 4, 4, 16, 16, false).fragments(DicomBytes.rle(new byte[16], new byte[16])).build());
        files.add(DicomBytes.colour(RLE, "RGB", 4, 4, 0)
                .fragments(DicomBytes.rle(new byte[16], new byte[16], new byte[16])).build());
        files.add(DicomBytes.colour(JPEG, "YBR_FULL_422", 16, 16, 0).fragments(jpeg(16, 16)).build());
        DicomBytes palette = DicomBytes.grey(EXPLICIT, 2, 2, 8, 8, false).text(0x00280004, "CS", "PALETTE COLOR");
        for (int c = 0; c < 3; c++) {
            palette.shorts(0x00281101 + c, 2, 0, 16).raw(0x00281201 + c, "OW", new byte[4]);
        }
        files.add(palette.pixels(0, 1, 1, 0).build());
        files.add(DicomBytes.colour(IMPLICIT, "RGB", 2, 2, 1).pixels(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12).build());
        return files;
    }

    private static byte[] jpeg(int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        for (int i = 0; i < width * height; i++) {
            picture.setRGB(i % width, i / width, i * 0x010305);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "jpg", out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        return DicomReaderTest.join(parts);
    }

    private static int find(byte[] file, int... wanted) {
        for (int at = 0; at + wanted.length <= file.length; at++) {
            boolean same = true;
            for (int i = 0; same && i < wanted.length; i++) {
                same = (file[at + i] & 0xff) == wanted[i];
            }
            if (same) {
                return at;
            }
        }
        throw new AssertionError("not there");
    }
}
