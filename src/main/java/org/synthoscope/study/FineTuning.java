package org.synthoscope.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.tensor.Scope;
import org.synthoscope.training.InitialWeights;
import org.synthoscope.training.RunFolder;
import org.synthoscope.training.Trainable;

/**
 * The start of a run from another run's weights. Their digest is noted in {@code init.txt}, so that the run can go on
 * without them.
 */
final class FineTuning {

    private static final String NOTE = "init.txt";

    private FineTuning() {
    }

    /**
     * Gives a model the weights that its run starts from, or, if it was begun, only the memory of them.
     *
     * @throws SynthoscopeException if the weights don't fit, or if the run was begun from others
     */
    static void prepare(RunConfig run, RunFolder folder, Trainable model, Narrator narrator) {
        String init = run.fewImages().init();
        if (init.isEmpty()) {
            return;
        }
        Path note = folder.root().resolve(NOTE);
        if (!folder.checkpointsLatestFirst().isEmpty()) {
            model.fineTune(noted(run, note), run.fewImages().freeze());
            return;
        }
        try (Scope s = Scope.open()) {
            InitialWeights weights = InitialWeights.read(Path.of(init));
            model.fineTune(weights.digest(), run.fewImages().freeze());
            List<String> fresh = model.start(weights);
            AtomicFile.write(note, weights.digest() + "\n" + init + "\n");
            narrator.say(run.id() + ": starts from " + weights.from() + (run.fewImages().freeze() == 0 ? ""
                    : ", " + run.fewImages().freeze() + " parts of the discriminator frozen"));
            fresh.forEach(what -> narrator.say(run.id() + ": starts anew: " + what));
        }
    }

    private static String noted(RunConfig run, Path note) {
        try {
            List<String> lines = Files.exists(note) ? Files.readAllLines(note) : List.of();
            if (lines.size() == 2 && lines.get(1).equals(run.fewImages().init())) {
                return lines.get(0);
            }
            throw new SynthoscopeException("run '" + run.id() + "' was begun from "
                    + (lines.size() == 2 ? lines.get(1) : "fresh weights") + ", not from " + run.fewImages().init()
                    + "; set its 'init' back, or give the new training another id");
        } catch (IOException e) {
            throw new SynthoscopeException("could not read " + note + ": " + e.getMessage() + "; check its permissions", e);
        }
    }
}
