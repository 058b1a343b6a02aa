package org.synthoscope.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.Part;
import org.synthoscope.training.dp.RenyiAccountant;

/** A private run from study.yaml to the report: its ε stands wherever its images do. */
class PrivateStudyTest {

    @TempDir
    Path folder;
    private final List<String> said = new ArrayList<>();

    private final Narrator narrator = new Notes(said);

    private Path study(String more) throws IOException {
        Path study = folder.resolve("study");
        Files.createDirectories(study);
        Files.writeString(study.resolve("study.yaml"), """
                name: Private
                seed: 3
                data: {phantoms: 40}
                generate: {count: 30}
                runs:
                  - {id: gan, model: gan, width: 4, kimg: 0.064, batch: 16, conditional: true, precision: auto, checkpointSeconds: 1%s}
                """.formatted(more));
        return study;
    }

    @Test
    void epsilonStandsInRunEvidenceAndReport() throws IOException {
        Path study = study(", private: {noise: 1.2, clip: 0.5, delta: 1.0e-4}");
        double epsilon;
        try (Study open = Study.open(study, Study.configuration(study), narrator, run -> List.of())) {
            assertTrue(open.run().complete());
            JsonNode privacy = new ObjectMapper().readTree(study.resolve("runs/gan/privacy.json").toFile());
            epsilon = privacy.get("epsilon").asDouble();
            assertEquals(4, privacy.get("steps").asLong());
            assertEquals(RenyiAccountant.guarantee(1.2, 16.0 / privacy.get("trainingImages").asInt(), 4, 1e-4).epsilon(), epsilon);
            assertTrue(privacy.get("doesNotCover").size() >= 5);
            Study.Blinded sides = open.blinded(open.runOf("gan"), Part.TEST);
            assertEquals(30, sides.synthetic().count());
            assertTrue(sides.real().count() > 0 && sides.real().height() == sides.synthetic().height(), "for people to compare");
            assertThrows(SynthoscopeException.class, () -> open.blinded(open.runOf("gan"), Part.SEALED));
            assertThrows(SynthoscopeException.class, () -> open.blinded(open.runOf("gan"), Part.TRAIN));
        }
        assertTrue(said.stream().anyMatch(l -> l.contains("after 4 steps epsilon will be")), said.toString());
        String digits = String.format(java.util.Locale.ROOT, "%.4f", epsilon);
        assertTrue(said.stream().anyMatch(l -> l.contains("differentially private") && l.contains(digits)), said.toString());
        JsonNode evidence = new ObjectMapper().readTree(study.resolve("evidence/gan/evidence.json").toFile());
        assertEquals(Double.toString(epsilon), evidence.at("/provenance/private.epsilon").asText());
        String report = Files.readString(study.resolve("evidence/gan/report.html"));
        assertTrue(report.contains("epsilon " + digits) && report.contains("differential privacy holds for its generator"));
        String log = Files.readString(study.resolve("runs/gan/log.jsonl"));
        assertFalse(log.contains("score_real"), "nothing of real images: " + log);
        assertTrue(Files.readString(study.resolve("study.yaml")).contains("private:"));
        assertFalse(Files.readString(study.resolve("runs/gan/privacy.json"))
                .contains(Files.readString(study.resolve("runs/gan/noise.key")).strip()));
        Files.delete(study.resolve("runs/gan/noise.key"));
        try (Study open = Study.open(study, Study.configuration(study), narrator, run -> List.of())) {
            assertTrue(assertThrows(SynthoscopeException.class, () -> open.train(open.runOf(""))).getMessage().contains("noise.key"));
        }
    }

    @Test
    void whatCannotBePrivateIsSaidBeforeAnythingIsTrained() throws IOException {
        refuse(", private: {noise: -1}", "private.noise");
        refuse(", private: {noise: 1}, sampling: balanced", "same chance");
        refuse(", private: {nois: 1}", "noise");
        Path study = study(", private: {noise: 1, delta: 0.1}");
        try (Study open = Study.open(study, Study.configuration(study), narrator, run -> List.of())) {
            assertTrue(assertThrows(SynthoscopeException.class, open::run).getMessage().contains("promises nothing"));
        }
    }

    private void refuse(String settings, String why) throws IOException {
        Path study = study(settings);
        String message = assertThrows(SynthoscopeException.class, () -> Study.configuration(study)).getMessage();
        assertTrue(message.contains(why), message);
    }
}
