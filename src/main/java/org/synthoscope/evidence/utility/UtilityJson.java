package org.synthoscope.evidence.utility;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.synthoscope.classifier.arms.Arm;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.EvidenceJson;
import org.synthoscope.evidence.classification.ClassificationMeasures;

/**
 * The stable JSON form of an experiment's result: what {@link EvidenceJson} has, with {@code measures} named {@code
 * AUC[minority]} for an arm and {@code AUC[minority - real]} for a change, and beside it
 *
 * <pre>{@code
 * "answer": "…",
 * "utility": {"classes": […], "minority": "…", "test": {"images": […], "patients": n}, "seeds": […],
 *   "arms": [{"name": "…", "says": "…", "real": […], "synthetic": […], "permuted": false, "controls": […],
 *             "seeds": [{"seed": 1, "epochs": n, "best": n, "matrix": [[…], …]}, …]}, …],
 *   "differences": [{"arm": "…", "against": "…", "figure": "…", "group": "…", "value": …, "low": …, "high": …, "spread": …,
 *                    "p": …, "holm": …, "detectable": …, "patients": n}, …],
 *   "tests": [{"arm": "…", "against": "…", "mcnemar": [p of each seed], "mcnemar-holm": …, "delong": […], "delong-holm": …}],
 *   "doses": [{"dose": …, "arm": "…"}, …], "origins": [{"class": "…", "value": …, "low": …, "high": …, …}]}
 * }</pre>
 *
 * <p>{@code matrix} has a row for each true class and a column for each answer. {@link EvidenceJson#read} reads the measures.
 */
public final class UtilityJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private UtilityJson() {
    }

    /** The JSON text, indented, the same for the same result. */
    public static String write(UtilityResult result) {
        try {
            ObjectNode root = (ObjectNode) MAPPER.readTree(EvidenceJson.write(result.evidence()));
            root.put("answer", UtilityAnswer.of(result));
            ObjectNode all = root.putObject("utility");
            all.set("classes", MAPPER.valueToTree(result.classes()));
            all.put("minority", result.minority());
            ObjectNode test = all.putObject("test");
            test.set("images", MAPPER.valueToTree(result.test()));
            test.put("patients", result.patients());
            all.set("seeds", MAPPER.valueToTree(result.seeds()));
            ArrayNode arms = all.putArray("arms");
            result.arms().forEach(a -> arm(arms.addObject(), a, result));
            ArrayNode differences = all.putArray("differences");
            result.differences().forEach(d -> difference(differences.addObject(), d));
            ArrayNode tests = all.putArray("tests");
            for (SeedTests t : result.tests()) {
                ObjectNode node = tests.addObject().put("arm", t.arm()).put("against", t.against());
                node.set("mcnemar", MAPPER.valueToTree(t.mcNemar()));
                node.put("mcnemar-holm", t.mcNemarAdjusted());
                node.set("delong", MAPPER.valueToTree(t.deLong()));
                node.put("delong-holm", t.deLongAdjusted());
            }
            ArrayNode doses = all.putArray("doses");
            result.plan().curve().forEach((dose, arm) -> doses.addObject().put("dose", dose).put("arm", arm));
            ArrayNode origins = all.putArray("origins");
            for (Origin o : result.origins()) {
                estimate(origins.addObject().put("class", result.classes().get(o.label())), o.area()).put("real", o.real())
                        .put("synthetic", o.synthetic());
            }
            return root.toPrettyString().replace("\r\n", "\n") + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was just written can be read", e);
        }
    }

    private static ObjectNode estimate(ObjectNode node, Estimate e) {
        return node.put("value", e.value()).put("low", e.low()).put("high", e.high());
    }

    private static void arm(ObjectNode node, ArmResult result, UtilityResult all) {
        Arm arm = result.arm();
        node.put("name", arm.name()).put("says", arm.says());
        node.set("real", MAPPER.valueToTree(arm.real()));
        node.set("synthetic", MAPPER.valueToTree(arm.synthetic()));
        node.put("permuted", arm.permuted());
        node.set("controls", MAPPER.valueToTree(arm.controls()));
        ArrayNode seeds = node.putArray("seeds");
        for (int s = 0; s < result.seeds().size(); s++) {
            ClassificationMeasures m = result.seeds().get(s);
            ObjectNode one = seeds.addObject().put("seed", all.seeds().get(s)).put("epochs", result.epochs().get(s))
                    .put("best", result.best().get(s));
            one.set("matrix", MAPPER.valueToTree(m.matrix().counts()));
            ArrayNode measures = one.putArray("measures");
            m.measurements().forEach(v -> measures.addObject().put("name", v.name()).put("group", v.group())
                    .put("value", v.value()).put("low", v.low()).put("high", v.high()).put("n", v.n()));
        }
    }

    private static void difference(ObjectNode node, Difference d) {
        node.put("arm", d.arm()).put("against", d.against()).put("figure", d.figure().name()).put("group", d.figure().group());
        estimate(node, d.change().estimate()).put("spread", d.change().spread()).put("p", d.change().p())
                .put("holm", d.adjusted()).put("detectable", d.change().detectable()).put("patients", d.change().patients());
    }
}
