package org.synthoscope.cli;

import java.util.concurrent.Callable;
import org.synthoscope.training.Trainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code train}: one run of a study. */
@Command(name = "train", mixinStandardHelpOptions = true,
        description = "Trains one run of a study (packing its images first), from its last checkpoint if there is one. "
                + "Settings are in the study's study.yaml.")
final class TrainCommand implements Callable<Integer> {

    @Mixin
    private StudyOptions options;

    @Override
    public Integer call() {
        Trainer.Result result = options.with(new Console(), (study, run) -> study.train(run));
        return result.end() == Trainer.End.DONE ? 0 : Main.FAILED;
    }
}
