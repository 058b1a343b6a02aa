package org.synthoscope.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.evidence.verdict.Decision;
import org.synthoscope.evidence.verdict.Purpose;
import org.synthoscope.evidence.verdict.Ruling;
import org.synthoscope.evidence.verdict.Verdict;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether a verdict decides about the exit code, and for which purposes: what the commands that give one share. */
final class GateOptions {

    /** The exit code of a verdict that isn't "release". */
    static final int GATE = 3;

    @Option(names = "--gate", description = "exit with code 3 unless the verdict is release")
    boolean gate;
    @Option(names = "--purpose", split = ",", paramLabel = "P", description = "of these purposes only: teaching, "
            + "method-development, training-a-classifier (default: all)")
    List<String> purposes = new ArrayList<>();
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** The purposes asked for; all if none is named. */
    List<Purpose> asked() {
        try {
            return purposes.isEmpty() ? List.of(Purpose.values()) : purposes.stream().map(Purpose::parse).toList();
        } catch (SynthoscopeException e) {
            throw Main.usage(spec, e);
        }
    }

    /** 0, or 3 if the gate is asked for and closed. */
    int exitCode(Verdict verdict) {
        return gate && verdict.worst(asked()) != Decision.RELEASE ? GATE : 0;
    }

    /** The rulings, for people. */
    List<String> lines(Verdict verdict) {
        List<String> lines = new ArrayList<>();
        for (Ruling r : verdict.rulings()) {
            if (asked().contains(r.purpose())) {
                lines.add(String.format(Locale.ROOT, "%-22s %s. %s", r.purpose().title(), r.decision().word(), r.sentence()));
                r.conditions().forEach(c -> lines.add(" ".repeat(23) + "Before a release: " + c));
            }
        }
        return lines;
    }
}
