package org.synthoscope.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.TrainingImages;
import org.synthoscope.tensor.Safetensors;
import org.synthoscope.tensor.Scope;

/**
 * The loop: shows batches, saves checkpoints, tells listeners, and stops at the budget's end or on request.
 *
 * <p>All that a step depends on is in the model's state and the number of images shown, so a run that was stopped in
 * any way and resumed ends in the same weights, byte for byte, as one that never stopped.
 */
public final class Trainer {

    /** How a call ended. */
    public enum End {
        /** The budget is used up. */
        DONE,
        /** On request. */
        STOPPED,
        /** The watch saw a collapse: the run has ended, and the generator is that of the best checkpoint before. */
        COLLAPSED
    }

    /**
     * Where the run stands at the end of a call.
     *
     * @param end        budget used up, stopped on request, or ended by the watch
     * @param step       steps done
     * @param images     images shown
     * @param elapsed    training time, all sessions together
     * @param dataShare  part of this session's step time that went into assembling batches
     * @param alreadyDone whether there was nothing left to do
     * @param collapse    why it ended if it collapsed
     */
    public record Result(End end, long step, long images, Duration elapsed, double dataShare, boolean alreadyDone,
                         Optional<Collapse> collapse) {
    }

    private final Trainable model;
    private final TrainingImages data;
    private final TrainingSettings settings;
    private final RunFolder folder;
    private final List<TrainingListener> listeners;
    private final String settingsLine;
    private final String fingerprint;
    private final BestCheckpoint best;

    private Optional<BatchSource> drawn = Optional.empty();
    private Optional<CollapseGuard> guard = Optional.empty();
    private long step;
    private long images;
    private Duration before = Duration.ZERO;
    private final Map<String, Double> window = new LinkedHashMap<>();

    /** @param listeners are told in this order, and closed at the end */
    public Trainer(Trainable model, TrainingImages data, TrainingSettings settings, RunFolder folder,
                   List<TrainingListener> listeners) {
        if (data.count() < settings.batch()) {
            throw new SynthoscopeException("there are only " + data.count() + " images to train on, fewer than one batch"
                    + " of " + settings.batch() + "; add images or choose a smaller batch");
        }
        this.model = model;
        this.data = data;
        this.settings = settings;
        this.folder = folder;
        this.listeners = List.copyOf(listeners);
        this.settingsLine = model.fingerprint() + " | " + settings.fingerprint();
        this.fingerprint = settingsLine + " | data=" + data.digest();
        this.best = new BestCheckpoint(folder);
    }

    /** Has the samples watched, and the run ended if they collapse. */
    public Trainer watchedBy(CollapseGuard by) {
        guard = Optional.of(by);
        return this;
    }

    /**
     * Has batches drawn by Poisson sampling, as differential privacy wants it, not dealt: their size is
     * {@code settings.batch()} in the mean, and a step counts as that many images whatever its size.
     *
     * @param key secret of the drawing
     * @throws SynthoscopeException if the settings want classes balanced or batches divided
     */
    public Trainer drawnBy(long key) {
        if (settings.balanced() || settings.accumulate() > 1) {
            throw new SynthoscopeException("a private training draws every image with the same chance: set 'sampling' to natural and "
                    + "'accumulate' to 1");
        }
        drawn = Optional.of(BatchSource.poisson(data, key, settings.batch(), settings.flip(), settings.device()));
        return this;
    }

    /**
     * Trains until the budget is used up or {@code stop} asks for an end, from the last checkpoint if there is one.
     *
     * @param warnings told of damaged checkpoints that were passed over
     * @throws NonFiniteLossException if a loss or weight stops being a number
     */
    public Result run(StopSignal stop, Consumer<String> warnings) {
        try (Scope s = Scope.open()) {
            Checkpoint.resume(folder, model, fingerprint, warnings).ifPresent(c -> {
                step = c.step();
                images = c.images();
                before = c.elapsed();
                window.putAll(c.window());
            });
        }
        Optional<Collapse> ended = Collapse.of(folder);
        if (ended.isPresent() && guard.isPresent()) {
            return new Result(End.COLLAPSED, step, images, before, 0, true, ended);
        }
        if (ended.isPresent()) {
            warnings.accept("the run " + ended.get().sentence() + ". Nothing watches it now, so it goes on from its last "
                    + "checkpoint");
            delete(folder.collapse());
        }
        guard.ifPresent(g -> {
            g.resume(folder, images);
            best.resume(g, images);
        });
        if (fraction(before) >= 1 && !alarmed()) {
            exportGenerator(images);
            return new Result(End.DONE, step, images, before, 0, true, Optional.empty());
        }
        try {
            listeners.forEach(l -> l.started(folder, model, step, images));
            if (images == 0) {
                listeners.forEach(l -> l.sampled(folder, model, 0));
            }
            return loop(stop, warnings);
        } catch (NonFiniteLossException e) {
            throw new NonFiniteLossException(e, step, images, lastGood());
        } finally {
            listeners.forEach(TrainingListener::close);
        }
    }

    private Result loop(StopSignal stop, Consumer<String> warnings) {
        BatchSource source = new BatchSource(data, settings.seed(), settings.balanced(), settings.flip(),
                settings.device());
        long start = System.nanoTime();
        long startImages = images;
        long saved = start;
        long dataNanos = 0;
        Duration elapsed = before;
        while (fraction(elapsed) < 1 && !stop.requested() && !alarmed()) {
            Map<String, Double> losses;
            try (Scope s = Scope.open()) {
                long t = System.nanoTime();
                List<Batch> batches = drawn.orElse(source).at(images, settings.batch(), settings.accumulate());
                dataNanos += System.nanoTime() - t;
                losses = model.step(batches, images);
            }
            step++;
            images += settings.batch();
            long now = System.nanoTime();
            elapsed = before.plusNanos(now - start);
            Progress progress = progress(elapsed, Duration.ofNanos(now - start), images - startImages, losses);
            report(progress, losses);
            if (guard.isPresent() && guard.get().due(progress) && watch(guard.get(), progress, warnings)) {
                save(elapsed);
                saved = System.nanoTime();
                best.keep(images, guard.get().scoreAt(images));
            }
            if (now - saved >= settings.checkpointEvery().toNanos()) {
                save(elapsed);
                saved = System.nanoTime();
            }
        }
        boolean done = fraction(elapsed) >= 1 || alarmed();
        if (done && !crossed(settings.sampleEvery())) {
            listeners.forEach(l -> l.sampled(folder, model, images));
        }
        save(elapsed);
        Optional<Collapse> collapse = alarmed() ? Optional.of(returnToBest(warnings)) : Optional.empty();
        if (done && collapse.isEmpty()) {
            exportGenerator(images);
        }
        double share = dataNanos / Math.max(1.0, System.nanoTime() - start);
        return new Result(collapse.isPresent() ? End.COLLAPSED : done ? End.DONE : End.STOPPED, step, images, elapsed,
                share, false, collapse);
    }

    private boolean alarmed() {
        return guard.flatMap(CollapseGuard::alarm).isPresent();
    }

    /** Reads the samples; whether this state should be kept as the best. */
    private boolean watch(CollapseGuard by, Progress progress, Consumer<String> warnings) {
        List<Reading> readings = by.read(progress, model);
        if (!by.late().isEmpty()) {
            warnings.accept("half of the run is over and it hasn't come up: " + String.join(", ", by.late())
                    + "; look at the sample grids and consider stopping it: fewer classes, a lower learning rate or another model may do");
        }
        listeners.forEach(l -> l.watched(progress, readings, by.alarm()));
        return by.alarm().isEmpty() && best.wants(by.scoreAt(images), settings.checkpointEvery().toNanos());
    }

    /**
     * Takes the generator from the best checkpoint. The note that the run has ended comes last: a kill before it leaves a
     * run that raises the same alarm from its log.
     */
    private Collapse returnToBest(Consumer<String> warnings) {
        Alarm alarm = guard.flatMap(CollapseGuard::alarm).orElseThrow();
        long back;
        try (Scope s = Scope.open()) {
            back = best.load(model, fingerprint, warnings).map(Checkpoint::images).orElse(-1L);
        }
        exportGenerator(back < 0 ? images : back);
        Collapse collapse = new Collapse(alarm.images(), alarm.group(), alarm.reason(), back);
        collapse.write(folder);
        return collapse;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new SynthoscopeException("could not delete " + file + ": " + e.getMessage() + "; check its permissions", e);
        }
    }

    private void report(Progress progress, Map<String, Double> losses) {
        listeners.forEach(l -> l.stepped(progress));
        losses.forEach((name, value) -> window.merge(name, value, Double::sum));
        window.merge("", 1.0, Double::sum);
        if (crossed(settings.logEvery())) {
            double n = window.remove("");
            Map<String, Double> means = new LinkedHashMap<>();
            losses.keySet().forEach(name -> means.put(name, window.get(name) / n));
            window.clear();
            listeners.forEach(l -> l.logged(progress, means));
        }
        if (crossed(settings.sampleEvery())) {
            listeners.forEach(l -> l.sampled(folder, model, images));
        }
    }

    /** Whether the last step took the count over a multiple of {@code every}. */
    private boolean crossed(long every) {
        return images / every > (images - settings.batch()) / every;
    }

    private double fraction(Duration elapsed) {
        double byImages = settings.images().isPresent() ? images / (double) settings.images().getAsLong() : 0;
        double byTime = settings.time().map(t -> elapsed.toNanos() / (double) Math.max(1, t.toNanos())).orElse(0.0);
        return Math.max(byImages, byTime);
    }

    private Progress progress(Duration elapsed, Duration session, long sessionImages, Map<String, Double> losses) {
        double fraction = Math.min(1, fraction(elapsed));
        Duration remaining = fraction > 0
                ? Duration.ofNanos((long) (elapsed.toNanos() * (1 - fraction) / fraction)) : Duration.ZERO;
        double rate = sessionImages / Math.max(1e-9, session.toNanos() / 1e9);
        return new Progress(step, images, fraction, elapsed, remaining, rate, losses);
    }

    private void save(Duration elapsed) {
        try (Scope s = Scope.open()) {
            new Checkpoint(step, images, elapsed, new LinkedHashMap<>(window)).write(folder, model, fingerprint);
        }
    }

    private void exportGenerator(long after) {
        try (Scope s = Scope.open()) {
            Map<String, String> meta = new TreeMap<>(model.generatorDescription());
            meta.put("format", "synthoscope-generator-1");
            // The data's digest tells whoever guesses the images whether the guess is right: no privacy would survive it.
            meta.put("fingerprint", drawn.isPresent() ? settingsLine : fingerprint);
            meta.put("images", Long.toString(after));
            Safetensors.write(folder.generator(), model.generatorState(), meta);
        }
    }

    private String lastGood() {
        return Optional.of(folder.checkpointsLatestFirst()).filter(l -> !l.isEmpty())
                .map(l -> "The last good checkpoint is " + l.get(0) + ".").orElse("There is no checkpoint yet.");
    }
}
