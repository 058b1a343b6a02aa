package org.synthoscope.evidence.turing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.synthoscope.base.SynthoscopeException;

/** Which images are shown, and in which order. */
final class TuringDesignTest {

    private static final TuringSettings SETTINGS = new TuringSettings(60, 0.2, 5, "test");

    private static TuringDesign design() {
        return TuringDesign.draw(PlainImages.real(160), PlainImages.synthetic(90), SETTINGS);
    }

    @Test
    void halfAreSyntheticOfEachClassAlikeAndPatientsDiffer() {
        TuringDesign d = design();
        Map<String, Integer> counts = new HashMap<>();
        d.images().forEach(i -> counts.merge(i.origin() + " " + i.className(), 1, Integer::sum));
        assertEquals(Map.of("REAL melanoma", 15, "REAL nevus", 15, "SYNTHETIC melanoma", 15, "SYNTHETIC nevus", 15), counts);
        assertEquals(60, d.images().stream().map(TuringImage::group).distinct().count());
        assertEquals(60, d.images().stream().map(TuringImage::file).distinct().count());
        assertEquals(List.of(), d.notes());
    }

    @Test
    void patientsOfWhomTwoImagesAreShownAreSaid() {
        TuringDesign d = TuringDesign.draw(PlainImages.real(60), PlainImages.synthetic(60), new TuringSettings(100, 0, 5, "test"));
        assertTrue(d.notes().toString().contains("real images are of a patient of whom another is shown too"), d.notes().toString());
    }

    @Test
    void everyReaderSeesEachImageOnceAndAsManyRealAsSyntheticOnesAgain() {
        TuringDesign d = design();
        int[] ann = d.order("ann");
        assertEquals(72, ann.length);
        assertEquals(72, d.trials());
        assertArrayEquals(ann, design().order("ann"), "a function of seed and name");
        assertFalse(Arrays.equals(ann, d.order("bob")));
        Map<Integer, Integer> times = new HashMap<>();
        Arrays.stream(ann).forEach(i -> times.merge(i, 1, Integer::sum));
        assertEquals(60, times.size());
        List<Integer> twice = times.entrySet().stream().filter(e -> e.getValue() == 2).map(Map.Entry::getKey).toList();
        assertEquals(12, twice.size());
        assertEquals(6, twice.stream().filter(i -> d.images().get(i).origin() == Origin.REAL).count());
        for (int i : twice) {
            int first = indexOf(ann, i, 0);
            assertTrue(first < 30 && indexOf(ann, i, first + 1) >= 30, "only in the second half something comes again");
        }
    }

    private static int indexOf(int[] values, int wanted, int from) {
        for (int i = from; i < values.length; i++) {
            if (values[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void classesOnOneSideOnlyAreLeftOutAndSaid() {
        PlainImages more = new PlainImages("real", 90, true, List.of("melanoma", "nevus", "wart"));
        TuringDesign d = TuringDesign.draw(more, PlainImages.synthetic(90), new TuringSettings(20, 0, 1, "test"));
        assertTrue(d.images().stream().noneMatch(i -> i.className().equals("wart")));
        assertTrue(d.notes().get(0).contains("wart"), d.notes().toString());
        PlainImages unlabelled = new PlainImages("synthetic", 90, false, List.of("unlabelled"));
        TuringDesign without = TuringDesign.draw(more, unlabelled, new TuringSettings(20, 0, 1, "test"));
        assertEquals(List.of(), without.classes(), "no diagnosis is asked");
    }

    @Test
    void tooFewImagesAreRefusedWithTheNumberThatWouldDo() {
        String said = assertThrows(SynthoscopeException.class, () -> TuringDesign.draw(PlainImages.real(40),
                PlainImages.synthetic(300), new TuringSettings(200, 0.1, 1, "test"))).getMessage();
        assertTrue(said.contains("--images 80"), said);
        assertThrows(SynthoscopeException.class, () -> new TuringSettings(21, 0.1, 1, "test"));
        assertThrows(SynthoscopeException.class, () -> new TuringSettings(10, 0.1, 1, "test"));
        assertThrows(SynthoscopeException.class, () -> new TuringSettings(20, 0.6, 1, "test"));
    }

    @Test
    void imagesAreOfOneLengthWhateverTheyShow() {
        TuringDesign d = design();
        BlindImages blind = BlindImages.of(d, PlainImages.real(160), PlainImages.synthetic(90));
        int length = blind.png(0).length;
        for (int i = 0; i < d.images().size(); i++) {
            assertEquals(length, blind.png(i).length);
            var decoded = new org.synthoscope.image.ImageReader(org.synthoscope.image.DecodeOptions.DEFAULT)
                    .decode(blind.png(i), "x.png").image();
            TuringImage image = d.images().get(i);
            assertArrayEquals((image.origin() == Origin.REAL ? PlainImages.real(160) : PlainImages.synthetic(90))
                    .read(image.index()), decoded.pixels());
        }
        String said = assertThrows(SynthoscopeException.class, () ->
                BlindImages.of(d, PlainImages.real(161), PlainImages.synthetic(90))).getMessage();
        assertTrue(said.contains("aren't those"), said);
    }
}
