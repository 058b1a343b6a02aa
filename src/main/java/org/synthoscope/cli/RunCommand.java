package org.synthoscope.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.gan.Recipe;
import org.synthoscope.study.RunConfig;
import org.synthoscope.study.Study;
import org.synthoscope.study.StudyConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code run}: the whole study on a folder of class folders. */
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Runs a whole study: curate, pack, train, generate, evaluate, report. A second call goes on where the "
                + "first one stopped, or says that all is done.")
final class RunCommand implements Callable<Integer> {

    @Option(names = "--data", paramLabel = "DIR", description = "folder with one sub-folder of images per class")
    private Path data;
    @Option(names = "--out", required = true, paramLabel = "STUDY", description = "the study's folder")
    private Path out;
    @Option(names = "--model", defaultValue = "dcgan", description = "architecture, see 'models' (default ${DEFAULT-VALUE})")
    private String model;
    @Option(names = "--resolution", defaultValue = "0", paramLabel = "N", description = "height and width (default: the model's)")
    private int resolution;
    @Option(names = "--minutes", paramLabel = "N", description = "training time (default 15)")
    private Double minutes;
    @Option(names = "--kimg", paramLabel = "N", description = "train on this many thousand images instead")
    private Double kimg;
    @Option(names = "--seed", paramLabel = "S", description = "of every random choice (default 1)")
    private Long seed;
    @Option(names = "--recipe", defaultValue = "small-machine",
            description = "small-machine for minutes, limited-data for hours on few images, study for the published recipe "
                    + "as it is (default ${DEFAULT-VALUE})")
    private String recipe;
    @Option(names = "--batch", paramLabel = "N", description = "real images a step (default: the model's)")
    private Integer batch;
    @Option(names = "--width", paramLabel = "N", description = "base channel count (default: the recipe's); 'models --width N' says what "
            + "networks that makes")
    private Integer width;
    @Option(names = "--memory", paramLabel = "GB", description = "train within so many gigabytes: divides the batch and computes blocks "
            + "again as far as that takes (default: the machine's, undivided)")
    private Double memory;
    @Option(names = "--init", paramLabel = "RUN", description = "start from the weights of another run's folder or of a "
            + "generator.safetensors of the same model and size")
    private Path init;
    @Option(names = "--freeze", paramLabel = "N", description = "early parts of the discriminator that keep those weights "
            + "(default 0)")
    private Integer freeze;
    @Option(names = "--patients", defaultValue = "", paramLabel = "REGEX",
            description = "one group that names the patient in a file name, e.g. '(person\\d+)_'")
    private String patients;
    @Option(names = "--features", paramLabel = "NETWORK", description = "scattering, classifier (the study's own, "
            + "trained for it), classifier:FOLDER, torchscript:FILE or inception:FILE; repeat for several (default: the first two)")
    private List<String> features = new ArrayList<>();
    @Option(names = "--licence", defaultValue = "", description = "licence and attribution of the images, for the report")
    private String licence;
    @Option(names = "--masks", paramLabel = "DIR", description = "for models that learn from pairs: the folder of the images' masks, "
            + "or of other images that lie on them, of the same names (default: masks beside the images)")
    private Path masks;
    @Option(names = "--direction", paramLabel = "WAY", description = "for models that learn from pairs: mask-to-image (default) or "
            + "image-to-mask")
    private String direction;
    @Option(names = "--domains", paramLabel = "CLASS,CLASS", split = ",", description = "for models that translate between classes: "
            + "the two (default: the two there are)")
    private List<String> domains;
    @Mixin
    private GateOptions gate;
    @Option(names = "--json", description = "print the outcome as JSON")
    private boolean json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        gate.asked();
        StudyConfig config = goesOn() ? continued() : fresh();
        return execute(out, config, json, gate);
    }

    /** Runs a study to its end and says where its reports are. */
    static int execute(Path out, StudyConfig config, boolean json, GateOptions gate) {
        Console console = new Console();
        try (Study study = Study.open(out, config, console, console::training)) {
            Study.Outcome outcome = study.run();
            if (outcome.complete()) {
                console.say("All done. Open " + outcome.reports().get(outcome.reports().size() - 1).toAbsolutePath());
            } else {
                console.say("Stopped. The same command goes on from here.");
            }
            if (json) {
                Map<String, Object> value = new LinkedHashMap<>();
                value.put("complete", outcome.complete());
                value.put("study", out.toAbsolutePath().toString());
                value.put("reports", outcome.reports().stream().map(p -> p.toAbsolutePath().toString()).toList());
                value.put("verdict", verdict(outcome));
                Json.print(value);
            }
            return !outcome.complete() ? Main.FAILED
                    : gate.exitCode(outcome.verdicts().get(outcome.verdicts().size() - 1));
        }
    }

    /** The main run's decision for each purpose; empty as long as there is none. */
    private static Map<String, String> verdict(Study.Outcome outcome) {
        Map<String, String> decisions = new LinkedHashMap<>();
        if (outcome.complete()) {
            outcome.verdicts().get(outcome.verdicts().size() - 1).rulings()
                    .forEach(r -> decisions.put(r.purpose().word(), r.decision().word()));
        }
        return decisions;
    }

    /** A study in which nothing was made yet may still be begun anew with other images. */
    private boolean goesOn() {
        return Study.exists(out) && (Study.begun(out) || data == null);
    }

    private StudyConfig fresh() {
        if (data != null && !Files.isDirectory(data)) {
            throw new SynthoscopeException("there is no folder " + data + "; --data is a folder with one sub-folder of images per class");
        }
        try {
            if (data == null && !Files.exists(out.resolve(Catalogue.NAME))) {
                throw new SynthoscopeException("a new study needs --data, a folder with one sub-folder of images per class, or "
                        + "images gathered before with 'gather'");
            }
            if (minutes != null && kimg != null) {
                throw new SynthoscopeException("give either --minutes or --kimg");
            }
            double forMinutes = minutes != null ? minutes : kimg != null ? 0 : 15;
            RunConfig run = RunConfig.of(model, model, resolution, Recipe.parse(recipe), forMinutes,
                    kimg != null ? kimg : 0);
            run = batch == null ? run : run.withBatch(batch);
            run = width == null ? run : run.withWidth(width);
            run = memory == null ? run : run.withMemory(memory);
            run = init == null && freeze == null ? run : run.withInit(named(init), freeze == null ? 0 : freeze);
            Path named = (data == null ? out : data).toAbsolutePath().normalize();
            StudyConfig config = StudyConfig.of(named.getFileName().toString(), seed == null ? 1 : seed, new StudyConfig.Data(
                    data == null ? "" : data.toAbsolutePath().toString(), patients, "auto", 0, licence), List.of(run));
            config = config.withData(config.data().translating(masks == null ? "" : masks.toAbsolutePath().toString(),
                    direction == null ? config.data().direction() : direction, domains == null ? List.of() : domains));
            config = features.isEmpty() ? config : config.withEvaluate(config.evaluate().withFeatures(features));
            config.check();
            return config;
        } catch (SynthoscopeException e) {
            throw Main.usage(spec, e);
        }
    }

    /** An existing study keeps its settings; only the training may be made longer and the measures changed. */
    private StudyConfig continued() {
        StudyConfig config = Study.configuration(out);
        List<String> differing = new ArrayList<>();
        differs(differing, "--data", data != null && !data.toAbsolutePath().toString().equals(config.data().folder()));
        differs(differing, "--seed", seed != null && seed != config.seed());
        differs(differing, "--model", given("--model") && !model.equals(config.mainRun().model()));
        differs(differing, "--resolution", given("--resolution") && resolution != config.mainRun().resolution());
        differs(differing, "--batch", batch != null && batch != config.mainRun().batch());
        differs(differing, "--width", width != null && width != config.mainRun().width());
        differs(differing, "--memory", memory != null && memory != config.mainRun().memoryGb());
        differs(differing, "--init", init != null && !named(init).equals(config.mainRun().fewImages().init()));
        differs(differing, "--freeze", freeze != null && freeze != config.mainRun().fewImages().freeze());
        differs(differing, "--patients", given("--patients") && !patients.equals(config.data().patientPattern()));
        differs(differing, "--masks", masks != null && !masks.toAbsolutePath().toString().equals(config.data().masks()));
        differs(differing, "--direction", direction != null && !direction.equals(config.data().direction()));
        differs(differing, "--domains", domains != null && !domains.equals(config.data().domains()));
        if (!differing.isEmpty()) {
            throw new SynthoscopeException("the study in " + out + " was begun with another " + String.join(", ", differing)
                    + " (see its study.yaml); leave the option away to go on, or choose another --out for a new study");
        }
        StudyConfig result = config;
        if (minutes != null || kimg != null) {
            List<RunConfig> runs = new ArrayList<>(config.runs());
            runs.set(runs.size() - 1, config.mainRun().withBudget(minutes == null ? 0 : minutes, kimg == null ? 0 : kimg));
            result = result.withRuns(runs);
        }
        return features.isEmpty() ? result
                : result.withEvaluate(config.evaluate().withFeatures(features));
    }

    private static String named(Path weights) {
        return weights == null ? "" : weights.toAbsolutePath().normalize().toString();
    }

    private boolean given(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    private static void differs(List<String> differing, String option, boolean differs) {
        if (differs) {
            differing.add(option);
        }
    }
}
