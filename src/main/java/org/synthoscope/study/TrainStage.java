package org.synthoscope.study;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.TrainingImages;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.ModelSize;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Engine;
import org.synthoscope.training.JsonLog;
import org.synthoscope.training.RunFolder;
import org.synthoscope.training.SampleGrids;
import org.synthoscope.training.StopSignal;
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
        TrainingImages data = packed.training();
        GanSpec spec = run.spec(data.classes().size(), data.channels());
        checkMemory(run, spec);
        RunFolder place = folder.run(run.id());
        Device device = Device.parse(run.device());
        List<TrainingListener> all = new ArrayList<>(listeners);
        all.add(new JsonLog());
        all.add(new TensorBoardLog(config.seed()));
        all.add(new SampleGrids(GRID, GRID_COLUMNS, config.seed()));
        StopSignal stop = new StopSignal();
        CountDownLatch ended = new CountDownLatch(1);
        Optional<PrivateRun> privacy = run.privacy().promised() ? Optional.of(new PrivateRun(run, data, place)) : Optional.empty();
        privacy.ifPresent(p -> narrator.say(p.plan()));
        try (Trainable gan = privacy.map(p -> p.trainable(spec, config.seed(), device)).orElseGet(() -> run.architecture()
                .trainable(spec, run.settings(), run.arithmetic(), config.seed(), device));
             Registration onExit = register(stop, ended)) {
            AtomicFile.write(place.root().resolve("classes.txt"), String.join("\n", data.classes()) + "\n");
            Trainer trainer = new Trainer(gan, data, run.training(config.seed(), device), place, all);
            privacy.ifPresent(p -> p.drawn(trainer));
            Trainer.Result result = trainer.run(stop, narrator::warn);
            narrator.say(String.format(Locale.ROOT, "%s: %s after %.1f kimg (%,d steps, %.1f minutes)", run.id(),
                    result.alreadyDone() ? "already trained" : result.end() == Trainer.End.DONE ? "trained"
                            : "stopped, a checkpoint is saved", result.images() / 1000.0, result.step(),
                    result.elapsed().toMillis() / 60_000.0));
            privacy.ifPresent(p -> narrator.say(p.report(result)));
            return result;
        } finally {
            ended.countDown();
        }
    }

    private interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** Ctrl-C and SIGTERM: finish the step, save, and only then let the JVM end. */
    private static Registration register(StopSignal stop, CountDownLatch ended) {
        AutoCloseable request = Engine.start().whenTheJvmEnds(() -> {
            stop.request();
            try {
                ended.await(120, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return () -> {
            try {
                request.close();
            } catch (Exception e) {
                throw new IllegalStateException("taking a request back can't fail", e);
            }
        };
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
