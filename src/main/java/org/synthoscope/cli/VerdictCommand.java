package org.synthoscope.cli;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.verdict.Clause;
import org.synthoscope.evidence.verdict.PolicyFile;
import org.synthoscope.evidence.verdict.Ruling;
import org.synthoscope.evidence.verdict.Verdict;
import org.synthoscope.evidence.verdict.VerdictJson;
import org.synthoscope.evidence.verdict.VerdictPolicy;
import org.synthoscope.study.RunConfig;
import org.synthoscope.study.Study;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code verdict}: whether a run's synthetic set may be released, from evidence taken before. */
@Command(name = "verdict", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Says whether a run's synthetic set may be released, for each purpose, with the clauses it rests on. "
                + "'evaluate' must have taken the evidence. Decides by the study's policy.yaml, or, to see what would follow from "
                + "another policy, by that file; then nothing in the study changes.")
final class VerdictCommand implements Callable<Integer> {

    @Option(names = "--study", paramLabel = "STUDY", description = "the study's folder")
    private Path study;
    @Option(names = "--run", defaultValue = "", paramLabel = "ID", description = "one of its runs (default: the last)")
    private String run;
    @Option(names = "--policy", paramLabel = "FILE", description = "decide by this policy; the study stays as it is")
    private Path policy;
    @Option(names = "--write-policy", paramLabel = "FILE", description = "write the default policy, with all limits, owners and "
            + "reasons, to start one's own from; without --study that is all")
    private Path template;
    @Mixin
    private GateOptions gate;
    @Option(names = "--json", description = "print the verdict as JSON in the documented form")
    private boolean json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Console console = new Console();
        gate.asked();
        if (template != null) {
            if (Files.exists(template)) {
                throw new SynthoscopeException(template + " exists already; choose another name, or remove it");
            }
            PolicyFile.write(template, VerdictPolicy.defaults());
            console.say("the default policy is in " + template);
        }
        if (study == null) {
            if (template == null) {
                throw Main.usage(spec, new SynthoscopeException("give --study STUDY, or --write-policy FILE"));
            }
            return 0;
        }
        Verdict verdict = decide(console);
        if (json) {
            System.out.print(VerdictJson.write(verdict));
        } else {
            print(System.out, verdict);
        }
        return gate.exitCode(verdict);
    }

    private Verdict decide(Console console) {
        try (Study open = Study.open(study, Study.configuration(study), console, console::training)) {
            RunConfig of = open.runOf(run);
            return policy == null ? open.verdict(of) : open.verdictBy(of, policy);
        }
    }

    private void print(PrintStream out, Verdict verdict) {
        out.println("Decided by " + verdict.policy() + ".");
        verdict.notes().forEach(out::println);
        for (Ruling r : verdict.rulings()) {
            if (!gate.asked().contains(r.purpose())) {
                continue;
            }
            out.println();
            out.println(r.purpose().title() + ": " + r.decision().word().toUpperCase(Locale.ROOT) + ". " + r.sentence());
            r.conditions().forEach(c -> out.println("Before a release: " + c));
            for (Clause c : r.clauses()) {
                out.printf(Locale.ROOT, "  %-12s %-36s %-28s limit %-6s %s%n", c.outcome().word(), c.title(),
                        c.estimate().map(VerdictCommand::interval).orElse("not measured"), c.threshold().limit(),
                        c.consequence().word());
            }
        }
    }

    private static String interval(Estimate e) {
        return e.low() == e.high() ? String.format(Locale.ROOT, "%.4g", e.value())
                : String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", e.value(), e.low(), e.high());
    }
}
