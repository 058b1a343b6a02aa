package org.synthoscope.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.synthoscope.classifier.arms.Arm;
import org.synthoscope.classifier.arms.ArmChoice;
import org.synthoscope.classifier.arms.ArmPlan;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.Insufficient;
import org.synthoscope.evidence.classification.ClassificationMeasures;
import org.synthoscope.evidence.classification.Figure;
import org.synthoscope.evidence.classification.Predictions;
import org.synthoscope.evidence.classification.RepeatedPredictions;
import org.synthoscope.evidence.utility.ArmResult;
import org.synthoscope.evidence.utility.Difference;
import org.synthoscope.evidence.utility.Origin;
import org.synthoscope.evidence.utility.UtilityAnswer;
import org.synthoscope.evidence.utility.UtilityJson;
import org.synthoscope.evidence.utility.UtilityResult;

/** The page and the answer of an experiment with three classes, one of them with a name that isn't harmless. */
class UtilityPageTest {

    private static final List<String> CLASSES = List.of("a \"<b>\" & c", "d", "e");

    private static Predictions answers(double separation, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> files = new ArrayList<>();
        int n = 240;
        int[] labels = new int[n];
        double[][] p = new double[n][];
        for (int i = 0; i < n; i++) {
            files.add("f" + i);
            labels[i] = i % 3;
            double[] row = new double[3];
            double sum = 0;
            for (int c = 0; c < 3; c++) {
                row[c] = Math.exp((c == labels[i] ? separation : 0) + random.nextGaussian());
                sum += row[c];
            }
            for (int c = 0; c < 3; c++) {
                row[c] /= sum;
            }
            p[i] = row;
        }
        return new Predictions(CLASSES, files, files, labels, p);
    }

    /** @param gain what synthetic images add to the separation of the classes */
    private static UtilityResult result(double base, double gain) {
        ArmPlan plan = ArmPlan.of(CLASSES, new int[] {20, 30, 40}, new int[] {80, 40, 40}, new ArmChoice(1, List.of(0.0, 1.0, 2.0),
                List.of("minority", "minority-repeated", "minority-x2", "minority-x2-repeated")));
        Map<String, RepeatedPredictions> repeated = new LinkedHashMap<>();
        Map<String, double[]> curves = new LinkedHashMap<>();
        List<ArmResult> arms = new ArrayList<>();
        long seed = 1;
        for (Arm arm : plan.arms()) {
            double separation = base + (arm.usesSynthetic() ? gain : 0);
            RepeatedPredictions r = new RepeatedPredictions(List.of(answers(separation, seed++), answers(separation, seed++),
                    answers(separation, seed++)), 1);
            repeated.put(arm.name(), r);
            curves.put(arm.name(), UtilityResult.ALARMS);
            List<ArmResult.Value> values = new ArrayList<>();
            r.figures().forEach(f -> r.summary(f).ifPresent(s -> values.add(new ArmResult.Value(f, s))));
            arms.add(new ArmResult(arm, r.seeds().stream().map(p -> ClassificationMeasures.of(p, 1)).toList(), List.of(5, 5, 5),
                    List.of(2, 3, 4), values));
        }
        List<Difference> differences = new ArrayList<>();
        for (Arm arm : plan.arms()) {
            List<String> against = new ArrayList<>(arm.controls());
            if (!arm.name().equals(Arm.REAL)) {
                against.add(Arm.REAL);
            }
            for (String other : against) {
                for (Figure f : Figure.all(CLASSES)) {
                    repeated.get(arm.name()).since(repeated.get(other), f).ifPresent(c -> differences.add(new Difference(arm.name(),
                            other, f, c, Math.min(1, 4 * c.p()))));
                }
            }
        }
        return new UtilityResult(CLASSES, plan, List.of(80, 80, 80), 240, List.of(1L, 2L, 3L), arms, differences, List.of(),
                List.of(new Origin(0, new Estimate(0.97, 0.95, 0.99), 80, 80)), curves, new ComparisonResult(List.of(),
                List.of(new Insufficient("origin-AUC", "d", "too few")), Map.of("looks", "2")));
    }

    @Test
    void thePageIsWellFormedAndEscapesWhatItIsGiven() throws Exception {
        String page = UtilityPage.html("<script>alert(1)</script>", result(1.2, 0.8), List.of(new Fact("Engine", "x & y")));
        Xml.parse(page);
        assertFalse(page.contains("<script") || page.contains("<b>"), "unescaped");
        assertTrue(page.contains("Area under the curve by dose") && page.contains("judged in 2 different experiments"), "parts");
        for (String elsewhere : List.of("src=\"http", "href=\"http", "url(")) {
            assertFalse(page.contains(elsewhere), elsewhere);
        }
    }

    @Test
    void theAnswerFollowsTheFigures() {
        String helps = UtilityAnswer.of(result(1.0, 1.2));
        assertTrue(helps.startsWith("Adding 20 synthetic a \"<b>\" & c to 20 real ones changed sensitivity for"), helps);
        assertTrue(helps.contains("the area rose") && helps.contains("the synthetic images bring what repeating doesn't")
                && helps.contains("minority-x2 +") && helps.contains("so well that a classifier could learn"), helps);
        String hurts = UtilityAnswer.of(result(1.6, -1.2));
        assertTrue(hurts.contains("the area fell") && hurts.contains("repeating would do better"), hurts);
        String nothing = UtilityAnswer.of(result(1.2, 0));
        assertTrue(nothing.contains("no more than chance could do") && nothing.contains("This test would have seen a change of "),
                nothing);
        assertTrue(UtilityAnswer.of(result(0, 0)).startsWith("Nothing can be told"), UtilityAnswer.of(result(0, 0)));
    }

    @Test
    void theJsonHasWhatThePageHas() throws Exception {
        UtilityResult r = result(1.2, 0.8);
        JsonNode json = new ObjectMapper().readTree(UtilityJson.write(r));
        assertEquals(UtilityAnswer.of(r), json.get("answer").asText());
        assertEquals(3, json.get("utility").get("doses").size());
        assertEquals("minority-x2", json.get("utility").get("doses").get(2).get("arm").asText());
        assertEquals(r.differences().size(), json.get("utility").get("differences").size());
        assertEquals(80, json.get("utility").get("arms").get(0).get("seeds").get(0).get("matrix").get(0).get(0).asInt()
                + json.get("utility").get("arms").get(0).get("seeds").get(0).get("matrix").get(0).get(1).asInt()
                + json.get("utility").get("arms").get(0).get("seeds").get(0).get("matrix").get(0).get(2).asInt());
    }
}
