package org.synthoscope.evidence.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.evidence.Measurement;

class RepeatedPredictionsTest {

    private static final List<String> CLASSES = List.of("mel", "nev");

    /**
     * Answers of a classifier whose scores separate the classes by so many standard deviations.
     *
     * @param shared seed of what images have in common for every classifier
     */
    private static Predictions answers(int n, double separation, long shared, long own) {
        SplittableRandom images = new SplittableRandom(shared);
        SplittableRandom noise = new SplittableRandom(own);
        List<String> files = new ArrayList<>();
        int[] labels = new int[n];
        double[][] p = new double[n][];
        for (int i = 0; i < n; i++) {
            files.add("f" + i);
            labels[i] = i % 4 == 0 ? 0 : 1;
            double score = (labels[i] == 0 ? separation : 0) + images.nextGaussian() + 0.5 * noise.nextGaussian() - separation / 2;
            double q = 1 / (1 + Math.exp(-score));
            p[i] = new double[] {q, 1 - q};
        }
        return new Predictions(CLASSES, files, files, labels, p);
    }

    private static RepeatedPredictions seeds(int n, double separation, long first, int count) {
        List<Predictions> all = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            all.add(answers(n, separation, 7, first + s));
        }
        return new RepeatedPredictions(all, 1);
    }

    private static Figure figure(String name, String group) {
        return Figure.all(CLASSES).stream().filter(f -> f.name().equals(name) && f.group().equals(group)).findFirst().orElseThrow();
    }

    /** Every figure is what {@link ClassificationMeasures}, which takes it another way, has. */
    @Test
    void figuresAgreeWithTheMeasuresOfOneClassifier() {
        Predictions p = answers(120, 1.2, 7, 1);
        ClassificationMeasures m = ClassificationMeasures.of(p, 1);
        RepeatedPredictions r = new RepeatedPredictions(List.of(p), 1);
        for (Figure f : r.figures()) {
            Measurement known = m.get(f.name(), f.group());
            assertEquals(known.value(), r.values(f)[0], 1e-12, f.toString());
            RepeatedPredictions.Summary s = r.summary(f).orElseThrow();
            assertEquals(known.value(), s.estimate().value(), 1e-12);
            double width = known.high() - known.low();
            assertEquals(width, s.estimate().high() - s.estimate().low(), 0.35 * width, f + " " + known + " " + s);
        }
    }

    @Test
    void seedsThatDisagreeWidenTheInterval() {
        Predictions a = answers(200, 0.8, 7, 1);
        Predictions b = answers(200, 2.2, 7, 1);
        RepeatedPredictions alike = new RepeatedPredictions(List.of(a, a, a), 1);
        RepeatedPredictions apart = new RepeatedPredictions(List.of(a, b, a), 1);
        Figure auc = figure("AUC", "mel");
        RepeatedPredictions.Summary one = alike.summary(auc).orElseThrow();
        RepeatedPredictions.Summary two = apart.summary(auc).orElseThrow();
        assertEquals(0, one.spread(), 1e-12);
        assertTrue(two.spread() > 0.03, two.toString());
        assertTrue(two.estimate().high() - two.estimate().low() > 1.5 * (one.estimate().high() - one.estimate().low()),
                one + " " + two);
    }

    @Test
    void aRealChangeIsFoundAndItsSignIsRight() {
        RepeatedPredictions weak = seeds(300, 0.7, 10, 3);
        RepeatedPredictions strong = seeds(300, 2.2, 20, 3);
        RepeatedPredictions.Change c = strong.since(weak, figure("AUC", "mel")).orElseThrow();
        assertTrue(c.estimate().low() > 0.05 && c.p() < 0.01, c.toString());
        RepeatedPredictions.Change back = weak.since(strong, figure("AUC", "mel")).orElseThrow();
        assertEquals(-c.estimate().value(), back.estimate().value(), 1e-12);
        assertEquals(c.p(), back.p(), 1e-9);
        assertTrue(c.detectable() > 0.01 && c.detectable() < c.estimate().value(), c.toString());
        RepeatedPredictions small = seeds(60, 2.2, 20, 3);
        assertTrue(small.since(seeds(60, 0.7, 10, 3), figure("AUC", "mel")).orElseThrow().detectable() > 1.5 * c.detectable());
    }

    @Test
    void noChangeIsNotCertainty() {
        RepeatedPredictions r = seeds(80, 1.5, 10, 3);
        RepeatedPredictions.Change same = r.since(r, figure("recall", "mel")).orElseThrow();
        assertEquals(0, same.estimate().value());
        assertEquals(1, same.p(), 1e-12);
        // 20 patients of the class: up to 14 in 100 could still differ.
        assertTrue(same.estimate().high() > 0.1 && same.detectable() > 0.1, same.toString());
    }

    /** Under no change, p below 5% comes about one time in twenty: 120 pairs, of which at most 13 by luck (1 in 1,000). */
    @Test
    void chanceIsSeldomTakenForAChange() {
        int found = 0;
        for (int i = 0; i < 120; i++) {
            List<Predictions> a = new ArrayList<>();
            List<Predictions> b = new ArrayList<>();
            for (int s = 0; s < 2; s++) {
                a.add(answers(40, 1.2, 100 + i, 1000 + 10L * i + s));
                b.add(answers(40, 1.2, 100 + i, 5000 + 10L * i + s));
            }
            found += new RepeatedPredictions(a, 1).since(new RepeatedPredictions(b, 1), figure("AUC", "mel")).orElseThrow().p()
                    < 0.05 ? 1 : 0;
        }
        assertTrue(found <= 13, found + " of 120");
    }

    @Test
    void tooFewPatientsAreNoFigure() {
        RepeatedPredictions r = seeds(16, 1, 1, 2);
        assertTrue(r.summary(figure("recall", "mel")).isEmpty(), "four patients");
        assertTrue(r.summary(figure("recall", "nev")).isPresent());
        assertTrue(r.since(r, figure("AUC", "mel")).isEmpty());
        SynthoscopeException e = assertThrows(SynthoscopeException.class, () -> seeds(4, 1, 1, 1));
        assertTrue(e.getMessage().contains("mel has 1 test images"), e.getMessage());
        assertThrows(SynthoscopeException.class, () -> seeds(40, 1, 1, 2).since(seeds(80, 1, 1, 2), figure("accuracy", "all")));
        assertThrows(SynthoscopeException.class, () -> seeds(40, 1, 1, 2).since(seeds(40, 1, 1, 3), figure("accuracy", "all")));
        assertThrows(SynthoscopeException.class, () -> new RepeatedPredictions(List.of(answers(40, 1, 1, 1),
                answers(44, 1, 1, 1)), 1));
    }

    @Test
    void aClassifierThatNeverNamesAClassHasNoPrecisionForIt() {
        Predictions p = answers(60, 1, 7, 1);
        double[][] never = new double[60][];
        java.util.Arrays.setAll(never, i -> new double[] {0.4 * p.probabilities()[i][0], 1 - 0.4 * p.probabilities()[i][0]});
        RepeatedPredictions r = new RepeatedPredictions(List.of(new Predictions(CLASSES, p.files(), p.groups(), p.labels(),
                never)), 1);
        assertTrue(r.summary(figure("precision", "mel")).isEmpty());
        assertEquals(0, r.summary(figure("F1", "mel")).orElseThrow().estimate().value());
        assertTrue(r.summary(figure("recall", "mel")).orElseThrow().estimate().high() > 0.1);
    }

    /** Scores 4 3 | 2 1 with cases 4 and 2: up to ½ at no alarm, 1 from half of the alarms on. */
    @Test
    void theCurvesHeightsAreThoseOfItsCorners() {
        RocCurve roc = new RocCurve(new boolean[] {true, false, true, false}, new double[] {4, 3, 2, 1}, new int[] {0, 1, 2, 3});
        assertArrayEquals(new double[] {0.5, 0.5, 1, 1, 1}, roc.heights(0, 0.25, 0.5, 0.75, 1), 1e-12);
        RocCurve tied = new RocCurve(new boolean[] {true, false, true, false}, new double[] {1, 1, 1, 1}, new int[] {0, 1, 2, 3});
        assertArrayEquals(new double[] {0, 0.25, 1}, tied.heights(0, 0.25, 1), 1e-12);
    }
}
