package org.synthoscope.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.EvidenceJson;

/** Evidence that lies in a file together with what it was made from, and is made anew only from something else. */
final class StoredEvidence {

    private static final String INPUTS = "inputs";

    private final Path file;
    private final String inputs;

    /** @param inputs digests and settings of all that the evidence depends on */
    StoredEvidence(Path file, String inputs) {
        this.file = file;
        this.inputs = inputs;
    }

    /** What lies there, if it was made from the same. */
    Optional<ComparisonResult> found(Narrator narrator) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(EvidenceJson.read(Files.readString(file)))
                    .filter(before -> inputs.equals(before.provenance().get(INPUTS)));
        } catch (IOException | SynthoscopeException unreadable) {
            narrator.warn(file + " can't be read; measuring again");
            return Optional.empty();
        }
    }

    /** The same, made and written if it isn't there. */
    ComparisonResult orElse(Narrator narrator, Supplier<ComparisonResult> measure) {
        return found(narrator).orElseGet(() -> write(measure.get()));
    }

    /** Writes evidence together with what it was made from. */
    ComparisonResult write(ComparisonResult result) {
        Map<String, String> provenance = new LinkedHashMap<>(result.provenance());
        provenance.put(INPUTS, inputs);
        ComparisonResult whole = new ComparisonResult(result.measurements(), result.insufficient(), provenance);
        AtomicFile.write(file, EvidenceJson.write(whole));
        return whole;
    }

    /** What lies in a file, whatever it was made from. @throws SynthoscopeException if there is none */
    static ComparisonResult read(Path file) {
        try {
            return EvidenceJson.read(Files.readString(file));
        } catch (IOException e) {
            throw new SynthoscopeException("there is no evidence in " + file + "; './synthoscope evaluate' takes it", e);
        }
    }
}
