package org.synthoscope.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.evidence.Measurement.Better;

/**
 * The stable JSON form of a comparison:
 *
 * <pre>{@code
 * {"measures": [{"name": "KID-scattering", "group": "all", "value": …, "low": …, "high": …, "floor": … or null,
 *                "n": …, "better": "lower" or "higher", "note": "…"}, …],
 *  "insufficient": [{"name": "…", "group": "…", "why": "…"}, …],
 *  "provenance": {"seed": "…", …}}
 * }</pre>
 *
 * <p>Fields are never removed or renamed; new ones may be added, and readers ignore those they don't know. Numbers
 * are written so that reading gives back the same double.
 */
public final class EvidenceJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private EvidenceJson() {
    }

    /** The JSON text, indented, the same for the same result. */
    public static String write(ComparisonResult result) {
        ObjectNode root = MAPPER.createObjectNode();
        ArrayNode measures = root.putArray("measures");
        for (Measurement m : result.measurements()) {
            ObjectNode node = measures.addObject();
            node.put("name", m.name()).put("group", m.group());
            node.put("value", finite(m, m.value())).put("low", finite(m, m.low())).put("high", finite(m, m.high()));
            if (m.floor().isPresent()) {
                node.put("floor", finite(m, m.floor().getAsDouble()));
            } else {
                node.putNull("floor");
            }
            node.put("n", m.n()).put("better", m.better() == Better.LOWER ? "lower" : "higher").put("note", m.note());
        }
        ArrayNode missing = root.putArray("insufficient");
        for (Insufficient i : result.insufficient()) {
            missing.addObject().put("name", i.name()).put("group", i.group()).put("why", i.why());
        }
        ObjectNode provenance = root.putObject("provenance");
        result.provenance().forEach(provenance::put);
        return root.toPrettyString().replace("\r\n", "\n") + "\n";
    }

    private static double finite(Measurement m, double value) {
        if (!Double.isFinite(value)) {
            throw new SynthoscopeException("the measure " + m.name() + " of " + m.group() + " came out as " + value
                    + "; check that the features are finite and not all equal");
        }
        return value;
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws SynthoscopeException if the text is cut off or isn't of this form
     */
    public static ComparisonResult read(String json) {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new SynthoscopeException("the evidence isn't valid JSON (" + e.getOriginalMessage()
                    + "); evaluate again", e);
        }
        if (root == null || !root.path("measures").isArray()) {
            throw new SynthoscopeException("the evidence has no list \"measures\"; evaluate again");
        }
        List<Measurement> measurements = new ArrayList<>();
        for (JsonNode m : root.get("measures")) {
            JsonNode floor = m.path("floor");
            measurements.add(new Measurement(text(m, "name"), text(m, "group"), number(m, "value"), number(m, "low"),
                    number(m, "high"), floor.isNumber() ? OptionalDouble.of(floor.doubleValue())
                    : OptionalDouble.empty(), (int) number(m, "n"),
                    text(m, "better").equals("lower") ? Better.LOWER : Better.HIGHER, text(m, "note")));
        }
        List<Insufficient> insufficient = new ArrayList<>();
        for (JsonNode i : root.path("insufficient")) {
            insufficient.add(new Insufficient(text(i, "name"), text(i, "group"), text(i, "why")));
        }
        Map<String, String> provenance = new LinkedHashMap<>();
        root.path("provenance").properties().forEach(e -> provenance.put(e.getKey(), e.getValue().asText()));
        return new ComparisonResult(measurements, insufficient, provenance);
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new SynthoscopeException("the evidence lacks the text \"" + field + "\" in " + node
                    + "; evaluate again");
        }
        return value.textValue();
    }

    private static double number(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isNumber()) {
            throw new SynthoscopeException("the evidence lacks the number \"" + field + "\" in " + node
                    + "; evaluate again");
        }
        return value.doubleValue();
    }
}
