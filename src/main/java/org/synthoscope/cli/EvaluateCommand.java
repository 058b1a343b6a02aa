package org.synthoscope.cli;

import java.util.concurrent.Callable;
import org.synthoscope.evidence.EvidenceJson;
import org.synthoscope.study.Study;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evaluate}: evidence and report of a run. */
@Command(name = "evaluate", mixinStandardHelpOptions = true,
        description = "Measures a run's synthetic set against the study's real test images, attacks it "
                + "with the sealed ones, decides whether it may be released, and writes the report.")
final class EvaluateCommand implements Callable<Integer> {

    @Mixin
    private StudyOptions options;
    @Mixin
    private GateOptions gate;
    @Option(names = "--json", description = "print the measures as JSON")
    private boolean json;

    @Override
    public Integer call() {
        Console console = new Console();
        gate.asked();
        Study.Evidence evidence = options.with(console, (study, run) -> study.evaluate(run));
        if (json) {
            System.out.print(EvidenceJson.write(evidence.result()));
        } else {
            MeasureTable.print(System.out, evidence.result());
            System.out.println();
            gate.lines(evidence.verdict()).forEach(System.out::println);
        }
        return gate.exitCode(evidence.verdict());
    }
}
