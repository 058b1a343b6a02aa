package org.synthoscope.evidence.labels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.curation.Finding;
import org.synthoscope.curation.FindingKind;
import org.synthoscope.curation.Region;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.Features;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.labels.LabelFidelity.Side;
import org.synthoscope.evidence.privacy.Power;

/** Measures of labels on sets whose truth is known. */
class LabelEvidenceTest {

    /** Images without pixels. */
    private record Labelled(int count, int side, List<String> classes, IntUnaryOperator labels) implements ImageSet {

        @Override
        public int height() {
            return side;
        }

        @Override
        public int width() {
            return side;
        }

        @Override
        public int channels() {
            return 3;
        }

        @Override
        public int label(int i) {
            return labels.applyAsInt(i);
        }

        @Override
        public String file(int i) {
            return i + ".png";
        }

        @Override
        public String group(int i) {
            return "patient:" + i;
        }

        @Override
        public void read(int i, byte[] target, int offset) {
        }

        @Override
        public String digest() {
            return "labelled";
        }
    }

    private static final List<String> TWO = List.of("melanoma", "nevus");

    private static Labelled set(int count, IntUnaryOperator labels) {
        return new Labelled(count, 64, TWO, labels);
    }

    /** Two classes whose means lie a distance of {@code apart} from each other in the first of eight dimensions. */
    private static Side side(int count, double apart, boolean swapped, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count * 8];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < count; i += 2) {
            values[i * 8] += (float) apart;
        }
        return new Side(set(count, i -> swapped ? 1 - i % 2 : i % 2), new Features(count, 8, values));
    }

    @Test
    void theAreaIsTheOneOfNormalScoresAndSwappedLabelsTurnItRound() {
        // Two normals 2 apart: the area is Phi(2 / sqrt 2) = .9214.
        Side train = side(2000, 2, false, 1);
        Side test = side(1000, 2, false, 2);
        Measurement same = only(LabelFidelity.measure(train, test, side(1000, 2, false, 3), "made"));
        assertEquals(.9214, same.value(), .02);
        assertEquals(.9214, same.floor().orElseThrow(), .02);
        assertTrue(same.low() < .9214 && .9214 < same.high());
        assertEquals("label-auc-made", same.name());
        Measurement swapped = only(LabelFidelity.measure(train, test, side(1000, 2, true, 3), "made"));
        assertEquals(1 - same.value(), swapped.value(), 1e-12);
        assertEquals(.5, only(LabelFidelity.measure(train, test, side(1000, 0, false, 4), "made")).value(), .05);
    }

    private static Measurement only(ComparisonResult result) {
        assertEquals(1, result.measurements().size(), "" + result.insufficient());
        Measurement m = result.measurements().get(0);
        assertTrue(Power.read(result.provenance(), m.name(), m.group()).isPresent());
        return m;
    }

    @Test
    void tooFewImagesOfAClassAreNoAnswer() {
        ComparisonResult result = LabelFidelity.measure(side(200, 2, false, 1), side(100, 2, false, 2), side(30, 2, false, 3),
                "made");
        assertTrue(result.measurements().isEmpty());
        assertTrue(result.insufficient().get(0).why().contains("15 synthetic images"), "" + result.insufficient());
    }

    @Test
    void sharesStandBesideTheRealOnes() {
        ComparisonResult result = ClassShares.measure(set(100, i -> i < 30 ? 0 : 1), set(200, i -> i < 140 ? 0 : 1));
        Measurement melanoma = result.find(ClassShares.NAME, "melanoma").orElseThrow();
        assertEquals(.7, melanoma.value());
        assertEquals(.3, melanoma.floor().orElseThrow());
        ComparisonResult missing = ClassShares.measure(set(100, i -> i % 2), new Labelled(50, 64, List.of("nevus"), i -> 0));
        assertEquals(0, missing.find(ClassShares.NAME, "melanoma").orElseThrow().value());
        ComparisonResult none = ClassShares.measure(set(100, i -> i % 2), new Labelled(50, 64, List.of("unlabelled"), i -> 0));
        assertTrue(none.measurements().isEmpty() && none.insufficient().get(0).why().contains("none of the labels"));
    }

    /** The first {@code ofFirst} of class 0 and the first {@code ofSecond} of class 1 have stickers. */
    private static ArtefactBias.Found found(int each, int ofFirst, int ofSecond) {
        List<List<Finding>> findings = new ArrayList<>();
        for (int i = 0; i < 2 * each; i++) {
            boolean there = i / 2 < (i % 2 == 0 ? ofFirst : ofSecond);
            findings.add(Arrays.stream(FindingKind.values()).map(k -> new Finding(k,
                    there && k == FindingKind.STICKER ? .9 : .1, Region.empty())).toList());
        }
        return new ArtefactBias.Found(set(2 * each, i -> i % 2), findings);
    }

    @Test
    void anAssociationThatSynthesisMadeStrongerShows() {
        // Real: 20 of 200 against 10 of 200; synthetic: 100 against 10.
        ComparisonResult r = ArtefactBias.compare(found(200, 20, 10), found(200, 100, 10));
        assertEquals(.05, r.find("artefact-gap-sticker", "melanoma").orElseThrow().floor().orElseThrow(), 1e-12);
        assertEquals(.45, r.find("artefact-gap-sticker", "melanoma").orElseThrow().value(), 1e-12);
        assertEquals(110 / 400.0, r.find("artefact-share-sticker", "all").orElseThrow().value(), 1e-12);
        // By hand: (100.5·190.5)/(100.5·10.5) over (20.5·190.5)/(180.5·10.5).
        Measurement change = r.find("artefact-odds-change-sticker", "melanoma").orElseThrow();
        assertEquals(100.5 * 190.5 / (100.5 * 10.5) / (20.5 * 190.5 / (180.5 * 10.5)), change.value(), 1e-9);
        assertTrue(change.low() > 1);
        // Nobody has hair on either side: no change, and no infinity.
        Measurement hair = r.find("artefact-odds-change-hair", "melanoma").orElseThrow();
        assertEquals(1, hair.value(), 1e-12);
        assertTrue(hair.low() < .1 && Double.isFinite(hair.high()));
        assertEquals(0, r.find("artefact-gap-hair", "melanoma").orElseThrow().value());
    }

    @Test
    void setsOfDifferentSizesAreNotCompared() {
        ArtefactBias.Found real = found(30, 1, 1);
        ArtefactBias.Found small = new ArtefactBias.Found(new Labelled(60, 32, TWO, i -> i % 2), real.findings());
        assertThrows(IllegalArgumentException.class, () -> ArtefactBias.compare(real, small));
    }

    @Test
    void ridgeFindsTheWeightsOfALinearLabelAmongManyFeatures() {
        Side train = side(400, 3, false, 5);
        Ridge.Scorer scorer = Ridge.on(org.synthoscope.evidence.Points.of(train.features())).fit(
                booleans(400, i -> i % 2 == 0));
        double[] scores = scorer.scores(org.synthoscope.evidence.Points.of(train.features()));
        double of = IntStream.range(0, 400).filter(i -> i % 2 == 0).mapToDouble(i -> scores[i]).average().orElseThrow();
        double others = IntStream.range(0, 400).filter(i -> i % 2 == 1).mapToDouble(i -> scores[i]).average().orElseThrow();
        assertTrue(of - others > .5, of + " against " + others);
    }

    private static boolean[] booleans(int n, java.util.function.IntPredicate is) {
        boolean[] out = new boolean[n];
        for (int i = 0; i < n; i++) {
            out[i] = is.test(i);
        }
        return out;
    }
}
