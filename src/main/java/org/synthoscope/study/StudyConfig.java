package org.synthoscope.study;

import java.util.List;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.SplitFractions;

/**
 * The whole configuration of a study, as it stands in {@code study.yaml} with every default written out.
 *
 * @param name     title of the report
 * @param seed     of every random choice
 * @param data     the images
 * @param split    shares of the patients
 * @param runs     trainings, in order; the last one is the study's main result
 * @param generate the synthetic sets
 * @param evaluate the evidence
 */
public record StudyConfig(String name, long seed, Data data, Split split, List<RunConfig> runs, Generate generate,
                          Evaluate evaluate) {

    /**
     * Where the images come from.
     *
     * @param folder         folder of class folders; empty if the study makes phantoms
     * @param patientPattern regular expression with one group, on file names, that names the patient; empty for none
     * @param channels       auto, grey or rgb
     * @param phantoms       patients to draw if the study is on phantoms, else 0
     * @param licence        licence and attribution of the images, for the report; may be empty
     */
    public record Data(String folder, String patientPattern, String channels, int phantoms, String licence) {
    }

    /** Shares of the patients; they sum to 1. */
    public record Split(double train, double validation, double test, double sealed) {
    }

    /** @param count synthetic images of each run; classes as frequent as in training */
    public record Generate(int count) {
    }

    /**
     * How the synthetic sets are measured.
     *
     * @param features feature networks: scattering, torchscript:FILE, inception:FILE
     * @param pairs    how many of the most suspicious synthetic images the report shows
     */
    public record Evaluate(List<String> features, int pairs) {
    }

    /** A study on the images of a folder, or on phantoms if the folder is empty, with one run. */
    public static StudyConfig of(String name, long seed, Data data, List<RunConfig> runs) {
        return new StudyConfig(name, seed, data, new Split(0.7, 0.1, 0.1, 0.1), runs, new Generate(1000),
                new Evaluate(List.of("scattering"), 12));
    }

    /** The main run. */
    public RunConfig mainRun() {
        return runs.get(runs.size() - 1);
    }

    /**
     * Checks everything that can be known before work starts.
     *
     * @throws SynthoscopeException naming the setting and what would do
     */
    public void check() {
        if (runs.isEmpty() || runs.stream().map(RunConfig::id).distinct().count() != runs.size()) {
            throw new SynthoscopeException("a study needs at least one run, and every run an id of its own");
        }
        if (generate.count() < 1 || evaluate.features().isEmpty() || evaluate.pairs() < 0) {
            throw new SynthoscopeException("generate.count must be at least 1, evaluate.features name a network, and "
                    + "evaluate.pairs not be negative");
        }
        runs.forEach(r -> {
            r.spec(0, 3);
            r.settings();
            r.arithmetic();
        });
        new SplitFractions(split.train(), split.validation(), split.test(), split.sealed());
    }

    /** The same with other runs. */
    public StudyConfig withRuns(List<RunConfig> other) {
        return new StudyConfig(name, seed, data, split, other, generate, evaluate);
    }

    /** The same with other evaluation settings. */
    public StudyConfig withEvaluate(Evaluate other) {
        return new StudyConfig(name, seed, data, split, runs, generate, other);
    }
}
