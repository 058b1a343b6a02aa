package org.synthoscope.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.verdict.UtilityFinding;

/**
 * What the verdict takes from {@code utility.json}: its object {@code "finding"} with the texts {@code measure} and {@code
 * note}, and the numbers {@code gain}, {@code low}, {@code high}, {@code n} and {@code detectable}.
 */
final class UtilityFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private UtilityFile() {
    }

    /** The finding; empty if there is no file or it holds none. */
    static Optional<UtilityFinding> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode f = JSON.readTree(file.toFile()).path("finding");
            if (f.isMissingNode() || f.isNull()) {
                return Optional.empty();
            }
            for (String field : new String[] {"gain", "low", "high", "n", "detectable"}) {
                if (!f.path(field).isNumber()) {
                    throw new SynthoscopeException(file + ": the finding lacks the number '" + field + "'; measure utility again");
                }
            }
            return Optional.of(new UtilityFinding(f.path("measure").asText("its score"), new Estimate(f.get("gain").doubleValue(),
                    f.get("low").doubleValue(), f.get("high").doubleValue()), f.get("n").intValue(),
                    f.get("detectable").doubleValue(), f.path("note").asText("")));
        } catch (IOException | IllegalArgumentException e) {
            throw new SynthoscopeException(file + " can't be read (" + e.getMessage() + "); measure utility again", e);
        }
    }
}
