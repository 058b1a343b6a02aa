package org.synthoscope.cli;

import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.synthoscope.study.RunConfig;
import org.synthoscope.study.Study;
import org.synthoscope.study.StudyConfig;
import picocli.CommandLine.Option;

/** Which study, and which of its runs: what the commands for single stages share. */
final class StudyOptions {

    @Option(names = "--study", required = true, paramLabel = "STUDY", description = "the study's folder")
    Path study;
    @Option(names = "--run", defaultValue = "", paramLabel = "ID", description = "one of its runs (default: the last)")
    String run;

    /** Opens the study, does something with the run, and closes it. */
    <T> T with(Console console, BiFunction<Study, RunConfig, T> work) {
        return with(console, UnaryOperator.identity(), work);
    }

    /** As {@link #with(Console, BiFunction)}, with the run changed, also in the study's configuration. */
    <T> T with(Console console, UnaryOperator<RunConfig> change, BiFunction<Study, RunConfig, T> work) {
        StudyConfig config = Study.configuration(study);
        RunConfig before = config.runOf(run);
        RunConfig after = change.apply(before);
        StudyConfig changed = config.withRuns(config.runs().stream().map(r -> r.equals(before) ? after : r).toList());
        try (Study open = Study.open(study, changed, console, console::training)) {
            return work.apply(open, after);
        }
    }
}
