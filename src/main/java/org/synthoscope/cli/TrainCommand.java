package org.synthoscope.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.study.RunConfig;
import org.synthoscope.training.RunFolder;
import org.synthoscope.training.Trainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code train}: one run of a study. */
@Command(name = "train", mixinStandardHelpOptions = true,
        description = "Trains one run of a study (packing its images first), from its last checkpoint if there is one. "
                + "Settings are in the study's study.yaml.")
final class TrainCommand implements Callable<Integer> {

    @Mixin
    private StudyOptions options;

    @Option(names = "--init", paramLabel = "RUN", description = "start from the weights of another run's folder or of a "
            + "generator.safetensors of the same model and size; written to study.yaml")
    private Path init;
    @Option(names = "--freeze", paramLabel = "N", description = "early parts of the discriminator that keep those weights "
            + "(default 0)")
    private Integer freeze;

    @Override
    public Integer call() {
        Trainer.Result result = options.with(new Console(), this::fineTuned, (study, run) -> study.train(run));
        return result.end() == Trainer.End.DONE ? 0 : Main.FAILED;
    }

    private RunConfig fineTuned(RunConfig run) {
        if (init == null && freeze == null) {
            return run;
        }
        RunConfig other = run.withInit(init == null ? run.fewImages().init() : init.toAbsolutePath().normalize().toString(),
                freeze == null ? run.fewImages().freeze() : freeze);
        boolean begun = !new RunFolder(options.study.resolve("runs").resolve(run.id())).checkpointsLatestFirst().isEmpty();
        if (begun && !other.equals(run)) {
            throw new SynthoscopeException("run '" + run.id() + "' has been begun with other weights or frozen parts; leave "
                    + "--init and --freeze away to go on, or add a run with another id to study.yaml");
        }
        return other;
    }
}
