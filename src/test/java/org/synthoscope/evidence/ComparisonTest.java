package org.synthoscope.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.synthoscope.base.SynthoscopeException;

class ComparisonTest {

    private static final ComparisonSettings SETTINGS = settings(1);

    private static ComparisonSettings settings(long seed) {
        return new ComparisonSettings(seed, 5, Prdc.Rim.OUTSIDE, 200, 5, 5000, 20, 10, 60, 60, true);
    }

    private static ComparisonResult compare(ArrayImages real, ArrayImages fake, ComparisonSettings settings) {
        return Comparison.compare(real, fake, ThumbnailNetwork.of(real), settings);
    }

    private static Measurement find(ComparisonResult result, String name) {
        return result.find(name, Measurement.ALL).orElseThrow(() -> new AssertionError(name));
    }

    @Test
    void everyMeasureComesOverallAndForEachClassWithItsDoubt() {
        ComparisonResult result = compare(ArrayImages.blobs(160, 32, 1, 6), ArrayImages.blobs(200, 32, 2, 6), SETTINGS);
        assertEquals(List.of(), result.insufficient());
        for (String group : List.of("all", "nevus", "melanoma")) {
            assertEquals(List.of("FD-tiles", "KID-tiles", "relative-KID-tiles", "precision-tiles", "recall-tiles", "density-tiles",
                    "coverage-tiles", "Vendi-tiles", "Vendi-real-tiles", "MS-SSIM", "MS-SSIM-real", "SWD"),
                    result.measurements().stream().filter(m -> m.group().equals(group)).map(Measurement::name)
                            .collect(Collectors.toList()));
        }
        for (Measurement m : result.measurements()) {
            assertTrue(m.low() <= m.value() && m.value() <= m.high() && m.low() < m.high(), m.toString());
            assertTrue(m.n() > 0 && m.note().endsWith("."), m.toString());
        }
        assertEquals(160, find(result, "KID-tiles").n());
        assertTrue(find(result, "KID-tiles").note().contains("drawn from 160 real and 200 synthetic"));
        assertEquals("1", result.provenance().get("seed"));
        assertEquals("tiles", result.provenance().get("features.kind"));
    }

    @Test
    void tellsHowFarItIsUpToTheEnd() {
        List<String> told = new java.util.ArrayList<>();
        ArrayImages real = ArrayImages.blobs(60, 16, 1, 6);
        Comparison.compare(real, ArrayImages.blobs(60, 16, 2, 6), ThumbnailNetwork.of(real), SETTINGS,
                (done, total) -> told.add(done + "/" + total));
        assertEquals(12, told.size());
        assertEquals("1/12", told.get(0));
        assertEquals("12/12", told.get(11));
    }

    @Test
    void samplesOfOnePopulationComeOutAtTheFloor() {
        ComparisonResult result = compare(ArrayImages.blobs(240, 32, 1, 6), ArrayImages.blobs(240, 32, 2, 6),
                SETTINGS.withPerClass(false));
        Measurement kid = find(result, "KID-tiles");
        assertTrue(kid.low() <= 0 && kid.high() >= 0, kid.toString());
        Measurement fd = find(result, "FD-tiles");
        assertTrue(fd.value() < 2 * fd.floor().getAsDouble(), fd.toString());
        Measurement swd = find(result, "SWD");
        assertTrue(swd.value() < 2 * swd.floor().getAsDouble(), swd.toString());
        Measurement coverage = find(result, "coverage-tiles");
        assertEquals(coverage.floor().getAsDouble(), coverage.value(), .1);
    }

    @Test
    void noiseRaisesTheDistancesAboveTheirFloors() {
        ComparisonResult result = compare(ArrayImages.blobs(240, 32, 1, 6), ArrayImages.blobs(240, 32, 2, 60),
                SETTINGS.withPerClass(false));
        Measurement fd = find(result, "FD-tiles");
        assertTrue(fd.low() > fd.floor().getAsDouble(), fd.toString());
        // The tint of the ground varies so much that 60 images a side leave a wide interval here.
        Measurement swd = find(result, "SWD");
        assertTrue(swd.value() > 1.5 * swd.floor().getAsDouble(), swd.toString());
    }

    @Test
    void aMissingClassShowsInTheKernelDistanceAndTheRecall() {
        ArrayImages both = ArrayImages.blobs(480, 32, 2, 6);
        byte[][] one = new byte[240][];
        for (int i = 0; i < 240; i++) {
            one[i] = both.pixels()[2 * i];
        }
        ComparisonSettings settings = SETTINGS.withPerClass(false);
        ArrayImages real = ArrayImages.blobs(240, 32, 1, 6);
        ComparisonResult result = compare(real, ArrayImages.blobs(240, 32, 3, 6).withPixels(one), settings);
        assertTrue(find(result, "KID-tiles").low() > 0, find(result, "KID-tiles").toString());
        Measurement recall = find(result, "recall-tiles");
        assertTrue(recall.high() < recall.floor().getAsDouble(), recall.toString());
    }

    @Test
    void aGeneratorThatRepeatsItselfLosesRecallCoverageAndDiversityButNotPrecision() {
        ArrayImages real = ArrayImages.blobs(160, 32, 1, 6);
        byte[][] repeated = new byte[160][];
        ArrayImages other = ArrayImages.blobs(160, 32, 2, 6);
        for (int i = 0; i < 160; i++) {
            repeated[i] = other.pixels()[i % 4];
        }
        ComparisonSettings settings = SETTINGS.withPerClass(false);
        ComparisonResult good = compare(real, other, settings);
        ComparisonResult collapsed = compare(real, other.withPixels(repeated), settings);
        assertTrue(find(collapsed, "recall-tiles").value() < .1);
        assertTrue(find(collapsed, "coverage-tiles").value() < find(good, "coverage-tiles").low());
        assertTrue(find(collapsed, "precision-tiles").value() > .5);
        assertTrue(find(collapsed, "MS-SSIM").value() > find(collapsed, "MS-SSIM-real").value());
        assertTrue(find(collapsed, "Vendi-tiles").value() < find(collapsed, "Vendi-real-tiles").value());
    }

    @Test
    void oneSeedGivesTheSameBytesAndTheJsonReadsBack() {
        ArrayImages real = ArrayImages.blobs(100, 32, 1, 6);
        ArrayImages fake = ArrayImages.blobs(120, 32, 2, 6);
        ComparisonResult first = compare(real, fake, SETTINGS);
        String json = EvidenceJson.write(first);
        assertEquals(json, EvidenceJson.write(compare(real, fake, SETTINGS)));
        assertNotEquals(json, EvidenceJson.write(compare(real, fake, settings(2))));
        assertEquals(first, EvidenceJson.read(json));
        assertTrue(json.contains("\"floor\" : null"), json);
    }

    @Test
    void tooFewImagesOrPatientsAreAnAnswerOfTheirOwn() {
        ComparisonResult few = compare(ArrayImages.blobs(60, 32, 1, 6), ArrayImages.blobs(15, 32, 2, 6), SETTINGS);
        assertEquals(List.of(), few.measurements().stream().filter(m -> !m.name().startsWith("MS")).toList());
        assertTrue(few.insufficient().stream().anyMatch(i -> i.name().equals("KID-tiles") && i.group().equals("all")
                && i.why().contains("60 real and 15 synthetic")), few.insufficient().toString());
        ComparisonResult onePatient = compare(ArrayImages.blobs(60, 32, 1, 6).withGroups(i -> i / 30),
                ArrayImages.blobs(60, 32, 2, 6), SETTINGS.withPerClass(false));
        assertTrue(onePatient.insufficient().stream().anyMatch(i -> i.why().contains("2 patient(s)")));
    }

    @Test
    void theFrechetFloorIsWhatSamplesOfOnePopulationOfTheComparedSizeShow() {
        double expected = 0;
        for (int i = 0; i < 10; i++) {
            expected += FrechetDistance.of(FrechetDistanceTest.normal(300, 16, 100 + 2 * i, 0, 1),
                    FrechetDistanceTest.normal(300, 16, 101 + 2 * i, 0, 1)) / 10;
        }
        int[] single = Groups.singles(300);
        Measurement fd = new FeatureMeasures("x", "all", FrechetDistanceTest.normal(300, 16, 1, 0, 1), single,
                FrechetDistanceTest.normal(300, 16, 2, 0, 1), single, SETTINGS, "").all().get(0);
        assertEquals("FD-x", fd.name());
        assertEquals(1, fd.floor().getAsDouble() / expected, .2);
        assertEquals("FID", FeatureMeasures.names("inception").get(0));
        assertEquals("KID", FeatureMeasures.names("inception").get(1));
    }

    @Test
    void aClassThatOneSideLacksIsNamed() {
        ArrayImages real = ArrayImages.blobs(80, 32, 1, 6);
        ArrayImages fake = ArrayImages.blobs(80, 32, 2, 6);
        ArrayImages one = new ArrayImages(80, 32, 32, 3, List.of("melanoma"), i -> 0, i -> i, fake.pixels());
        assertEquals(List.of(new Insufficient("all measures", "nevus", "the synthetic set has no such class")),
                compare(real, one, SETTINGS).insufficient());
    }

    @Test
    void differentSizesAndBrokenFeaturesAreRefusedWithAdvice() {
        ArrayImages small = ArrayImages.blobs(40, 16, 1, 6);
        ArrayImages large = ArrayImages.blobs(40, 32, 1, 6);
        String message = assertThrows(SynthoscopeException.class, () -> compare(large, small, SETTINGS)).getMessage();
        assertTrue(message.contains("32x32") && message.contains("16x16") && message.contains("pack"), message);
        ThumbnailNetwork network = ThumbnailNetwork.of(large);
        Features good = network.extract(large);
        float[] values = good.values().clone();
        values[3 * good.dimension()] = Float.NaN;
        Features broken = new Features(good.count(), good.dimension(), values);
        message = assertThrows(SynthoscopeException.class,
                () -> Comparison.compare(large, good, large, broken, network, SETTINGS, Comparison.Steps.SILENT)).getMessage();
        assertTrue(message.contains("image3.png") && message.contains("NaN"), message);
    }

    @Test
    void damagedJsonIsRefused() {
        assertThrows(SynthoscopeException.class, () -> EvidenceJson.read("{\"measures\": [{\"name\""));
        assertThrows(SynthoscopeException.class, () -> EvidenceJson.read("{}"));
        assertThrows(SynthoscopeException.class, () -> EvidenceJson.read("{\"measures\": [{\"name\": \"x\"}]}"));
    }
}
