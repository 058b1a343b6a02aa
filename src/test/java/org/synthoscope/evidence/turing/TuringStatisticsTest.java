package org.synthoscope.evidence.turing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.privacy.RocArea;

/** Known answers, and what must follow from planted readers. */
final class TuringStatisticsTest {

    private static final TuringDesign DESIGN = TuringDesign.draw(PlainImages.real(600), PlainImages.synthetic(400),
            new TuringSettings(200, 0.1, 3, "test"));

    /** A reader by a rule from image to rating; the diagnosis is right of real images and half of the time of synthetic ones. */
    private static List<Answer> reader(TuringDesign design, String name, ToIntFunction<TuringImage> rule) {
        List<Answer> answers = new ArrayList<>();
        int[] order = design.order(name);
        for (int t = 0; t < order.length; t++) {
            TuringImage i = design.images().get(order[t]);
            boolean right = i.origin() == Origin.REAL || i.index() % 4 < 2;
            answers.add(new Answer(t, rule.applyAsInt(i), right ? i.className() : "melanoma", 2));
        }
        return answers;
    }

    private static TuringResult of(Map<String, List<Answer>> answers) {
        return TuringStatistics.of(DESIGN, answers, TuringPolicy.DEFAULT);
    }

    private static Measurement all(TuringResult r, String name) {
        return r.evidence().find(name, Measurement.ALL).orElseThrow();
    }

    private static ToIntFunction<TuringImage> guesser(long seed) {
        return i -> 1 + new SplittableRandom(seed * 7919 + i.file().hashCode()).nextInt(6);
    }

    @Test
    void guessersGet86To114Of200Right() {
        assertEquals(new Guessing(86, 114), Guessing.of(200));
        assertEquals(new Guessing(40, 60), Guessing.of(100));
        // Binomial(10, .5): P(X ≤ 1) = 11/1024.
        assertEquals(22.0 / 1024, Guessing.p(1, 10), 1e-12);
        assertEquals(22.0 / 1024, Guessing.p(9, 10), 1e-12);
        assertEquals(1, Guessing.p(5, 10), 1e-12);
    }

    @Test
    void everyKnownAnswerIsGivenOnThisMachine() {
        TuringChecks.run().forEach(c -> assertTrue(c.pass(), c.toString()));
    }

    @Test
    void kappaOfTheTextbook() {
        // 20 and 15 agreements, 5 and 10 disagreements: .7 observed, .5 expected, κ = .4.
        String[] one = new String[50];
        String[] other = new String[50];
        for (int i = 0; i < 50; i++) {
            one[i] = i < 25 ? "yes" : "no";
            other[i] = i < 20 || i >= 25 && i < 35 ? "yes" : "no";
        }
        assertEquals(0.4, Kappa.of(one, other), 1e-12);
        assertEquals(1, Kappa.of(one, one), 1e-12);
        String[] same = new String[] {"yes", "yes"};
        assertTrue(Double.isNaN(Kappa.of(same, same)), "nothing to agree on");
        assertTrue(Kappa.mean(List.of(new Kappa.Pair(same, same)), 1).isEmpty());
        var e = Kappa.mean(List.of(new Kappa.Pair(one, other)), 1).orElseThrow();
        // The asymptotic error of Fleiss, Cohen and Everitt for this table is .13.
        assertEquals(0.4 - 1.96 * 0.13, e.low(), 0.05);
        assertEquals(0.4 + 1.96 * 0.13, e.high(), 0.05);
    }

    @Test
    void theAreaIsDeLongs() {
        double[] cases = {.9, .8, .7, .6, .35};
        double[] controls = {.55, .4, .3, .2, .1};
        ReaderArea area = ReaderArea.of(List.of(cases), List.of(controls), new int[] {0, 1, 2, 3, 4});
        assertEquals(0.92, area.value(), 1e-12);
        int[] singles = {0, 1, 2, 3, 4};
        assertEquals(RocArea.of(cases, singles, controls, singles).error(), area.error(), 1e-12, "another implementation");
        ReaderArea twice = ReaderArea.of(List.of(cases, cases), List.of(controls, controls), singles);
        assertEquals(area.error(), twice.error(), 1e-12, "a second reader who says the same adds nothing");
    }

    @Test
    void equivalenceTakes64ImagesOfEachKindAtAMarginOf15And144At10() {
        assertEquals(64, Equivalence.needed(0.15));
        assertEquals(144, Equivalence.needed(0.1));
        // z = (.15 − .02) / .05 = 2.6: p = .0046612.
        Equivalence e = Equivalence.of(0.52, 0.05, 70, TuringPolicy.DEFAULT);
        assertEquals(0.0046612, e.p(), 1e-7);
        assertEquals(Equivalence.Verdict.EQUIVALENT, e.verdict());
        assertEquals(Equivalence.Verdict.DIFFERENT, Equivalence.of(0.7, 0.05, 70, TuringPolicy.DEFAULT).verdict());
        assertEquals(Equivalence.Verdict.DIFFERENT, Equivalence.of(0.3, 0.05, 70, TuringPolicy.DEFAULT).verdict());
        assertEquals(Equivalence.Verdict.INSUFFICIENT, Equivalence.of(0.52, 0.2, 10, TuringPolicy.DEFAULT).verdict());
    }

    @Test
    void whoSeesEverythingIsTold() {
        TuringResult r = of(Map.of("ann", reader(DESIGN, "ann", i -> i.origin() == Origin.REAL ? 1 : 6)));
        assertEquals(1, all(r, "turing-auc").value());
        assertTrue(all(r, "turing-auc").low() > 0.95 && all(r, "turing-auc").low() < 1);
        assertEquals(1, all(r, "turing-accuracy").value());
        assertEquals(1, all(r, "turing-kappa-within").value());
        assertEquals(200, r.readers().get(0).right());
        assertTrue(r.readers().get(0).p() < 1e-12);
        assertEquals(Equivalence.Verdict.DIFFERENT, verdictOf(r), "though placements don't vary at all");
        assertEquals(1, all(r, "diagnosis-accuracy-real").value());
        assertTrue(all(r, "diagnosis-difference").high() < 0, "synthetic ones are diagnosed worse");
        assertTrue(r.evidence().insufficient().stream().anyMatch(i -> i.name().equals("turing-kappa-between")));
    }

    private static Equivalence.Verdict verdictOf(TuringResult r) {
        return r.equivalence().map(Equivalence::verdict).orElse(Equivalence.Verdict.INSUFFICIENT);
    }

    @Test
    void whoGuessesIsShownToGuess() {
        Map<String, List<Answer>> answers = new LinkedHashMap<>();
        answers.put("ann", reader(DESIGN, "ann", guesser(1)));
        answers.put("bob", reader(DESIGN, "bob", guesser(2)));
        TuringResult r = of(answers);
        assertEquals(0.5, all(r, "turing-auc").value(), 0.08);
        assertEquals(Equivalence.Verdict.EQUIVALENT, verdictOf(r));
        assertEquals(0, all(r, "turing-kappa-between").value(), 0.15);
        assertEquals(1, all(r, "turing-kappa-within").value(), "this one always says the same of an image");
        assertTrue(r.evidence().find("turing-auc", "bob").isPresent());
        assertTrue(r.json().contains("\"equivalence\"") && r.json().contains("\"guessingHigh\" : 114"), r.json().substring(0, 200));
        assertEquals(r.evidence(), org.synthoscope.evidence.EvidenceJson.read(r.json()));
    }

    @Test
    void oneAnswerForEverythingProvesNothing() {
        TuringResult r = of(Map.of("ann", reader(DESIGN, "ann", i -> 1)));
        assertTrue(r.equivalence().isEmpty(), "never equivalent");
        assertTrue(r.evidence().insufficient().stream().anyMatch(i -> i.name().equals("turing-auc")));
        assertEquals(0.5, all(r, "turing-accuracy").value());
        assertEquals(0, all(r, "turing-sensitivity").value());
    }

    @Test
    void whoHasNotFinishedDoesNotCount() {
        List<Answer> half = reader(DESIGN, "ann", guesser(1)).subList(0, 100);
        TuringResult r = of(Map.of("ann", half));
        assertEquals(List.of(), r.evidence().measurements());
        assertEquals("no reader has finished yet", r.evidence().insufficient().get(0).why());
        assertEquals(100, r.readers().get(0).answered());
    }

    /** 400 tests with guessers: at most about 5% of readers at the margin itself may be called equivalent, and 80% at .5 are. */
    @Test
    void theEquivalenceTestKeepsItsLevelAndItsPower() {
        SplittableRandom random = new SplittableRandom(4);
        int atMargin = 0;
        int atHalf = 0;
        int runs = 400;
        // Normal scores with an area of .65: shift √2·Φ⁻¹(.65).
        double shift = Math.sqrt(2) * 0.3853204664;
        for (int run = 0; run < runs; run++) {
            atMargin += equivalent(random, shift) ? 1 : 0;
            atHalf += equivalent(random, 0) ? 1 : 0;
        }
        assertTrue(atMargin < 0.08 * runs, "false: " + atMargin);
        assertTrue(atHalf > 0.72 * runs && atHalf < 0.88 * runs, "power: " + atHalf);
    }

    private static boolean equivalent(SplittableRandom random, double shift) {
        int n = 64;
        double[] cases = new double[n];
        double[] controls = new double[n];
        int[] singles = new int[n];
        for (int i = 0; i < n; i++) {
            singles[i] = i;
            cases[i] = normal(random) + shift;
            controls[i] = normal(random);
        }
        ReaderArea area = ReaderArea.of(List.of(cases), List.of(controls), singles);
        return Equivalence.of(area.value(), area.error(), n, TuringPolicy.DEFAULT).verdict() == Equivalence.Verdict.EQUIVALENT;
    }

    private static double normal(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
