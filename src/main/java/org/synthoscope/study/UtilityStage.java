package org.synthoscope.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.classifier.arms.ArmPlan;
import org.synthoscope.collection.ChannelChoice;
import org.synthoscope.collection.FolderImages;
import org.synthoscope.collection.PackOptions;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Part;
import org.synthoscope.gan.Architecture;

/**
 * The experiment with a study's own generators and parts. It makes as many synthetic images as the arms need, from seeds of
 * their own; or takes a set that one of the study's generators made.
 */
final class UtilityStage {

    private final StudyConfig config;
    private final StudyFolder folder;
    private final Narrator narrator;

    UtilityStage(StudyConfig config, StudyFolder folder, Narrator narrator) {
        this.config = config;
        this.folder = folder;
        this.narrator = narrator;
    }

    /**
     * The runs whose generators are meant if none are named: the main run, or where that knows one class only, the last run of
     * each class.
     */
    static List<RunConfig> defaultRuns(StudyConfig config) {
        if (config.mainRun().only().isEmpty()) {
            return List.of(config.mainRun());
        }
        Map<String, RunConfig> byClass = new LinkedHashMap<>();
        config.runs().stream().filter(r -> !r.only().isEmpty()).forEach(r -> byClass.put(r.only(), r));
        return List.copyOf(byClass.values());
    }

    /**
     * Runs the experiment.
     *
     * @param set a synthetic set of one of the runs to use as it is, instead of making images
     * @throws SynthoscopeException if a generator isn't trained, learned from other images than the study's training part, or
     *                              doesn't know classes; or the set is none of theirs
     */
    UtilityOutcome run(List<RunConfig> runs, PackedImages packed, Optional<Path> set, UtilityOptions options) {
        for (RunConfig run : runs) {
            requireOwn(run, packed);
        }
        Path root = folder.evidence(String.join("+", runs.stream().map(RunConfig::id).toList())).resolve("utility");
        Map<String, String> provenance = new LinkedHashMap<>();
        List<FolderImages> synthetic = new ArrayList<>();
        if (set.isPresent()) {
            provenance.put("synthetic", requireMadeBy(runs, set.get()));
            synthetic.add(load(set.get(), packed));
        } else {
            for (RunConfig run : runs) {
                Path made = root.resolve("synthetic").resolve(run.id());
                provenance.put("generator." + run.id(), digest(folder.run(run.id()).generator()));
                new GenerateStage(narrator).run(folder.run(run.id()).generator(), run.classes(packed), labels(run, packed, options),
                        // Other latents than those of the set to be released.
                        config.seed() + 1, OptionalDouble.empty(), made, true);
                synthetic.add(load(made, packed));
            }
        }
        return new UtilityExperiment(config.name(), options, root, narrator).run(packed, synthetic, provenance);
    }

    private FolderImages load(Path made, PackedImages packed) {
        return FolderImages.load(made, PackOptions.at(packed.resolution()).withChannels(packed.channels() == 1
                ? ChannelChoice.GREY : ChannelChoice.RGB), (done, total) -> narrator.progress("reading synthetic images", done,
                total));
    }

    /** What the arms and the origin detectors need, class after class. */
    private static int[] labels(RunConfig run, PackedImages packed, UtilityOptions options) {
        int[] real = UtilityExperiment.counts(packed.training());
        int[] needed = ArmPlan.needed(packed.classes(), real, options.arms());
        int[] steering = UtilityExperiment.counts(packed.validation());
        int[] tested = UtilityExperiment.counts(packed.heldOut(Part.TEST));
        Arrays.setAll(needed, c -> Math.max(needed[c], real[c] + steering[c] + tested[c]));
        return IntStream.range(0, needed.length).filter(c -> run.only().isEmpty() || run.only().equals(packed.classes().get(c)))
                .flatMap(c -> IntStream.range(0, needed[c]).map(i -> run.only().isEmpty() ? c : 0)).toArray();
    }

    private void requireOwn(RunConfig run, PackedImages packed) {
        if (run.architecture().kind() != Architecture.Kind.NOISE) {
            throw new SynthoscopeException("run '" + run.id() + "' translates images, and its set is made of the study's test images: "
                    + "a classifier that learned from it would have seen test patients. Name runs that make images of noise");
        }
        Path generator = folder.run(run.id()).generator();
        if (!Files.exists(generator)) {
            throw new SynthoscopeException("run '" + run.id() + "' has no trained generator yet; './synthoscope train --study "
                    + folder.root() + " --run " + run.id() + "' makes it");
        }
        if (run.resolution() != packed.resolution()) {
            throw new SynthoscopeException("the runs make images of different sizes (" + run.resolution() + " and "
                    + packed.resolution() + " pixels); name runs of one size");
        }
        Map<String, String> said = GenerateStage.describe(generator);
        if (run.only().isEmpty() && packed.classes().size() > 1 && "0".equals(said.get("classes"))) {
            throw new SynthoscopeException("run '" + run.id() + "' wasn't told classes, so its images have none and no arm can be "
                    + "made of them; set 'conditional: true' for it, or a run for each class with 'only: CLASS', and train anew");
        }
        if (!said.getOrDefault("fingerprint", "").endsWith("data=" + run.images(packed).digest())) {
            throw new SynthoscopeException("run '" + run.id() + "' learned from other images than the study's training part is "
                    + "now, so test patients may be among them; train it again on this part");
        }
    }

    private String requireMadeBy(List<RunConfig> runs, Path set) {
        Path origin = set.resolve(GenerateStage.ORIGIN);
        String said = GenerateStage.origin(set).orElseThrow(() -> new SynthoscopeException(origin + " isn't there, so nobody "
                + "knows which generator made " + set + "; use a set that 'generate' made, or folders (--train, --test, "
                + "--synthetic) at your own word"));
        for (RunConfig run : runs) {
            String digest = digest(folder.run(run.id()).generator());
            if (said.equals(digest)) {
                return "made by run " + run.id() + ", generator " + digest;
            }
        }
        throw new SynthoscopeException(set + " was made by another study or by a run that has been trained since (generator " + said
                + "): whether it learned from this study's test patients isn't known. Name a set of run "
                + String.join(" or ", runs.stream().map(RunConfig::id).toList()));
    }

    private static String digest(Path generator) {
        try {
            return UtilityExperiment.sha256(Files.readAllBytes(generator));
        } catch (IOException e) {
            throw new SynthoscopeException("could not read " + generator + ": " + e.getMessage(), e);
        }
    }
}
