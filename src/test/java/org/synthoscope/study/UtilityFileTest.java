package org.synthoscope.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.Measurement;

/** The verdict takes the change that speaks to it from an experiment on utility, if that used the same generator. */
class UtilityFileTest {

    @TempDir
    Path place;

    private ComparisonResult read(String json, String generator) throws IOException {
        Path file = place.resolve("utility/cnn-64/utility.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, json);
        List<ComparisonResult> found = UtilityFile.read(place, generator);
        assertEquals(1, found.size());
        return found.get(0);
    }

    private static String experiment(String detectable) {
        return """
                {"provenance": {"generator.dcgan": "abc123"}, "utility": {"minority": "melanoma", "differences": [
                {"arm": "all", "against": "real", "figure": "AUC", "group": "melanoma", "value": 0.3, "low": 0.2, "high": 0.4,
                 "detectable": 0.03, "patients": 200},
                {"arm": "minority", "against": "oversampled", "figure": "AUC", "group": "melanoma", "value": 0.2, "low": 0.1,
                 "high": 0.3, "detectable": 0.03, "patients": 200},
                {"arm": "minority", "against": "real", "figure": "AUC", "group": "melanoma", "value": -0.05, "low": -0.08,
                 "high": -0.02, "detectable": %s, "patients": 200}]}}
                """.formatted(detectable);
    }

    @Test
    void theMinoritysArmAgainstRealImagesCounts() throws IOException {
        Measurement loss = read(experiment("0.03"), "abc123").find("utility-loss", Measurement.ALL).orElseThrow();
        assertEquals(0.05, loss.value());
        assertEquals(0.02, loss.low());
        assertEquals(0.08, loss.high());
        assertEquals(200, loss.n());
    }

    @Test
    void anotherGeneratorsImagesAndTooFewPatientsLeaveItOpen() throws IOException {
        ComparisonResult other = read(experiment("0.03"), "def456");
        assertTrue(other.measurements().isEmpty() && other.insufficient().get(0).why().contains("another generator"));
        assertTrue(read(experiment("null"), "abc123").insufficient().get(0).why().contains("too few"));
    }

    @Test
    void withoutAnExperimentThereIsNothing() {
        assertEquals(List.of(), UtilityFile.read(place.resolve("none"), "abc123"));
    }
}
