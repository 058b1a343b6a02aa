package org.synthoscope.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.synthoscope.gan.Recipe;
import org.synthoscope.study.RunConfig;
import org.synthoscope.study.Study;
import org.synthoscope.study.StudyConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: a whole study on images the program draws itself. */
@Command(name = "demo", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Draws 2,000 phantom skin lesions, trains two GANs on them, generates, measures and reports; at most "
                + "ten minutes on two cores.")
final class DemoCommand implements Callable<Integer> {

    private static final int PATIENTS = 800;

    @Option(names = "--out", defaultValue = "synthoscope-demo", paramLabel = "DIR",
            description = "the study's folder (default ${DEFAULT-VALUE})")
    private Path out;
    @Option(names = "--minutes", defaultValue = "5", paramLabel = "N",
            description = "training time of the DCGAN; the small GAN before it gets a fifth (default ${DEFAULT-VALUE})")
    private double minutes;
    @Option(names = "--seed", defaultValue = "1", paramLabel = "S", description = "of every random choice")
    private long seed;
    @Option(names = "--json", description = "print the outcome as JSON")
    private boolean json;

    @Override
    public Integer call() {
        StudyConfig config = Study.exists(out) ? Study.configuration(out) : StudyConfig.of("Demo on phantoms", seed,
                new StudyConfig.Data("", "", "auto", PATIENTS, ""),
                List.of(RunConfig.of("gan", "gan", 0, Recipe.SMALL_MACHINE, minutes / 5, 0),
                        RunConfig.of("dcgan", "dcgan", 0, Recipe.SMALL_MACHINE, minutes, 0)));
        return RunCommand.execute(out, config, json, new GateOptions());
    }
}
