package org.synthoscope.cli;

import java.nio.file.Path;
import java.util.function.BiFunction;
import org.synthoscope.study.RunConfig;
import org.synthoscope.study.Study;
import picocli.CommandLine.Option;

/** Which study, and which of its runs: what the commands for single stages share. */
final class StudyOptions {

    @Option(names = "--study", required = true, paramLabel = "STUDY", description = "the study's folder")
    Path study;
    @Option(names = "--run", defaultValue = "", paramLabel = "ID", description = "one of its runs (default: the last)")
    String run;

    /** Opens the study, does something with the run, and closes it. */
    <T> T with(Console console, BiFunction<Study, RunConfig, T> work) {
        try (Study open = Study.open(study, Study.configuration(study), console, console::training)) {
            return work.apply(open, open.runOf(run));
        }
    }
}
