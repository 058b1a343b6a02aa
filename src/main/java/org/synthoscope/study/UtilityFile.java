package org.synthoscope.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.Insufficient;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.verdict.UtilityFinding;

/**
 * What the verdict takes from a run's experiments on utility, {@code utility/<kind>-<side>/utility.json}: by how much the area
 * under the curve of the minority class changed with synthetic images of that class, or else in the first arm that was compared
 * with real images alone. An experiment with another generator's images says nothing of this one's.
 */
final class UtilityFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private UtilityFile() {
    }

    /**
     * The findings, one for each experiment.
     *
     * @param place     the run's folder of evidence
     * @param generator sha256 of the run's generator
     */
    static List<ComparisonResult> read(Path place, String generator) {
        Path root = place.resolve("utility");
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(root)) {
            List<ComparisonResult> found = new ArrayList<>();
            for (Path file : folders.sorted().map(f -> f.resolve("utility.json")).filter(Files::exists).toList()) {
                found.add(one(file, generator));
            }
            return found;
        } catch (IOException e) {
            throw new SynthoscopeException("could not look into " + root + ": " + e, e);
        }
    }

    private static ComparisonResult one(Path file, String generator) {
        JsonNode root;
        try {
            root = JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new SynthoscopeException(file + " can't be read (" + e.getMessage() + "); measure utility again", e);
        }
        if (!root.path("provenance").toString().contains(generator)) {
            return open("the experiment in " + file.getParent().getFileName() + " used another generator's images; measure utility "
                    + "again");
        }
        String minority = root.path("utility").path("minority").asText();
        List<JsonNode> changes = new ArrayList<>();
        root.path("utility").path("differences").forEach(d -> {
            if (d.path("against").asText().equals("real") && d.path("figure").asText().equals("AUC")
                    && d.path("group").asText().equals(minority)) {
                changes.add(d);
            }
        });
        JsonNode d = changes.stream().filter(c -> c.path("arm").asText().equals("minority")).findFirst()
                .orElse(changes.isEmpty() ? root.path("none") : changes.get(0));
        for (String field : List.of("value", "low", "high", "detectable", "patients")) {
            if (!d.path(field).isNumber()) {
                return open("the experiment had too few test patients to tell what synthetic images changed");
            }
        }
        return new UtilityFinding("AUC (" + minority + ")", new Estimate(d.get("value").doubleValue(), d.get("low").doubleValue(),
                d.get("high").doubleValue()), Math.max(1, d.get("patients").intValue()), d.get("detectable").doubleValue(),
                "Arm " + d.path("arm").asText() + " against real images alone, " + file.getParent().getFileName()
                        + "; counted in test patients.").evidence();
    }

    private static ComparisonResult open(String why) {
        return new ComparisonResult(List.of(), List.of(new Insufficient("utility-loss", Measurement.ALL, why)), Map.of());
    }
}
