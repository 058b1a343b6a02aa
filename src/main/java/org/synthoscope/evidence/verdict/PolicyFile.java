package org.synthoscope.evidence.verdict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.evidence.verdict.VerdictPolicy.Threshold;

/**
 * A policy as YAML:
 *
 * <pre>{@code
 * thresholds:
 *   copies:
 *     limit: 0.01
 *     owner: "Data board of the clinic"
 *     reason: "Decided on 3 March."
 * purposes:
 *   teaching:
 *     copies: refuse          # refuse, restrict or ignore
 * }</pre>
 *
 * What a file leaves out is as in the defaults; another limit needs an owner and a reason of its own; a key that isn't known
 * is an error that suggests the nearest one.
 */
public final class PolicyFile {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES).disable(YAMLGenerator.Feature.SPLIT_LINES));
    private static final String HEAD = """
            # What a synthetic set must reach for each purpose, and who says so. No number here is law: no regulator was found
            # to publish one for images. Change a limit together with its owner and reason. A claim holds if its whole 95%
            # interval keeps to the limit and the test could have seen that it doesn't. Of a clause that doesn't hold follows
            # refuse, restrict or ignore. What a line doesn't say is as in the program's defaults; docs/verdict.md explains all.
            """;

    private PolicyFile() {
    }

    /** The whole policy as text. */
    public static String text(VerdictPolicy policy) {
        ObjectNode root = YAML.createObjectNode();
        ObjectNode thresholds = root.putObject("thresholds");
        policy.thresholds().forEach((kind, t) -> {
            ObjectNode node = thresholds.putObject(kind.word());
            if (t.limit() == Math.rint(t.limit())) {
                node.put("limit", (long) t.limit());
            } else {
                node.put("limit", t.limit());
            }
            node.put("owner", t.owner()).put("reason", t.reason());
        });
        ObjectNode purposes = root.putObject("purposes");
        policy.purposes().forEach((purpose, consequences) -> {
            ObjectNode node = purposes.putObject(purpose.word());
            consequences.forEach((kind, consequence) -> node.put(kind.word(), consequence.word()));
        });
        try {
            return HEAD + YAML.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers can always be written", e);
        }
    }

    /** Writes the whole policy. */
    public static void write(Path file, VerdictPolicy policy) {
        AtomicFile.write(file, text(policy));
    }

    /**
     * Reads a policy.
     *
     * @throws SynthoscopeException naming the file, the key and what would do
     */
    public static VerdictPolicy read(Path file) {
        try {
            return of(YAML.readTree(Files.readString(file)), file.toString());
        } catch (JsonProcessingException e) {
            throw new SynthoscopeException(file + " is no YAML: " + e.getOriginalMessage() + " (line "
                    + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()) + ")", e);
        } catch (IOException e) {
            throw new SynthoscopeException("could not read the policy " + file + ": " + e + "; check that it exists and may be "
                    + "read", e);
        }
    }

    private static VerdictPolicy of(JsonNode root, String file) {
        VerdictPolicy defaults = VerdictPolicy.defaults();
        if (root == null || root.isMissingNode() || root.isNull() || !root.isObject()) {
            throw new SynthoscopeException(file + " holds no policy; './synthoscope verdict --write-policy FILE' writes one to "
                    + "start from");
        }
        require(file, "", root, List.of("thresholds", "purposes"));
        Map<ClauseKind, Threshold> thresholds = new EnumMap<>(defaults.thresholds());
        JsonNode given = root.path("thresholds");
        require(file, "thresholds.", given, ClauseKind.words());
        for (ClauseKind kind : ClauseKind.values()) {
            if (given.has(kind.word())) {
                thresholds.put(kind, threshold(file, kind, given.get(kind.word()), thresholds.get(kind)));
            }
        }
        Map<Purpose, Map<ClauseKind, Consequence>> purposes = new EnumMap<>(Purpose.class);
        require(file, "purposes.", root.path("purposes"), Purpose.words());
        for (Purpose purpose : Purpose.values()) {
            Map<ClauseKind, Consequence> consequences = new EnumMap<>(defaults.purposes().get(purpose));
            JsonNode node = root.path("purposes").path(purpose.word());
            String path = "purposes." + purpose.word() + ".";
            require(file, path, node, ClauseKind.words());
            for (ClauseKind kind : ClauseKind.values()) {
                if (node.has(kind.word())) {
                    consequences.put(kind, consequence(file, path + kind.word(), node.get(kind.word()).asText()));
                }
            }
            purposes.put(purpose, consequences);
        }
        return new VerdictPolicy(thresholds, purposes);
    }

    private static Threshold threshold(String file, ClauseKind kind, JsonNode node, Threshold before) {
        String path = "thresholds." + kind.word();
        require(file, path + ".", node, List.of("limit", "owner", "reason"));
        if (!node.isObject() || node.has("limit") && !node.get("limit").isNumber()) {
            throw new SynthoscopeException(file + ": '" + path + ".limit' is a number");
        }
        double limit = node.path("limit").asDouble(before.limit());
        if (limit != before.limit() && !(node.has("owner") && node.has("reason"))) {
            throw new SynthoscopeException(file + ": '" + path + "' sets another limit; say its owner, who answers for it, and "
                    + "the reason, too");
        }
        try {
            return new Threshold(limit, node.path("owner").asText(before.owner()), node.path("reason").asText(before.reason()));
        } catch (SynthoscopeException e) {
            throw new SynthoscopeException(file + ": '" + path + "': " + e.getMessage(), e);
        }
    }

    private static Consequence consequence(String file, String path, String word) {
        int at = Consequence.words().indexOf(word);
        if (at < 0) {
            throw new SynthoscopeException(file + ": '" + path + "' is one of " + String.join(", ", Consequence.words())
                    + ", not '" + word + "'" + Suggestions.forWord(word, Consequence.words()));
        }
        return Consequence.values()[at];
    }

    private static void require(String file, String path, JsonNode node, Collection<String> known) {
        if (node.isMissingNode()) {
            return;
        }
        if (!node.isObject()) {
            throw new SynthoscopeException(file + ": '" + (path.isEmpty() ? "the file" : path.substring(0, path.length() - 1))
                    + "' must hold settings");
        }
        node.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                throw new SynthoscopeException(file + ": unknown key '" + path + key + "'" + Suggestions.forWord(key, known)
                        + " Known here: " + String.join(", ", known));
            }
        });
    }
}
