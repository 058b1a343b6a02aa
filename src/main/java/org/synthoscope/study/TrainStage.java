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
import org.synthoscope.gan.Architecture;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.ModelSize;
import org.synthoscope.tensor.Device;
import org.synthoscope.training.CollapseGuard;
import org.synthoscope.training.CollapseWatch;
import org.synthoscope.training.JsonLog;
import org.synthoscope.training.RunFolder;
import org.synthoscope.training.SampleGrids;
import org.synthoscope.training.TensorBoardLog;
import org.synthoscope.training.Trainable;
import org.synthoscope.training.Trainer;
import org.synthoscope.training.TrainingListener;

/** One run's training, from its last checkpoint if there is one. */
final class TrainStage {

    private static final int GRID = 64;
    private static final int GRID_COLUMNS = 8;

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
    Trainer.Result run(RunConfig run, PackedImages packed) {
        TrainingImages data = run.images(packed);
        GanSpec spec = run.spec(data.classes().size(), data.channels());
        checkMemory(run, spec);
        RunFolder place = folder.run(run.id());
        Device device = Device.parse(run.device());
        List<TrainingListener> all = new ArrayList<>(listeners);
        all.add(new JsonLog());
        all.add(new TensorBoardLog(config.seed()));
        all.add(new SampleGrids(GRID, GRID_COLUMNS, config.seed()));
        Optional<PrivateRun> privacy = run.privacy().promised() ? Optional.of(new PrivateRun(run, data, place)) : Optional.empty();
        privacy.ifPresent(p -> narrator.say(p.plan()));
        try (Interruption interruption = Interruption.listen();
             Trainable gan = privacy.map(p -> p.trainable(spec, config.seed(), device)).orElseGet(() -> run.architecture()
                .trainable(spec, run.settings(), run.arithmetic(), config.seed(), device))) {
            AtomicFile.write(place.root().resolve("classes.txt"), String.join("\n", run.classes(packed)) + "\n");
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

    /** The watch over a run's samples, if it is on, the samples come from noise and there are enough real images. */
    private Optional<CollapseGuard> guard(RunConfig run, PackedImages packed, GanSpec spec) {
        if (!config.watch().enabled() || run.architecture().kind() != Architecture.Kind.NOISE) {
            return Optional.empty();
        }
        CellProbe probe = new CellProbe(run.images(packed), run.validation(packed), spec.classes() > 1, config.watch().samples(),
                config.seed());
        if (!probe.notWatched().isEmpty()) {
            narrator.warn("not watched for collapse, since there are fewer than " + CellProbe.FEWEST + " real images on each "
                    + "side: " + String.join(", ", probe.notWatched()));
        }
        return probe.watches() ? Optional.of(new CollapseGuard(probe, Math.round(config.watch().everyKimg() * 1000),
                CollapseWatch.Rule.DEFAULT)) : Optional.empty();
    }

    /** Refuses before hours of work what can't fit, and says what would. */
    private static void checkMemory(RunConfig run, GanSpec spec) {
        long needed = ModelSize.of(run.architecture(), spec).trainingBytes(run.batch() / run.accumulate());
        long there = availableBytes();
        if (there > 0 && needed > there) {
            throw new SynthoscopeException(String.format(Locale.ROOT,
                    "training %s at batch %d needs about %.1f GB of memory, and %.1f GB are free; set 'accumulate' to %d "
                            + "for run '%s', or choose a smaller width or resolution", run.model(), run.batch(),
                    needed / 1e9, there / 1e9, run.accumulate() * 2, run.id()));
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
