package org.synthoscope.evidence.verdict;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The stable JSON form of a verdict:
 *
 * <pre>{@code
 * {"purposes": [{"purpose": "teaching", "decision": "release" | "restrict" | "insufficient evidence" | "refuse",
 *                "sentence": "…", "conditions": ["…"],
 *                "clauses": [{"clause": "recall", "group": "melanoma", "measure": "recall-scattering", "claim": "…",
 *                             "outcome": "pass" | "insufficient" | "fail", "consequence": "restrict" | "refuse",
 *                             "estimate": …, "low": …, "high": … (null where not measured), "n": …, "detectable": … or null,
 *                             "limit": …, "owner": "…", "reason": "…", "why": "…"}, …]}, …],
 *  "policy": "…", "notes": ["…"], "provenance": {…}}
 * }</pre>
 *
 * <p>Fields are never removed or renamed; new ones may be added, and readers ignore those they don't know.
 */
public final class VerdictJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private VerdictJson() {
    }

    /** The JSON text, indented, the same for the same verdict. */
    public static String write(Verdict verdict) {
        ObjectNode root = MAPPER.createObjectNode();
        ArrayNode purposes = root.putArray("purposes");
        for (Ruling ruling : verdict.rulings()) {
            ObjectNode node = purposes.addObject();
            node.put("purpose", ruling.purpose().word()).put("decision", ruling.decision().word())
                    .put("sentence", ruling.sentence());
            ruling.conditions().forEach(node.putArray("conditions")::add);
            ArrayNode clauses = node.putArray("clauses");
            ruling.clauses().forEach(c -> write(c, clauses.addObject()));
        }
        root.put("policy", verdict.policy());
        verdict.notes().forEach(root.putArray("notes")::add);
        ObjectNode provenance = root.putObject("provenance");
        verdict.provenance().forEach(provenance::put);
        return root.toPrettyString().replace("\r\n", "\n") + "\n";
    }

    private static void write(Clause c, ObjectNode node) {
        node.put("clause", c.kind().word()).put("group", c.group()).put("measure", c.measure()).put("claim", c.claim())
                .put("outcome", c.outcome().word()).put("consequence", c.consequence().word());
        number(node, "estimate", c.estimate().isPresent(), c.estimate().isPresent() ? c.estimate().get().value() : 0);
        number(node, "low", c.estimate().isPresent(), c.estimate().isPresent() ? c.estimate().get().low() : 0);
        number(node, "high", c.estimate().isPresent(), c.estimate().isPresent() ? c.estimate().get().high() : 0);
        node.put("n", c.n());
        number(node, "detectable", c.detectable().isPresent(), c.detectable().orElse(0.0));
        node.put("limit", c.threshold().limit()).put("owner", c.threshold().owner()).put("reason", c.threshold().reason())
                .put("why", c.why());
    }

    private static void number(ObjectNode node, String field, boolean known, double value) {
        if (known && Double.isFinite(value)) {
            node.put(field, value);
        } else {
            node.putNull(field);
        }
    }
}
