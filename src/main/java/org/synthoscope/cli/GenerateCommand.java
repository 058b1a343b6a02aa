package org.synthoscope.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.study.GenerateStage;
import org.synthoscope.study.Study;
import org.synthoscope.study.StudyFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code generate}: synthetic images of a trained run. */
@Command(name = "generate", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Generates images with a trained run. Without --out it makes the study's own synthetic set.")
final class GenerateCommand implements Callable<Integer> {

    @Mixin
    private StudyOptions options;
    @Option(names = "--count", paramLabel = "N", description = "images (default 64; only with --out)")
    private Integer count;
    @Option(names = "--class", paramLabel = "NAME", description = "only of this class (default: all in turn; only with --out)")
    private String className;
    @Option(names = "--seed", defaultValue = "1", paramLabel = "S", description = "of the latents (only with --out)")
    private long seed;
    @Option(names = "--truncation", paramLabel = "T", description = "draw latents again where an element lies beyond ±T: images "
            + "nearer to the usual, less varied (only with --out)")
    private Double truncation;
    @Option(names = "--out", paramLabel = "DIR", description = "folder for PNGs and manifest.csv")
    private Path out;

    @Override
    public Integer call() throws IOException {
        Console console = new Console();
        if (out == null) {
            if (count != null || className != null || truncation != null) {
                throw new SynthoscopeException("--count, --class and --truncation need --out: the study's own set is set in study.yaml");
            }
            options.with(console, (study, run) -> study.generate(run));
            return 0;
        }
        StudyFolder folder = new StudyFolder(options.study);
        String run = options.run.isEmpty() ? Study.configuration(options.study).mainRun().id() : options.run;
        Path generator = folder.run(run).generator();
        if (!Files.exists(generator)) {
            throw new SynthoscopeException("run '" + run + "' of " + options.study + " has no trained generator ("
                    + generator + "); let its training finish first");
        }
        List<String> classes = Files.readAllLines(folder.run(run).root().resolve("classes.txt"));
        new GenerateStage(console).run(generator, classes, labels(generator, classes), seed,
                truncation == null ? OptionalDouble.empty() : OptionalDouble.of(truncation), out, false);
        console.say((count == null ? 64 : count) + " images in " + out);
        return 0;
    }

    private int[] labels(Path generator, List<String> classes) {
        int n = count == null ? 64 : count;
        if (n < 1) {
            throw new SynthoscopeException("--count must be at least 1");
        }
        Map<String, String> description = GenerateStage.describe(generator);
        boolean conditional = !"0".equals(description.get("classes"));
        int[] labels = new int[n];
        if (className != null) {
            if (!conditional) {
                throw new SynthoscopeException("this generator wasn't told classes, so it can't make a chosen one; "
                        + "set 'conditional: true' for the run and train anew");
            }
            int label = classes.indexOf(className);
            if (label < 0) {
                throw new SynthoscopeException("there is no class '" + className + "'"
                        + Suggestions.forWord(className, classes) + " Classes: " + String.join(", ", classes));
            }
            Arrays.fill(labels, label);
        } else if (conditional) {
            Arrays.setAll(labels, i -> (int) ((long) i * classes.size() / n));
        }
        return labels;
    }
}
