package org.synthoscope.study;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.TrainingImages;
import org.synthoscope.evidence.watch.CellProbe;
import org.synthoscope.evidence.watch.TranslationProbe;
import org.synthoscope.gan.Architecture;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.MemoryPlan;
import org.synthoscope.gan.ModelSize;
import org.synthoscope.gan.NoiseGan;
import org.synthoscope.gan.translation.TranslationModel;
import org.synthoscope.tensor.Device;
import org.synthoscope.training.CollapseGuard;
import org.synthoscope.training.CollapseWatch;
import org.synthoscope.training.JsonLog;
import org.synthoscope.training.RunFolder;
import org.synthoscope.training.SampleGrids;
import org.synthoscope.training.SampleProbe;
import org.synthoscope.training.TensorBoardLog;
import org.synthoscope.training.Trainable;
import org.synthoscope.training.Trainer;
import org.synthoscope.training.TrainingListener;

/** One run's training, from its last checkpoint if there is one. */
final class TrainStage {

    private static final int GRID = 64;
    private static final int GRID_COLUMNS = 8;
    private static final int EXAMPLES = 24;
    private static final int EXAMPLE_COLUMNS = 4;

    private final StudyConfig config;
    private final StudyFolder folder;
    private final Narrator narrator;
    private final List<TrainingListener> listeners;

    TrainStage(StudyConfig config, StudyFolder folder, Narrator narrator, List<TrainingListener> listeners) {
        this.config = config;
        this.folder = folder;
        this.narrator = narrator;
        this.listeners = listeners;
    }

    /** Trains to the end of the run's budget, or to the next checkpoint after the JVM is told to end. */
    Trainer.Result run(RunConfig given, PackedImages packed) {
        TrainingImages data = given.images(packed);
        GanSpec spec = given.spec(packed);
        RunConfig run = given.planned(spec);
        checkMemory(run, spec, availableBytes());
        RunFolder place = folder.run(run.id());
        Device device = Device.parse(run.device());
        List<TrainingListener> all = new ArrayList<>(listeners);
        all.add(new JsonLog());
        all.add(new TensorBoardLog(config.seed()));
        boolean translates = run.architecture().kind() != Architecture.Kind.NOISE;
        all.add(translates ? new SampleGrids(EXAMPLES, EXAMPLE_COLUMNS, config.seed())
                : new SampleGrids(GRID, GRID_COLUMNS, config.seed()));
        Optional<PrivateRun> privacy = run.privacy().promised() ? Optional.of(new PrivateRun(run, data, place)) : Optional.empty();
        privacy.ifPresent(p -> narrator.say(p.plan()));
        try (Interruption interruption = Interruption.listen();
             Trainable gan = privacy.map(p -> p.trainable(spec, config.seed(), device)).orElseGet(() -> run.architecture()
                .trainable(spec, run.settings(), run.arithmetic(), config.seed(), device))) {
            if (gan instanceof TranslationModel model) {
                model.show(Examples.of(data, EXAMPLES, run.architecture().kind() == Architecture.Kind.UNPAIRED));
            }
            AtomicFile.write(place.root().resolve("classes.txt"), String.join("\n", run.classes(packed)) + "\n");
            FineTuning.prepare(run, place, gan, narrator);
            Trainer trainer = new Trainer(gan, data, run.training(config.seed(), device), place, all);
            privacy.ifPresent(p -> p.drawn(trainer));
            // The watch looks at real images, and what it stops or brings back would depend on them.
            Optional<CollapseGuard> guard = privacy.isPresent() ? Optional.empty() : guard(run, packed, spec);
            guard.ifPresent(trainer::watchedBy);
            Trainer.Result result = trainer.run(interruption.signal(), narrator::warn);
            result.collapse().ifPresent(c -> narrator.warn(run.id() + " was " + c.sentence() + ". 'watch.enabled: false' in "
                    + folder.config() + " lets it go on"));
            narrator.say(String.format(Locale.ROOT, "%s: %s after %.1f kimg (%,d steps, %.1f minutes)", run.id(),
                    result.alreadyDone() && result.end() == Trainer.End.DONE ? "already trained" : result.end() == Trainer.End.DONE ? "trained"
                            : result.end() == Trainer.End.COLLAPSED ? "ended by the collapse watch"
                            : "stopped, a checkpoint is saved", result.images() / 1000.0, result.step(),
                    result.elapsed().toMillis() / 60_000.0));
            privacy.ifPresent(p -> narrator.say(p.report(result)));
            return result;
        }
    }

    /** The watch over a run's samples or translations, if it is on and there are enough real images. */
    private Optional<CollapseGuard> guard(RunConfig run, PackedImages packed, GanSpec spec) {
        if (!config.watch().enabled()) {
            return Optional.empty();
        }
        int samples = config.watch().samples();
        return switch (run.architecture().kind()) {
            case NOISE -> {
                CellProbe probe = new CellProbe(run.images(packed), run.validation(packed), spec.classes() > 1, samples,
                        config.seed());
                yield guard(probe, probe.watches(), probe.notWatched());
            }
            case PAIRED -> guard(TranslationProbe.ofPairs(run.images(packed), run.validation(packed), packed.sourceChannels(),
                    samples, config.seed()));
            case UNPAIRED -> guard(TranslationProbe.ofDomains(run.images(packed), run.validation(packed), samples,
                    config.seed()));
        };
    }

    private Optional<CollapseGuard> guard(TranslationProbe probe) {
        return guard(probe, probe.watches(), probe.notWatched());
    }

    private Optional<CollapseGuard> guard(SampleProbe probe, boolean watches, List<String> notWatched) {
        if (!notWatched.isEmpty()) {
            narrator.warn("not watched for collapse, since there are fewer than " + CellProbe.FEWEST + " real images on each "
                    + "side: " + String.join(", ", notWatched));
        }
        return watches ? Optional.of(new CollapseGuard(probe, Math.round(config.watch().everyKimg() * 1000),
                CollapseWatch.Rule.DEFAULT)) : Optional.empty();
    }

    /**
     * Refuses before hours of work what can't fit, and says what would.
     *
     * @param there bytes that are free; 0 if that isn't known
     */
    static void checkMemory(RunConfig run, GanSpec spec, long there) {
        ModelSize size = ModelSize.of(run.architecture(), spec);
        int part = run.batch() / run.accumulate();
        long needed = run.options().getOrDefault(NoiseGan.RECOMPUTE.name(), 0.0) > 0
                ? size.recomputedBytes(part, run.architecture(), spec) : size.trainingBytes(part);
        if (there > 0 && needed > there) {
            Optional<MemoryPlan> fits = MemoryPlan.within(there, run.architecture(), spec, run.batch());
            throw new SynthoscopeException(String.format(Locale.ROOT,
                    "training %s at batch %d needs about %.1f GB of memory, and %.1f GB are free; %s", run.model(), run.batch(),
                    needed / 1e9, there / 1e9, fits.map(plan -> String.format(Locale.ROOT,
                            "set 'memoryGb' to %.1f for run '%s', which trains it in %d parts%s", Math.ceil(plan.bytes() / 1e8) / 10,
                            run.id(), plan.accumulate(), plan.recompute() ? " and computes blocks again" : ""))
                            .orElse("not even single images fit: choose a smaller width or resolution")));
        }
    }

    private static long availableBytes() {
        try {
            return Files.readAllLines(java.nio.file.Path.of("/proc/meminfo")).stream()
                    .filter(l -> l.startsWith("MemAvailable:"))
                    .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")) * 1024).findFirst().orElse(0);
        } catch (java.io.IOException notLinux) {
            return 0;
        }
    }
}
