package org.synthoscope.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.FolderImages;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Part;
import org.synthoscope.collection.StoredSplit;
import org.synthoscope.collection.StudyLock;
import org.synthoscope.collection.TrainingImages;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.verdict.Verdict;
import org.synthoscope.gan.Architecture;
import org.synthoscope.training.Trainer;
import org.synthoscope.training.TrainingListener;

/**
 * A study from images to report. Every stage goes on where it was stopped and does nothing where it is done, so
 * running a study again is always safe. One process works in a study at a time.
 */
public final class Study implements AutoCloseable {

    /**
     * What a call of {@link #run} did.
     *
     * @param complete whether all stages are done; false if training was stopped on request
     * @param reports  the reports, the main run's last
     * @param verdicts the verdicts likewise
     */
    public record Outcome(boolean complete, List<Path> reports, List<Verdict> verdicts) {
    }

    private final StudyFolder folder;
    private final StudyConfig config;
    private final Narrator narrator;
    private final StudyLock lock;
    private final Function<RunConfig, List<TrainingListener>> listeners;
    private final Map<String, PackedImages> packed = new HashMap<>();
    private Optional<Catalogue> catalogue = Optional.empty();
    private Optional<Curated> curated = Optional.empty();

    private Study(StudyFolder folder, StudyConfig config, Narrator narrator, StudyLock lock,
                  Function<RunConfig, List<TrainingListener>> listeners) {
        this.folder = folder;
        this.config = config;
        this.narrator = narrator;
        this.lock = lock;
        this.listeners = listeners;
    }

    /**
     * Opens a study with a configuration, which is written to {@code study.yaml}.
     *
     * @param listeners told of each training, beside the logs
     * @throws SynthoscopeException if another process works in it
     */
    public static Study open(Path root, StudyConfig config, Narrator narrator,
                             Function<RunConfig, List<TrainingListener>> listeners) {
        StudyFolder folder = new StudyFolder(root);
        config.check();
        StudyLock lock = StudyLock.acquire(root);
        try {
            ConfigFile.write(folder.config(), config);
            return new Study(folder, config, narrator, lock, listeners);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Whether a folder holds a study, begun or only configured. */
    public static boolean exists(Path root) {
        return Files.exists(new StudyFolder(root).config());
    }

    /** Whether anything was made in the study yet. */
    public static boolean begun(Path root) {
        return Files.exists(new StudyFolder(root).packed());
    }

    /** The configuration of a study that exists. */
    public static StudyConfig configuration(Path root) {
        if (!exists(root)) {
            throw new SynthoscopeException("there is no study in " + root + " (no study.yaml); start one with "
                    + "'./synthoscope run --data DIR --out " + root + "'");
        }
        return ConfigFile.read(new StudyFolder(root).config());
    }

    /** All stages of all runs. */
    public Outcome run() {
        for (RunConfig r : config.runs()) {
            if (train(r).end() == Trainer.End.STOPPED) {
                return new Outcome(false, List.of(), List.of());
            }
        }
        List<Path> reports = new ArrayList<>();
        List<Verdict> verdicts = new ArrayList<>();
        for (RunConfig r : config.runs()) {
            generate(r);
            Evidence evidence = evaluate(r);
            reports.add(evidence.report());
            verdicts.add(evidence.verdict());
        }
        return new Outcome(true, reports, verdicts);
    }

    /**
     * Curates what isn't curated yet, even if something has learned from the study already, and writes the page about it.
     *
     * @throws SynthoscopeException if the study was packed before there were catalogues
     */
    public CurationSummary curate() {
        if (madeBefore()) {
            throw new SynthoscopeException(folder.root() + " was packed before there were catalogues; its images stay as they "
                    + "are. Start a new study to curate them");
        }
        Curated fresh = new CurateStage(config, folder, narrator).run(catalogue(), true);
        curated = Optional.of(fresh);
        packed.clear();
        return CurationSummary.of(config, folder, catalogue(), fresh);
    }

    /** What the user should know of the sources and the split, a sentence each. */
    public List<String> curationWarnings() {
        List<String> warnings = new ArrayList<>(curated().warnings());
        warnings.addAll(curated().split().messages());
        return warnings;
    }

    private boolean madeBefore() {
        return Files.exists(folder.packed()) && !Files.exists(folder.catalogue());
    }

    /** The catalogue, open as long as the study is; made if it isn't there. */
    public Catalogue catalogue() {
        if (catalogue.isEmpty()) {
            catalogue = Optional.of(Catalogue.open(folder.catalogue()));
        }
        return catalogue.get();
    }

    /** The configuration. */
    public StudyConfig config() {
        return config;
    }

    /** Curates and packs if need be, and trains one run. */
    public Trainer.Result train(RunConfig run) {
        PackedImages images = packed(run);
        Curated used = curated();
        used.catalogue().ifPresent(open -> StoredSplit.use(open, used.scan().entries(), used.split()));
        return new TrainStage(config, folder, narrator, listeners.apply(run)).run(run, images);
    }

    /** Generates a trained run's synthetic set, or translates the test images; returns its folder. */
    public Path generate(RunConfig run) {
        PackedImages images = packed(run);
        if (run.architecture().kind() != Architecture.Kind.NOISE) {
            return new TranslateStage(folder, narrator).run(run, images);
        }
        TrainingImages training = run.images(images);
        int[] counts = new int[run.classes(images).size()];
        for (int i = 0; i < training.count(); i++) {
            counts[run.only().isEmpty() ? training.label(i) : 0]++;
        }
        Path target = folder.synthetic(run.id());
        boolean made = new GenerateStage(narrator).run(folder.run(run.id()).generator(), run.classes(images),
                GenerateStage.proportional(counts, config.generate().count()), config.seed(), OptionalDouble.empty(),
                target, true);
        narrator.say(run.id() + ": " + config.generate().count() + " synthetic images "
                + (made ? "written to " : "are in ") + target);
        return target;
    }

    /**
     * Evidence of a run.
     *
     * @param result  the measurements of fidelity and diversity
     * @param verdict what follows from all evidence, by the study's policy
     * @param report  the page
     */
    public record Evidence(ComparisonResult result, Verdict verdict, Path report) {
    }

    /** Measures a run's synthetic set, decides by the study's policy, and writes the report. */
    public Evidence evaluate(RunConfig run) {
        PackedImages images = packed(run);
        if (!Files.isDirectory(folder.synthetic(run.id()))) {
            throw new SynthoscopeException("run '" + run.id() + "' has no synthetic images yet; './synthoscope generate "
                    + "--study " + folder.root() + "' makes them");
        }
        SetOrigin origin = new SetOrigin(folder);
        origin.requireOurs(run, images);
        StudyConfig config = new StudyClassifier(this.config, folder, narrator).resolved(
                images.channels() - images.sourceChannels(), () -> images(run.resolution()));
        EvaluateStage stage = new EvaluateStage(config, folder, narrator);
        FolderImages fake = stage.synthetic(run, images);
        try (Networks networks = new Networks(narrator)) {
            ComparisonResult result = stage.run(run, images, fake, networks);
            ComparisonResult privacy = new PrivacyStage(config, folder, narrator).run(run, images, fake,
                    networks.of(config.evaluate().features().get(0)));
            ComparisonResult bias = new BiasStage(folder, narrator).run(run, images, fake);
            new StoredEvidence(folder.evidence(run.id()).resolve("origin.json"), fake.digest())
                    .write(origin.measure(run, fake));
            Verdict verdict = new VerdictStage(folder).run(run);
            verdict.rulings().forEach(r -> narrator.say(run.id() + ": " + r.purpose().title().toLowerCase(Locale.ROOT) + ": "
                    + r.decision().word() + ". " + r.sentence()));
            Path report = new ReportStage(config, folder, run, images, Origins.of(config, curated()))
                    .run(new ReportStage.Found(result, privacy, bias, verdict), fake, stage.pairs(run));
            narrator.say(run.id() + ": report in " + report);
            return new Evidence(result, verdict, report);
        }
    }

    /** Decides about a run that was measured before by another policy; writes nothing. */
    public Verdict verdictBy(RunConfig run, Path policy) {
        return new VerdictStage(folder).byPolicy(run, policy);
    }

    /** Decides about a run that was measured before by the study's policy. */
    public Verdict verdict(RunConfig run) {
        return new VerdictStage(folder).run(run);
    }

    /**
     * The two sides of a comparison that people make.
     *
     * @param real      images of a part that nothing learned from
     * @param synthetic a run's synthetic set at the same size
     */
    public record Blinded(ImageSet real, ImageSet synthetic) {
    }

    /**
     * Real images of a part and a run's synthetic ones.
     *
     * @param part {@link Part#TEST} or {@link Part#VALIDATION}: nobody looks at sealed images, and those trained on prove nothing
     */
    public Blinded blinded(RunConfig run, Part part) {
        if (part != Part.TEST && part != Part.VALIDATION) {
            throw new SynthoscopeException("people are shown images of the test or the validation part, not of '" + part.word() + "'");
        }
        if (!Files.isDirectory(folder.synthetic(run.id()))) {
            throw new SynthoscopeException("run '" + run.id() + "' has no synthetic images yet; './synthoscope generate "
                    + "--study " + folder.root() + "' makes them");
        }
        PackedImages images = packed(run);
        return new Blinded(Sides.wanted(images, images.heldOut(part)), new EvaluateStage(config, folder, narrator).synthetic(run, images));
    }

    /**
     * Whether synthetic images help a classifier, by an experiment on the study's own parts.
     *
     * @param runs whose generators make them; none for the main run, or one run a class where each knows one class
     * @param set  a synthetic set of one of these runs to use as it is
     */
    public UtilityOutcome utility(List<String> runs, Optional<Path> set, UtilityOptions options) {
        List<RunConfig> chosen = runs.isEmpty() ? UtilityStage.defaultRuns(config) : runs.stream().map(this::runOf).toList();
        chosen.stream().filter(r -> r.architecture().kind() != Architecture.Kind.NOISE).findFirst().ifPresent(r -> {
            throw new SynthoscopeException("run '" + r.id() + "' translates images, and its set is made of test images: a "
                    + "classifier may not learn from it. Choose a run that makes images of noise");
        });
        PackedImages images = packed(chosen.get(0));
        Curated used = curated();
        used.catalogue().ifPresent(open -> StoredSplit.use(open, used.scan().entries(), used.split()));
        return new UtilityStage(config, folder, narrator).run(chosen, images, set, options);
    }

    /** The source is scanned once in the life of this object; images added meanwhile wait for the next call. */
    private PackedImages packed(RunConfig run) {
        Architecture.Kind kind = run.architecture().kind();
        return kind == Architecture.Kind.PAIRED
                ? packed.computeIfAbsent("pairs " + run.resolution(), key -> new PackStage(config, folder, narrator)
                        .pairs(curated(), run.resolution()))
                : inDomains(kind, images(run.resolution()));
    }

    private PackedImages images(int resolution) {
        return packed.computeIfAbsent("images " + resolution, key -> new PackStage(config, folder, narrator)
                .run(curated(), resolution));
    }

    /** Both domains' images where a model translates between classes, else all. */
    private PackedImages inDomains(Architecture.Kind kind, PackedImages all) {
        if (kind != Architecture.Kind.UNPAIRED) {
            return all;
        }
        if (config.data().domains().isEmpty() && all.classes().size() != 2) {
            throw new SynthoscopeException("the model translates between two classes, and there are " + all.classes().size() + " ("
                    + String.join(", ", all.classes()) + "): name two in data.domains of " + folder.config()
                    + ", or with --domains");
        }
        return config.data().domains().isEmpty() ? all : all.ofClasses(config.data().domains());
    }

    private Curated curated() {
        if (curated.isEmpty()) {
            CurateStage stage = new CurateStage(config, folder, narrator);
            boolean before = madeBefore();
            curated = Optional.of(before ? stage.asBefore() : stage.run(catalogue(), false));
            curated.get().warnings().forEach(narrator::warn);
            if (!before) {
                CurationSummary.of(config, folder, catalogue(), curated.get());
            }
        }
        return curated.get();
    }

    /** The run of an id, or the main run if the id is empty. */
    public RunConfig runOf(String id) {
        return config.runOf(id);
    }

    @Override
    public void close() {
        catalogue.ifPresent(Catalogue::close);
        lock.close();
    }
}
