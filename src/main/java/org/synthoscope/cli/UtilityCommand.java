package org.synthoscope.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.classifier.ClassifierKind;
import org.synthoscope.classifier.arms.ArmChoice;
import org.synthoscope.classifier.arms.ArmSettings;
import org.synthoscope.collection.GroupRule;
import org.synthoscope.evidence.utility.ArmResult;
import org.synthoscope.evidence.utility.UtilityAnswer;
import org.synthoscope.evidence.utility.UtilityResult;
import org.synthoscope.study.FolderUtility;
import org.synthoscope.study.Study;
import org.synthoscope.study.UtilityOptions;
import org.synthoscope.study.UtilityOutcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code utility}: do the synthetic images help a classifier? */
@Command(name = "utility", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Trains a classifier with and without synthetic images, in arms that differ in nothing else, and with "
                + "controls, and tests all on real images of unseen patients. On a study (--study), or on folders of class "
                + "folders (--train, --test, --synthetic, --out). What was trained is kept: a second call goes on.")
final class UtilityCommand implements Callable<Integer> {

    @Option(names = "--study", paramLabel = "STUDY", description = "the study's folder")
    private Path study;
    @Option(names = "--run", paramLabel = "ID", description = "run whose generator makes the images; repeat it for runs that know "
            + "one class each (default: the last run, or the last one of each class)")
    private List<String> runs = new ArrayList<>();
    @Option(names = "--train", paramLabel = "DIR", description = "real images to learn from, without a study")
    private Path train;
    @Option(names = "--validation", paramLabel = "DIR", description = "real images to steer by (default: 15%% of the training "
            + "patients)")
    private Path validation;
    @Option(names = "--test", paramLabel = "DIR", description = "real images of patients that nothing learned from")
    private Path test;
    @Option(names = "--synthetic", paramLabel = "DIR", description = "the synthetic images; with --study a set that one of its "
            + "runs made (default there: as many as the arms need are made)")
    private Path synthetic;
    @Option(names = "--learned-from", paramLabel = "DIR", description = "what the generator learned from, if not --train: refused "
            + "if a test image or patient is among it")
    private Path learnedFrom;
    @Option(names = "--out", paramLabel = "DIR", description = "where the experiment is kept, without a study")
    private Path out;
    @Option(names = "--patients", defaultValue = "", paramLabel = "REGEX", description = "one group that names the patient in a "
            + "file name, without a study")
    private String patients;
    @Option(names = "--classifier", defaultValue = "cnn", paramLabel = "KIND", description = "cnn, the hospital study's, or "
            + "residual (default ${DEFAULT-VALUE})")
    private String kind;
    @Option(names = "--resolution", paramLabel = "N", description = "side of the images that classifiers see (default: the "
            + "synthetic images' own, at most 128); real images go through the synthetic ones' size in any case")
    private Integer resolution;
    @Option(names = "--seeds", defaultValue = "3", paramLabel = "N", description = "trainings an arm (default ${DEFAULT-VALUE})")
    private int seeds;
    @Option(names = "--seed", defaultValue = "1", paramLabel = "S", description = "of intervals and of the order of synthetic images")
    private long seed;
    @Option(names = "--arms", split = ",", paramLabel = "ARM", description = "only these (default: all): all, minority, majority, "
            + "synthetic-only, minority-x2, …, and their controls all-permuted, all-repeated, minority-repeated, …")
    private List<String> arms = new ArrayList<>();
    @Option(names = "--amount", defaultValue = "1", paramLabel = "X", description = "synthetic images a class gets, in numbers of the "
            + "smallest class's real ones (default ${DEFAULT-VALUE})")
    private double amount;
    @Option(names = "--doses", split = ",", paramLabel = "X", description = "points of the dose curve, in the same unit (default "
            + "0,0.5,1,2,4)")
    private List<Double> doses = new ArrayList<>();
    @Option(names = "--epochs", defaultValue = "40", paramLabel = "N", description = "looks at the validation images (default "
            + "${DEFAULT-VALUE})")
    private int epochs;
    @Option(names = "--steps", paramLabel = "N", description = "optimiser steps an epoch, the same in every arm (default: each real "
            + "training image once)")
    private Integer steps;
    @Option(names = "--patience", paramLabel = "N", description = "end a training after so many epochs without a better validation "
            + "loss (default: all arms take all steps)")
    private Integer patience;
    @Option(names = "--json", description = "print utility.json")
    private boolean json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Console console = new Console();
        UtilityOptions options = options();
        UtilityOutcome outcome = study != null ? inStudy(console, options) : FolderUtility.run(folders(), options, console);
        if (outcome.result().isEmpty()) {
            return Main.FAILED;
        }
        if (json) {
            System.out.print(Files.readString(outcome.json()));
        } else {
            print(outcome.result().get());
        }
        console.say("Open " + outcome.page().toAbsolutePath());
        return 0;
    }

    private UtilityOptions options() {
        try {
            if (seeds < 1 || seeds > 100) {
                throw new SynthoscopeException("--seeds is from 1 to 100, not " + seeds);
            }
            ArmSettings training = ArmSettings.of(ClassifierKind.parse(kind), seeds).withBudget(epochs, optional(steps),
                    optional(patience));
            return new UtilityOptions(training, new ArmChoice(amount, doses.isEmpty() ? ArmChoice.DEFAULT.doses() : doses, arms),
                    optional(resolution), seed);
        } catch (SynthoscopeException e) {
            throw Main.usage(spec, e);
        }
    }

    private static OptionalInt optional(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private UtilityOutcome inStudy(Console console, UtilityOptions options) {
        if (train != null || test != null || validation != null || out != null || learnedFrom != null || !patients.isEmpty()) {
            throw Main.usage(spec, new SynthoscopeException("a study has its own parts and patients: leave --train, --validation, "
                    + "--test, --learned-from, --patients and --out away, or --study"));
        }
        try (Study open = Study.open(study, Study.configuration(study), console, console::training)) {
            return open.utility(runs, Optional.ofNullable(synthetic), options);
        }
    }

    private FolderUtility.Folders folders() {
        if (train == null || test == null || synthetic == null || out == null || !runs.isEmpty()) {
            throw Main.usage(spec, new SynthoscopeException(!runs.isEmpty() ? "--run names a run of a study: give --study too"
                    : "give either --study, or --train, --test, --synthetic and --out"));
        }
        try {
            return new FolderUtility.Folders(train, Optional.ofNullable(validation), test, synthetic,
                    Optional.ofNullable(learnedFrom), out, patients.isEmpty() ? GroupRule.EACH_IMAGE : GroupRule.ofPattern(patients));
        } catch (SynthoscopeException e) {
            throw Main.usage(spec, e);
        }
    }

    private static void print(UtilityResult result) {
        System.out.println(UtilityAnswer.of(result));
        System.out.println();
        String c = result.minority();
        System.out.printf(Locale.ROOT, "%-24s  %-22s  %-22s  %-22s%n", "arm", "AUC of " + c, "sensitivity", "balanced accuracy");
        for (ArmResult a : result.arms()) {
            System.out.printf(Locale.ROOT, "%-24s  %-22s  %-22s  %-22s%n", a.arm().name(), cell(a, "AUC", c), cell(a, "recall", c),
                    cell(a, "balanced-accuracy", "all"));
        }
        result.evidence().insufficient().stream().map(i -> i.name() + " " + i.group() + ": " + i.why()).distinct()
                .forEach(line -> System.out.println("insufficient: " + line));
    }

    private static String cell(ArmResult arm, String figure, String group) {
        return arm.figure(figure, group).map(s -> String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", s.estimate().value(),
                s.estimate().low(), s.estimate().high())).orElse("too few images");
    }
}
