package org.synthoscope.image.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synthoscope.image.dicom.DicomBytes.BIG;
import static org.synthoscope.image.dicom.DicomBytes.EXPLICIT;
import static org.synthoscope.image.dicom.DicomBytes.IMPLICIT;
import static org.synthoscope.image.dicom.DicomBytes.JPEG;
import static org.synthoscope.image.dicom.DicomBytes.RLE;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.image.Image;

class DicomReaderTest {

    private static final int WINDOW_CENTER = 0x00281050;
    private static final int WINDOW_WIDTH = 0x00281051;
    private static final int INTERCEPT = 0x00281052;
    private static final int SLOPE = 0x00281053;

    private final DicomReader reader = new DicomReader(new DecodeOptions(1, 4096, 1_000_000, 16));

    private DicomImage read(DicomBytes file) {
        return reader.read(file.build(), "a.dcm");
    }

    private int[] grey(DicomBytes file) {
        return values(read(file).image(), 1);
    }

    private int[] colour(DicomBytes file) {
        return values(read(file).image(), 3);
    }

    private static int[] values(Image image, int channels) {
        assertEquals(channels, image.channels());
        int[] values = new int[image.pixels().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = image.pixels()[i] & 0xff;
        }
        return values;
    }

    // ---- how a file is written ----

    @ParameterizedTest
    @ValueSource(strings = {IMPLICIT, EXPLICIT, BIG})
    void theSameValuesComeOutOfEveryWayOfWriting(String syntax) {
        DicomBytes file = DicomBytes.grey(syntax, 2, 2, 16, 12, false).wordPixels(0, 1000, 2000, 4000);
        int[] expected = {0, 64, 128, 255};
        assertArrayEquals(expected, grey(file), "with meta header");
        assertArrayEquals(expected, grey(file.withoutPreamble()), "without preamble");
        assertArrayEquals(expected, grey(file.withoutMeta()), "without meta header");
    }

    @Test
    void oneByteBeforeABareDataSetIsSteppedOver() {
        byte[] bare = DicomBytes.grey(EXPLICIT, 1, 2, 8, 8, false).withoutMeta().pixels(7, 9).build();
        byte[] shifted = new byte[bare.length + 1];
        System.arraycopy(bare, 0, shifted, 1, bare.length);
        shifted[0] = ' ';
        assertArrayEquals(new byte[] {7, 9}, reader.read(shifted, "a").image().pixels());
    }

    @Test
    void theFirstElementShowsWhetherTypesAreNamedWhateverTheHeaderSays() {
        byte[] file = DicomBytes.grey(EXPLICIT, 1, 2, 8, 8, false).pixels(7, 9).build();
        byte[] lying = DicomBytes.grey(IMPLICIT, 1, 2, 8, 8, false).pixels(7, 9).build();
        int body = indexOf(file, new byte[] {8, 0, 0x60, 0});
        int head = indexOf(lying, new byte[] {8, 0, 0x60, 0});
        ByteArrayOutputStream mixed = new ByteArrayOutputStream();
        mixed.write(lying, 0, head);
        mixed.write(file, body, file.length - body);
        assertArrayEquals(new byte[] {7, 9}, reader.read(mixed.toByteArray(), "a").image().pixels());
    }

    @Test
    void sequencesOfEveryKindArePassedOver() {
        DicomBytes file = DicomBytes.grey(EXPLICIT, 1, 2, 8, 8, false).pixels(7, 9);
        byte[] rows = file.element(0x00280010, "US", file.words(99));
        byte[] end = file.header(0xfffee00d, "", 0);
        byte[] closed = file.header(0xfffee0dd, "", 0);
        byte[] open = file.header(0xfffee000, "", -1);
        byte[] inner = join(file.header(0x00081140, "SQ", -1), open, rows, end, file.element(0xfffee000, "", rows), closed);
        file.undefined(0x00082112, "SQ", join(open, inner, end, file.element(0xfffee000, "", new byte[0]), closed));
        file.raw(0x00081199, "SQ", file.element(0xfffee000, "", rows));
        file.undefined(0x00091001, "UN", join(DicomBytes.of(IMPLICIT).header(0xfffee000, "", -1),
                DicomBytes.of(IMPLICIT).element(0x00280010, "US", new byte[] {99, 0}), end, closed));
        file.raw(0x00090010, "LO", "A MAKER ".getBytes());
        file.raw(0x00080000, "UL", new byte[] {1, 2, 3, 4});
        assertArrayEquals(new int[] {7, 9}, grey(file));
        DicomBytes implicit = DicomBytes.grey(IMPLICIT, 1, 2, 8, 8, false).pixels(7, 9)
                .undefined(0x00091001, "", join(open, DicomBytes.of(IMPLICIT).element(0x00280010, "", new byte[] {9, 0}), end,
                        closed));
        assertArrayEquals(new int[] {7, 9}, grey(implicit));
    }

    @Test
    void bytesOfBigEndianWordsComeBackInOrder() {
        DicomBytes file = DicomBytes.grey(BIG, 1, 3, 8, 8, false).raw(0x7fe00010, "OW", new byte[] {2, 1, 0, 3});
        assertArrayEquals(new int[] {1, 2, 3}, grey(file));
    }

    // ---- grey ----

    /** Known answers of PS3.3 C.11.2.1.2: below, at and above the edges of a window of center 50, width 11. */
    @Test
    void theWindowIsTheStandardsLinearOne() {
        DicomBytes file = DicomBytes.grey(EXPLICIT, 1, 6, 8, 8, false).pixels(0, 44, 45, 50, 54, 55)
                .text(WINDOW_CENTER, "DS", "50\\1").text(WINDOW_WIDTH, "DS", "11\\2");
        // (x - 49.5) / 10 + 0.5, times 255: 45 gives 12.75, 50 gives 140.25, 54 gives 242.25.
        assertArrayEquals(new int[] {0, 0, 13, 140, 242, 255}, grey(file));
        assertEquals("window 50/11", read(file).attributes().get("grey_rule"));
    }

    @Test
    void aWindowOfOneIsAThreshold() {
        DicomBytes file = DicomBytes.grey(EXPLICIT, 1, 3, 8, 8, false).pixels(9, 10, 11)
                .text(WINDOW_CENTER, "DS", "10").text(WINDOW_WIDTH, "DS", "1");
        assertArrayEquals(new int[] {0, 255, 255}, grey(file));
    }

    @Test
    void exactAndSigmoidWindowsFollowTheirFormulas() {
        DicomBytes file = DicomBytes.grey(EXPLICIT, 1, 3, 8, 8, false).pixels(0, 25, 100).text(WINDOW_CENTER, "DS", "50")
                .text(WINDOW_WIDTH, "DS", "100");
        assertArrayEquals(new int[] {0, 64, 255}, grey(file.text(0x00281056, "CS", "LINEAR_EXACT")));
        int[] sigmoid = {(int) Math.round(255 / (1 + Math.exp(2))), (int) Math.round(255 / (1 + Math.exp(1))),
            (int) Math.round(255 / (1 + Math.exp(-2)))};
        assertArrayEquals(sigmoid, grey(file.text(0x00281056, "CS", "SIGMOID")));
    }

    @Test
    void oneWindowForAllTakesThePlaceOfTheFilesOwn() {
        DicomReader soft = new DicomReader(DecodeOptions.DEFAULT, Optional.of(GreyWindow.parse("32.5/65")));
        int[] ramp = new int[64];
        Arrays.setAll(ramp, i -> i);
        DicomImage image = soft.read(DicomBytes.grey(EXPLICIT, 8, 8, 8, 8, false).pixels(ramp)
                .text(WINDOW_CENTER, "DS", "5").text(WINDOW_WIDTH, "DS", "3").build(), "a");
        assertEquals("window 32.5/65", image.attributes().get("grey_rule"));
        assertEquals(Math.round((20 - 32) / 64.0 * 255 + 127.5), image.image().at(2, 4, 0));
        for (String wrong : List.of("", "40", "40/0", "40/0.5", "a/b", "40/-400", "1e9/5", "40/400/7")) {
            assertThrows(SynthoscopeException.class, () -> GreyWindow.parse(wrong), wrong);
        }
        assertEquals("-600/1500", GreyWindow.parse("-600/1500").toString());
    }

    @Test
    void rescaleComesBeforeTheWindow() {
        DicomBytes file = DicomBytes.grey(EXPLICIT, 1, 3, 16, 12, false).wordPixels(1024, 1064, 2000)
                .text(SLOPE, "DS", "1.0 ").text(INTERCEPT, "DS", "-1.024E3").text(WINDOW_CENTER, "DS", "40.5")
                .text(WINDOW_WIDTH, "DS", "81");
        assertArrayEquals(new int[] {0, 128, 255}, grey(file));
    }

    @Test
    void signedValuesOfAnyNumberOfBitsKeepTheirSign() {
        assertArrayEquals(new int[] {0, 128, 255}, grey(DicomBytes.grey(EXPLICIT, 1, 3, 16, 12, true)
                .wordPixels(-2047 & 0xfff, 0, 2047)));
        assertArrayEquals(new int[] {0, 128, 255}, grey(DicomBytes.grey(BIG, 1, 3, 16, 16, true)
                .wordPixels(-30000, 0, 30000)));
        assertArrayEquals(new int[] {0, 128, 255}, grey(DicomBytes.grey(EXPLICIT, 1, 3, 8, 8, true).pixels(-127, 0, 127)));
        byte[] deep = {0, 0, 0, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0x7f};
        assertArrayEquals(new int[] {0, 128, 255}, grey(DicomBytes.grey(EXPLICIT, 1, 3, 32, 32, true)
                .raw(0x7fe00010, "OW", deep)));
    }

    @Test
    void bitsOutsideOfTheStoredOnesAreRemnantsOfOverlays() {
        DicomBytes file = DicomBytes.grey(EXPLICIT, 1, 3, 16, 12, false).wordPixels(0xf000, 0x1000 | 2000, 0x8000 | 4000);
        assertArrayEquals(new int[] {0, 128, 255}, grey(file));
        DicomBytes shifted = DicomBytes.grey(EXPLICIT, 1, 3, 16, 12, false).shorts(0x00280102, 15)
                .wordPixels(0xf, 2000 << 4 | 1, 4000 << 4);
        assertArrayEquals(new int[] {0, 128, 255}, grey(shifted));
    }

    @Test
    void plainEightBitValuesStayAsTheyAre() {
        DicomBytes file = DicomBytes.grey(EXPLICIT, 1, 3, 8, 8, false).pixels(10, 20, 30);
        assertArrayEquals(new int[] {10, 20, 30}, grey(file));
        assertEquals("as stored", read(file).attributes().get("grey_rule"));
    }

    @Test
    void paddingDoesNotCountForTheRangeAndIsBlackInBothKindsOfGrey() {
        DicomBytes file = DicomBytes.grey(EXPLICIT, 1, 4, 16, 16, true).wordPixels(-2000, 0, 50, 100)
                .raw(0x00280120, "SS", new byte[] {(byte) 0x30, (byte) 0xf8});
        assertArrayEquals(new int[] {0, 0, 128, 255}, grey(file));
        assertEquals("range 0 to 100", read(file).attributes().get("grey_rule"));
        assertArrayEquals(new int[] {0, 255, 127, 0}, grey(file.text(0x00280004, "CS", "MONOCHROME1")));
        DicomBytes range = DicomBytes.grey(EXPLICIT, 1, 4, 16, 16, false).wordPixels(65000, 65535, 10, 20)
                .shorts(0x00280120, 65535).shorts(0x00280121, 64000);
        assertArrayEquals(new int[] {0, 0, 0, 255}, grey(range));
    }

    @Test
    void aFlatImageIsBlack() {
        assertArrayEquals(new int[] {0, 0}, grey(DicomBytes.grey(EXPLICIT, 1, 2, 16, 16, false).wordPixels(7, 7)));
    }

    /** The table of a large image and the formula of a small one agree. */
    @Test
    void lookingUpIsTheSameAsComputing() {
        int[] many = new int[64 * 128];
        for (int i = 0; i < many.length; i++) {
            many[i] = i % 4096;
        }
        DicomBytes large = DicomBytes.grey(EXPLICIT, 64, 128, 16, 12, true).wordPixels(many)
                .text(WINDOW_CENTER, "DS", "40").text(WINDOW_WIDTH, "DS", "400");
        int[] table = grey(large);
        int[] formula = grey(DicomBytes.grey(EXPLICIT, 1, 1000, 16, 12, true).wordPixels(Arrays.copyOf(many, 1000))
                .text(WINDOW_CENTER, "DS", "40").text(WINDOW_WIDTH, "DS", "400"));
        assertArrayEquals(formula, Arrays.copyOf(table, 1000));
    }

    // ---- colour ----

    @Test
    void coloursComeInEitherOrder() {
        int[] expected = {1, 2, 3, 4, 5, 6};
        assertArrayEquals(expected, colour(DicomBytes.colour(EXPLICIT, "RGB", 1, 2, 0).pixels(1, 2, 3, 4, 5, 6)));
        assertArrayEquals(expected, colour(DicomBytes.colour(EXPLICIT, "RGB", 1, 2, 1).pixels(1, 4, 2, 5, 3, 6)));
    }

    @Test
    void deepColoursAreScaled() {
        DicomBytes file = DicomBytes.colour(EXPLICIT, "RGB", 1, 1, 0).shorts(0x00280100, 16).shorts(0x00280101, 12)
                .shorts(0x00280102, 11).wordPixels(0, 2048, 4095);
        assertArrayEquals(new int[] {0, 128, 255}, colour(file));
    }

    /** Red, green and blue of full strength, as JFIF's formula has them. */
    @Test
    void luminanceAndChrominanceBecomeColours() {
        int[] expected = {254, 0, 0, 0, 255, 1, 128, 128, 128};
        DicomBytes file = DicomBytes.colour(EXPLICIT, "YBR_FULL", 1, 3, 0).pixels(76, 85, 255, 150, 44, 21, 128, 128, 128);
        assertArrayEquals(expected, colour(file));
        DicomBytes planes = DicomBytes.colour(EXPLICIT, "YBR_FULL", 1, 3, 1).pixels(76, 150, 128, 85, 44, 128, 255, 21, 128);
        assertArrayEquals(expected, colour(planes));
    }

    @Test
    void twoPixelsShareTheirChrominance() {
        DicomBytes file = DicomBytes.colour(EXPLICIT, "YBR_FULL_422", 1, 4, 0).pixels(76, 100, 85, 255, 10, 20, 128, 128);
        assertArrayEquals(new int[] {254, 0, 0, 255, 24, 24, 10, 10, 10, 20, 20, 20}, colour(file));
        DicomBytes whole = DicomBytes.colour(EXPLICIT, "YBR_FULL_422", 1, 2, 0).pixels(10, 128, 128, 20, 128, 128);
        assertArrayEquals(new int[] {10, 10, 10, 20, 20, 20}, colour(whole));
        assertEquals(1, read(whole).warnings().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {IMPLICIT, EXPLICIT, BIG})
    void palettesAreLookedUpAndTheirEndsHeld(String syntax) {
        DicomBytes file = DicomBytes.grey(syntax, 1, 4, 8, 8, false).text(0x00280004, "CS", "PALETTE COLOR")
                .pixels(0, 10, 11, 255);
        for (int c = 0; c < 3; c++) {
            file.shorts(0x00281101 + c, 2, 10, 16);
            file.raw(0x00281201 + c, "OW", file.words((c + 1) << 8, (c + 11) << 8));
        }
        int[] expected = {1, 2, 3, 1, 2, 3, 11, 12, 13, 11, 12, 13};
        assertArrayEquals(expected, colour(file));
        for (int c = 0; c < 3; c++) {
            file.shorts(0x00281101 + c, 2, 10, 8);
            file.raw(0x00281201 + c, "OW", file.words((c + 11) << 8 | (c + 1)));
        }
        assertArrayEquals(expected, colour(file));
    }

    // ---- compressed ----

    @Test
    void runLengthsUnpackGreyOfOneAndTwoBytes() {
        byte[] low = {1, 1, 1, 1, 2, 3, 4, 4, 4};
        assertArrayEquals(new int[] {1, 1, 1, 1, 2, 3, 4, 4, 4}, grey(DicomBytes.grey(RLE, 3, 3, 8, 8, false)
                .fragments(DicomBytes.rle(low))));
        byte[] high = {0, 0, 0, 0, 0, 0, 0, 0, 1};
        DicomBytes file = DicomBytes.grey(RLE, 3, 3, 16, 16, false).fragments(DicomBytes.rle(high, low))
                .text(WINDOW_CENTER, "DS", "128").text(WINDOW_WIDTH, "DS", "256");
        assertArrayEquals(new int[] {1, 1, 1, 1, 2, 3, 4, 4, 255}, grey(file));
    }

    @Test
    void runLengthsUnpackColour() {
        DicomBytes file = DicomBytes.colour(RLE, "RGB", 1, 2, 0)
                .fragmentsBehind(new byte[4], DicomBytes.rle(new byte[] {1, 4}, new byte[] {2, 5}, new byte[] {3, 6}));
        assertArrayEquals(new int[] {1, 2, 3, 4, 5, 6}, colour(file));
    }

    /** Java's own encoder writes JFIF, whose YCbCr holds whatever the data set says. */
    @ParameterizedTest
    @ValueSource(strings = {"RGB", "YBR_FULL", "YBR_FULL_422"})
    void aJpegKnowsItsOwnColours(String photometric) throws IOException {
        byte[] stream = jpeg(BufferedImage.TYPE_3BYTE_BGR, 0xc08040);
        int[] pixels = colour(DicomBytes.colour(JPEG, photometric, 16, 16, 0).fragments(stream));
        assertNear(new int[] {0xc0, 0x80, 0x40}, Arrays.copyOf(pixels, 3));
    }

    @Test
    void aJpegThatTellsNothingIsWhatTheDataSetSays() throws IOException {
        byte[] stream = jpeg(BufferedImage.TYPE_3BYTE_BGR, 0xc08040);
        byte[] silent = new byte[stream.length - 18];
        System.arraycopy(stream, 0, silent, 0, 2);
        System.arraycopy(stream, 20, silent, 2, stream.length - 20);
        int[] asLuminance = colour(DicomBytes.colour(JPEG, "YBR_FULL_422", 16, 16, 0).fragments(silent));
        assertNear(new int[] {0xc0, 0x80, 0x40}, Arrays.copyOf(asLuminance, 3));
        int[] asColours = colour(DicomBytes.colour(JPEG, "RGB", 16, 16, 0).fragments(silent));
        // The same three numbers taken for red, green and blue: Y = 140, Cb = 85, Cr = 165.
        assertNear(new int[] {140, 85, 165}, Arrays.copyOf(asColours, 3));
    }

    @Test
    void aGreyJpegInFragmentsIsWindowed() throws IOException {
        byte[] stream = jpeg(BufferedImage.TYPE_BYTE_GRAY, 0x646464);
        int half = stream.length / 2 & ~1;
        DicomBytes file = DicomBytes.grey(JPEG, 16, 16, 8, 8, false)
                .fragments(Arrays.copyOf(stream, half), Arrays.copyOfRange(stream, half, stream.length));
        assertNear(new int[] {100}, Arrays.copyOf(grey(file), 1));
        assertEquals(155, grey(file.text(0x00280004, "CS", "MONOCHROME1"))[0], 1);
    }

    // ---- what is known ----

    @Test
    void onlyTheShortListIsCarriedOver() {
        DicomBytes file = DicomBytes.grey(EXPLICIT, 1, 2, 8, 8, false).pixels(1, 2)
                .text(0x00100010, "PN", "Roe^Richard").text(0x00100020, "LO", "4711-0815").text(0x00100040, "CS", "M")
                .text(0x00101010, "AS", "047Y").text(0x00080080, "LO", "Clinic").text(0x00180015, "CS", "CHEST")
                .text(0x00280301, "CS", "NO");
        DicomImage image = read(file);
        assertEquals("{age_band=45-49, body_part=CHEST, burned_in_annotation=NO, grey_rule=as stored, modality=CT, "
                + "photometric=MONOCHROME2, sex=male}", image.attributes().toString());
        assertTrue(DicomReader.ATTRIBUTES.containsAll(image.attributes().keySet()));
        for (String secret : List.of("Roe", "Richard", "4711", "Clinic")) {
            assertTrue(!image.toString().contains(secret), image.toString());
        }
    }

    @Test
    void aCodeThatHoldsThePatientsNameIsDropped() {
        DicomBytes file = DicomBytes.grey(EXPLICIT, 1, 2, 8, 8, false).pixels(1, 2)
                .text(0x00100010, "PN", "Müller^Eva").text(0x00180015, "CS", "EVA CHEST").text(0x00185101, "CS", "MULLERPA");
        assertEquals("{burned_in_annotation=not stated, grey_rule=as stored, modality=CT, photometric=MONOCHROME2}",
                read(file).attributes().toString());
    }

    @Test
    void agesAreBandsAndTheOldestOneBand() {
        for (String[] pair : new String[][] {{"000D", "0-4"}, {"018M", "0-4"}, {"005Y", "5-9"}, {"089Y", "85-89"},
            {"090Y", "90+"}, {"113Y", "90+"}, {"47", ""}, {"47Y ", ""}}) {
            DicomBytes file = DicomBytes.grey(EXPLICIT, 1, 2, 8, 8, false).pixels(1, 2).text(0x00101010, "AS", pair[0]);
            assertEquals(pair[1], read(file).attributes().getOrDefault("age_band", ""), pair[0]);
        }
    }

    @Test
    void patientsAreToldApartByKeyedPseudonymsOnly() {
        byte[] key = new byte[32];
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        PatientIdentity first = patient("A-1", "1.2.3");
        assertEquals(16, first.pseudonym(key).length());
        assertEquals(first.pseudonym(key), patient("A-1 ", "9.9").pseudonym(key), "another study of the same patient");
        assertTrue(!first.pseudonym(key).equals(patient("A-2", "1.2.3").pseudonym(key)));
        assertTrue(!first.pseudonym(key).equals(first.pseudonym(otherKey)));
        assertEquals(patient("", "1.2.3").pseudonym(key), patient("", "1.2.3").pseudonym(key), "by study");
        assertTrue(!patient("1.2.3", "").pseudonym(key).equals(patient("", "1.2.3").pseudonym(key)));
        assertTrue(!patient("", "").known());
    }

    private PatientIdentity patient(String id, String study) {
        return read(DicomBytes.grey(EXPLICIT, 1, 2, 8, 8, false).pixels(1, 2).text(0x00100020, "LO", id)
                .text(0x0020000d, "UI", study)).patient();
    }

    private static byte[] jpeg(int type, int rgb) throws IOException {
        BufferedImage picture = new BufferedImage(16, 16, type);
        for (int i = 0; i < 256; i++) {
            if (type == BufferedImage.TYPE_BYTE_GRAY) {
                picture.getRaster().setSample(i % 16, i / 16, 0, rgb & 0xff);
            } else {
                picture.setRGB(i % 16, i / 16, rgb);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpg", out);
        return out.toByteArray();
    }

    private static void assertNear(int[] expected, int[] actual) {
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 3, Arrays.toString(actual));
        }
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static int indexOf(byte[] data, byte[] wanted) {
        for (int i = 0; i + wanted.length <= data.length; i++) {
            if (Arrays.equals(data, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }
}
