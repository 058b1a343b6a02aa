package org.synthoscope.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.synthoscope.base.SynthoscopeException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program. */
@Command(name = "synthoscope", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = "Makes synthetic medical images with GANs and tells, with evidence, whether they can stand in for "
                + "the real ones.",
        footer = {"", "Exit codes: 0 done, 1 failed or stopped, 2 wrong usage, 3 the verdict isn't release (with --gate).",
            "Start with: synthoscope demo"},
        subcommands = {DemoCommand.class, GatherCommand.class, CurateCommand.class, CatalogueCommand.class,
            RunCommand.class, TrainCommand.class, GenerateCommand.class, TranslateCommand.class, EvaluateCommand.class,
            VerdictCommand.class, CompareCommand.class, PrivacyCommand.class, UtilityCommand.class, TuringCommand.class,
            DuplicatesCommand.class, ArtefactsCommand.class, ModelsCommand.class, DoctorCommand.class,
            SelfTestCommand.class})
public final class Main implements Runnable {

    static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    /** Prints the version. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"synthoscope " + (version == null ? "development" : version)};
        }
    }

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs a command line and returns its exit code. */
    static int run(String... args) {
        Console console = new Console();
        CommandLine line = new CommandLine(new Main())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler((e, given) -> {
            CommandLine command = e.getCommandLine();
            command.getErr().println("synthoscope: " + e.getMessage());
            CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
            command.getErr().println("'" + command.getCommandSpec().qualifiedName() + " --help' shows the usage");
            return command.getCommandSpec().exitCodeOnInvalidInput();
        });
        line.setExecutionExceptionHandler((failure, command, result) -> console.failed(failure));
        return line.execute(args);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "no command given");
    }

    /** A mistake in what was typed: exit code 2 with the command's usage in one line. */
    static CommandLine.ParameterException usage(CommandSpec command, SynthoscopeException e) {
        return new CommandLine.ParameterException(command.commandLine(), e.getMessage(), e);
    }
}
