package org.synthoscope.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.gan.Recipe;

/**
 * {@code study.yaml}. What it leaves out takes its default; a key it shouldn't have is an error that suggests the
 * nearest one; everything is checked before any work starts.
 */
public final class ConfigFile {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES))
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);

    private ConfigFile() {
    }

    /** Writes the whole configuration. */
    public static void write(Path file, StudyConfig config) {
        try {
            AtomicFile.write(file, "# The whole configuration of this study. Delete a line to get its default.\n"
                    + YAML.writeValueAsString(config));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a configuration of plain values can always be written", e);
        }
    }

    /**
     * Reads a configuration.
     *
     * @throws SynthoscopeException naming the file, the key and what would do
     */
    public static StudyConfig read(Path file) {
        JsonNode given;
        try {
            given = YAML.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new SynthoscopeException(file + " is no YAML: " + e.getOriginalMessage() + " (line "
                    + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()) + ")", e);
        } catch (IOException e) {
            throw new SynthoscopeException("could not read " + file + ": " + e + "; check that it exists and may be read", e);
        }
        if (given == null || !given.isObject()) {
            throw new SynthoscopeException(file + " holds no settings; start a study with './synthoscope run --data DIR "
                    + "--out STUDY', which writes the file");
        }
        try {
            return YAML.treeToValue(withDefaults(file, (ObjectNode) given), StudyConfig.class);
        } catch (JsonProcessingException e) {
            Throwable cause = e.getCause();
            if (cause instanceof SynthoscopeException known) {
                throw new SynthoscopeException(file + ": " + known.getMessage(), known);
            }
            throw new SynthoscopeException(file + ": " + e.getOriginalMessage(), e);
        }
    }

    private static JsonNode withDefaults(Path file, ObjectNode given) {
        List<RunConfig> run = List.of(RunConfig.of("run", "dcgan", 0, Recipe.SMALL_MACHINE, 15, 0));
        ObjectNode defaults = YAML.valueToTree(StudyConfig.of("Study", 1,
                new StudyConfig.Data("", "", "auto", 0, ""), run));
        JsonNode runs = given.get("runs");
        if (runs != null && (!runs.isArray() || runs.isEmpty())) {
            throw new SynthoscopeException(file + ": 'runs' must be a list with at least one run");
        }
        if (runs != null) {
            ArrayNode merged = YAML.createArrayNode();
            for (JsonNode r : runs) {
                merged.add(mergeRun(file, r));
            }
            given.set("runs", merged);
        }
        return merge(file, "", defaults, given);
    }

    private static JsonNode mergeRun(Path file, JsonNode run) {
        String model = run.path("model").asText("dcgan");
        String id = run.path("id").asText(model);
        boolean kimgOnly = run.path("kimg").asDouble(0) > 0 && !run.has("minutes");
        ObjectNode defaults = YAML.valueToTree(RunConfig.of(id, model, run.path("resolution").asInt(0), Recipe.SMALL_MACHINE,
                kimgOnly ? 0 : 15, kimgOnly ? 1 : 0));
        return merge(file, "runs.", defaults, run);
    }

    private static ObjectNode merge(Path file, String path, ObjectNode defaults, JsonNode given) {
        if (!given.isObject()) {
            throw new SynthoscopeException(file + ": '" + (path.isEmpty() ? "the file" : path) + "' must hold settings");
        }
        List<String> known = new ArrayList<>();
        defaults.fieldNames().forEachRemaining(known::add);
        given.properties().forEach(e -> {
            String key = e.getKey();
            if (!known.contains(key)) {
                throw new SynthoscopeException(file + ": unknown key '" + path + key + "'"
                        + Suggestions.forWord(key, known) + " Known here: " + String.join(", ", known));
            }
            JsonNode value = e.getValue();
            if (defaults.get(key).isObject()) {
                defaults.set(key, merge(file, path + key + ".", (ObjectNode) defaults.get(key), value));
            } else {
                defaults.set(key, value);
            }
        });
        return defaults;
    }
}
