package org.synthoscope.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.verdict.PolicyFile;
import org.synthoscope.evidence.verdict.Verdict;
import org.synthoscope.evidence.verdict.VerdictJson;
import org.synthoscope.evidence.verdict.VerdictPolicy;

/**
 * Decides from the evidence that lies in a run's folder, by the study's {@code policy.yaml}: {@code verdict.json}. Arithmetic,
 * so it is done anew each time.
 */
final class VerdictStage {

    /** The evidence of a run, by file. */
    private static final List<String> FILES = List.of("evidence.json", "privacy.json", "bias.json", "origin.json");

    private final StudyFolder folder;

    VerdictStage(StudyFolder folder) {
        this.folder = folder;
    }

    /** Decides by the study's own policy, writing the default one if there is none, and writes the verdict. */
    Verdict run(RunConfig run) {
        if (!Files.exists(folder.policy())) {
            PolicyFile.write(folder.policy(), VerdictPolicy.defaults());
        }
        Verdict verdict = decide(run, PolicyFile.read(folder.policy()), "policy.yaml of the study");
        AtomicFile.write(folder.evidence(run.id()).resolve("verdict.json"), VerdictJson.write(verdict));
        return verdict;
    }

    /** Decides by another policy; writes nothing. */
    Verdict byPolicy(RunConfig run, Path policy) {
        return decide(run, PolicyFile.read(policy), policy.toString());
    }

    private Verdict decide(RunConfig run, VerdictPolicy policy, String name) {
        Path place = folder.evidence(run.id());
        List<ComparisonResult> evidence = new ArrayList<>();
        for (String file : FILES) {
            evidence.add(StoredEvidence.read(place.resolve(file)));
        }
        evidence.addAll(UtilityFile.read(place, GenerateStage.digest(folder.run(run.id()).generator())));
        PrivateRun.evidence(folder.run(run.id())).ifPresent(evidence::add);
        readers(place, evidence).ifPresent(evidence::add);
        String given = policy.equals(VerdictPolicy.defaults()) ? ", which holds the program's defaults" : "";
        return Verdict.decide(policy, name + given, evidence);
    }

    /** The reader test of these very synthetic images, if there was one. */
    private static Optional<ComparisonResult> readers(Path place, List<ComparisonResult> evidence) {
        Path file = place.resolve("turing").resolve("turing.json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String shown = "synthetic.digest";
        ComparisonResult result = StoredEvidence.read(file);
        return Optional.of(result).filter(r -> r.provenance().getOrDefault(shown, "").equals(
                evidence.get(0).provenance().get(shown)));
    }
}
