package org.synthoscope.evidence.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.PairedTests;

class ClassificationTest {

    private static final boolean[] Y = {true, true, true, true, true, false, false, false, false, false};
    private static final double[] X1 = {.9, .8, .7, .6, .35, .55, .4, .3, .2, .1};
    private static final double[] X2 = {.8, .4, .9, .3, .5, .6, .45, .35, .2, .7};

    private static int[] singles(int n) {
        return IntStream.range(0, n).toArray();
    }

    /** Two classes, the probability of the second given. */
    private static Predictions two(boolean[] second, double[] probability, int[] patients) {
        int n = second.length;
        return new Predictions(List.of("nevus", "melanoma"), IntStream.range(0, n).mapToObj(i -> i + ".png").toList(),
                Arrays.stream(patients).mapToObj(p -> "patient:" + p).toList(),
                IntStream.range(0, n).map(i -> second[i] ? 1 : 0).toArray(),
                Arrays.stream(probability).mapToObj(p -> new double[] {1 - p, p}).toArray(double[][]::new));
    }

    /** {@code n} cases and controls whose scores overlap, {@code each} images a patient. */
    private static Predictions random(int n, int each, double gap, long seed) {
        SplittableRandom r = new SplittableRandom(seed);
        boolean[] y = new boolean[n];
        double[] x = new double[n];
        int[] patients = new int[n];
        double[] ofPatient = new double[n / each + 1];
        Arrays.setAll(ofPatient, i -> r.nextGaussian());
        for (int i = 0; i < n; i++) {
            patients[i] = i / each;
            y[i] = i / each % 2 == 0;
            double z = (y[i] ? gap : 0) + (each == 1 ? r.nextGaussian() : ofPatient[patients[i]] + 0.1 * r.nextGaussian());
            x[i] = 1 / (1 + Math.exp(gap / 2 - z));
        }
        return two(y, x, patients);
    }

    @Test
    void deLongsTenCases() {
        assertEquals(.92, new RocCurve(Y, X1, singles(10)).area(), 1e-12);
        assertEquals(.64, new RocCurve(Y, X2, singles(10)).area(), 1e-12);
        PairedComparison c = PairedComparison.of(two(Y, X1, singles(10)), two(Y, X2, singles(10)), 1, 1);
        assertEquals(-.28, c.area().estimate().value(), 1e-12);
        assertEquals(.16568, c.areaP(), 5e-6);
        // z = 1.38621 gives the standard error and with it the interval and what could have been seen.
        double error = .28 / 1.38621;
        assertEquals(-.28 - 1.959964 * error, c.area().estimate().low(), 1e-5);
        assertEquals((1.959964 + .841621) * error, c.area().detectable(), 1e-5);
    }

    @Test
    void withOneImageAPatientItIsThePairedTestOfTheOtherImplementation() {
        Predictions a = random(80, 1, 1.2, 5);
        Predictions b = two(a.is(1), random(80, 1, 0.4, 6).scores(1), singles(80));
        PairedTests.DeLong known = PairedTests.deLong(a.is(1), a.scores(1), b.scores(1));
        PairedComparison ours = PairedComparison.of(a, b, 1, 1);
        assertEquals(known.p(), ours.areaP(), 1e-9);
        assertEquals(known.second() - known.first(), ours.area().estimate().value(), 1e-12);
    }

    /** Every image twice under its patient tells no more than once: the interval must not shrink. */
    @Test
    void copiesOfAPatientsImagesAddNoCertainty() {
        Predictions once = random(120, 1, 1, 7);
        int[] twice = IntStream.range(0, 240).map(i -> i / 2).toArray();
        boolean[] y = new boolean[240];
        double[] x = new double[240];
        for (int i = 0; i < 240; i++) {
            y[i] = once.labels()[i / 2] == 1;
            x[i] = once.scores(1)[i / 2];
        }
        Predictions doubled = two(y, x, twice);
        for (String name : List.of("AUC", "recall", "precision", "specificity", "F1", "sensitivity-at-90")) {
            Measurement a = ClassificationMeasures.of(once, 3).get(name, "melanoma");
            Measurement b = ClassificationMeasures.of(doubled, 3).get(name, "melanoma");
            assertEquals(a.value(), b.value(), 1e-12, name);
            assertEquals(a.low(), b.low(), 0.01, name);
            assertEquals(a.high(), b.high(), 0.01, name);
        }
        // Taken as independent they would claim more.
        double independent = new RocCurve(y, x, singles(240)).variance();
        assertEquals(2, new RocCurve(y, x, twice).variance() / independent, 0.05);
    }

    @Test
    void theIntervalsHoldTheTruthAsOftenAsTheySay() {
        // Scores N(1, 1) against N(0, 1): the area is Φ(1/√2).
        double truth = 1 - PairedTests.upperTail(1 / Math.sqrt(2));
        for (int each : new int[] {1, 4}) {
            int held = 0;
            for (int run = 0; run < 300; run++) {
                Predictions p = random(160 * each / (each == 1 ? 1 : 2), each, 1, 1000 + run);
                Estimate e = new RocCurve(p.is(1), p.scores(1), p.patients()).areaWithInterval();
                held += e.low() <= truth && truth <= e.high() ? 1 : 0;
            }
            assertTrue(held >= 272 && held <= 297, each + " images a patient: " + held + " of 300");
        }
    }

    @Test
    void wilsonOf124In155() {
        // 155 melanomas, 124 found; 20 nevi, all found.
        boolean[] y = new boolean[175];
        double[] x = new double[175];
        for (int i = 0; i < 175; i++) {
            y[i] = i < 155;
            x[i] = i < 124 ? .9 : .1;
        }
        ClassificationMeasures m = ClassificationMeasures.of(two(y, x, singles(175)), 1);
        Measurement recall = m.get("recall", "melanoma");
        assertEquals(.8, recall.value(), 1e-12);
        assertEquals(.730, recall.low(), 5e-4);
        assertEquals(.855, recall.high(), 5e-4);
        assertEquals(155, recall.n());
        // 20 of 20 isn't certainty.
        assertEquals(1, m.get("specificity", "melanoma").value());
        assertEquals(Estimate.wilson(1, 20).low(), m.get("specificity", "melanoma").low(), 1e-12);
        assertEquals(124, m.matrix().truePositives(1));
        assertEquals(31, m.matrix().falseNegatives(1));
        assertEquals(0, m.matrix().falsePositives(1));
        assertEquals(20, m.matrix().trueNegatives(1));
    }

    /** The study's first arm: 383 nevi and 408 melanomas right, 117 and 92 wrong. */
    @Test
    void theStudysTableComesOut() {
        boolean[] y = new boolean[1000];
        double[] x = new double[1000];
        for (int i = 0; i < 1000; i++) {
            y[i] = i < 500;
            x[i] = i < 408 || i >= 500 && i < 617 ? .8 : .2;
        }
        ClassificationMeasures m = ClassificationMeasures.of(two(y, x, singles(1000)), 1);
        assertEquals(.791, m.get("accuracy", "all").value(), 1e-12);
        assertEquals(408 / 525.0, m.get("precision", "melanoma").value(), 1e-12);
        assertEquals(2 * 408 / (2 * 408 + 117 + 92.0), m.get("F1", "melanoma").value(), 1e-12);
        assertEquals((408 / 500.0 + 383 / 500.0) / 2, m.get("balanced-accuracy", "all").value(), 1e-12);
        assertEquals((.04 * 791 + .64 * 209) / 1000, m.get("Brier", "all").value(), 1e-12);
        assertEquals(.8 - .791, m.get("ECE", "all").value(), 1e-12);
        for (Measurement each : m.measurements()) {
            assertTrue(each.low() <= each.value() && each.value() <= each.high(), each.toString());
            // Two scores only: a resample may or may not have a threshold that is specific enough.
            assertTrue(each.name().startsWith("sensitivity") || each.high() - each.low() < 0.12, each.toString());
        }
        // Two scores only: no threshold but "none" leaves 80% of the nevi below.
        assertEquals(0, m.get("sensitivity-at-80", "melanoma").value());
    }

    @Test
    void sensitivityIsReadAtTheLowestThresholdThatIsSpecificEnough() {
        RocCurve roc = new RocCurve(Y, X1, singles(10));
        // Controls .1 .2 .3 .4 .55: four of five lie below .55, where .9 .8 .7 .6 and .55 itself are called positive.
        assertEquals(.8, roc.sensitivityAt(.8), 1e-12);
        assertEquals(.8, roc.sensitivityAt(1), 1e-12);
        assertEquals(1, roc.sensitivityAt(.6), 1e-12);
        assertEquals(1, roc.sensitivityAt(0), 1e-12);
    }

    @Test
    void tiesCountHalf() {
        double[] same = new double[10];
        Arrays.fill(same, .5);
        assertEquals(.5, new RocCurve(Y, same, singles(10)).area(), 1e-12);
        assertEquals(1, new RocCurve(Y, new double[] {2, 2, 2, 2, 2, 1, 1, 1, 1, 1}, singles(10)).area(), 1e-12);
    }

    @Test
    void perfectSeparationOfAFewIsNotCertainty() {
        Estimate e = new RocCurve(Y, new double[] {2, 2, 2, 2, 2, 1, 1, 1, 1, 1}, singles(10)).areaWithInterval();
        assertEquals(1, e.high());
        assertEquals(Estimate.wilson(1, 5).low(), e.low(), 1e-12);
        ClassificationMeasures m = ClassificationMeasures.of(
                two(Y, new double[] {.9, .9, .9, .9, .9, .1, .1, .1, .1, .1}, singles(10)), 1);
        for (Measurement each : m.measurements()) {
            assertTrue(each.name().equals("Brier") || each.name().equals("ECE") || each.low() < 0.8, each.toString());
        }
    }

    @Test
    void calibrationByHand() {
        Predictions p = two(new boolean[] {true, true, false, false}, new double[] {.95, .92, .85, .15}, singles(4));
        Calibration c = new Calibration(p);
        // (.05² + .08² + .85² + .15²) / 4
        assertEquals((.0025 + .0064 + .7225 + .0225) / 4, c.brier(), 1e-12);
        // Bin .9–1: confidences .95, .92, both right. Bin .8–.9: .85, .85, one right.
        assertEquals((2 - 1.87 + 2 * .35) / 4, c.expectedError(), 1e-12);
        List<Calibration.Bin> bins = c.bins();
        assertEquals(2, bins.size());
        assertEquals(.5, bins.get(0).right().value(), 1e-12);
        assertEquals(.935, bins.get(1).confidence(), 1e-12);
    }

    @Test
    void manyClassesAreTakenOneAgainstTheOthers() {
        SplittableRandom r = new SplittableRandom(4);
        int n = 90;
        int[] labels = IntStream.range(0, n).map(i -> i % 3).toArray();
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            double[] e = {r.nextDouble(), r.nextDouble(), r.nextDouble()};
            e[labels[i]] += 0.5;
            double sum = e[0] + e[1] + e[2];
            rows[i] = new double[] {e[0] / sum, e[1] / sum, e[2] / sum};
        }
        List<String> names = IntStream.range(0, n).mapToObj(i -> "i" + i).toList();
        Predictions p = new Predictions(List.of("a", "b", "c"), names, names, labels, rows);
        ClassificationMeasures m = ClassificationMeasures.of(p, 1);
        assertEquals(n, m.matrix().total());
        for (String name : List.of("a", "b", "c")) {
            assertTrue(m.get("AUC", name).value() > 0.7);
        }
        assertEquals(List.of(), m.insufficient());
    }

    @Test
    void whatTooFewImagesCannotTellIsSaidToBeInsufficient() {
        ClassificationMeasures m = ClassificationMeasures.of(
                two(new boolean[] {true, false, false}, new double[] {.7, .2, .4}, singles(3)), 1);
        assertTrue(m.insufficient().stream().anyMatch(i -> i.name().equals("AUC") && i.why().contains("1 patients")),
                m.insufficient().toString());
        assertTrue(m.measurements().stream().noneMatch(x -> x.name().equals("AUC")));
        ClassificationMeasures onePatient = ClassificationMeasures.of(
                two(new boolean[] {true, false, true, false}, new double[] {.7, .2, .4, .5}, new int[4]), 1);
        assertEquals(List.of(), onePatient.measurements());
    }

    @Test
    void equalSeedsGiveEqualIntervals() {
        Predictions p = random(60, 2, 1, 3);
        assertEquals(ClassificationMeasures.of(p, 9).measurements(), ClassificationMeasures.of(p, 9).measurements());
        assertFalse(ClassificationMeasures.of(p, 9).measurements().equals(ClassificationMeasures.of(p, 10).measurements()));
    }

    @Test
    void predictionsOfOtherImagesAreNotCompared() {
        Predictions p = random(20, 1, 1, 3);
        SynthoscopeException e = assertThrows(SynthoscopeException.class,
                () -> PairedComparison.of(p, random(22, 1, 1, 3), 1, 1));
        assertTrue(e.getMessage().contains("20 and 22"), e.getMessage());
    }

    @Test
    void predictionsSurviveTheirFile(@TempDir Path folder) throws Exception {
        Predictions p = random(20, 2, 1, 3);
        Path file = folder.resolve("p.csv");
        PredictionsFile.write(file, p);
        Predictions back = PredictionsFile.read(file);
        assertEquals(p.files(), back.files());
        assertEquals(p.groups(), back.groups());
        assertEquals(p.classes(), back.classes());
        assertArrayEquals(p.labels(), back.labels());
        assertArrayEquals(p.probabilities(), back.probabilities());
        String text = Files.readString(file);
        for (String damaged : List.of("", text.substring(0, text.length() - 30), text.replace("nevus", "navus,x"))) {
            Files.writeString(file, damaged);
            assertThrows(SynthoscopeException.class, () -> PredictionsFile.read(file));
        }
    }
}
