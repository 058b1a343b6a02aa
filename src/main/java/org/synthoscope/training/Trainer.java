package org.synthoscope.training;

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
    public enum End { DONE, STOPPED }

    /**
     * Where the run stands at the end of a call.
     *
     * @param end        budget used up, or stopped on request
     * @param step       steps done
     * @param images     images shown
     * @param elapsed    training time, all sessions together
     * @param dataShare  part of this session's step time that went into assembling batches
     * @param alreadyDone whether there was nothing left to do
     */
    public record Result(End end, long step, long images, Duration elapsed, double dataShare, boolean alreadyDone) {
    }

    private final Trainable model;
    private final TrainingImages data;
    private final TrainingSettings settings;
    private final RunFolder folder;
    private final List<TrainingListener> listeners;
    private final String fingerprint;

    private Optional<BatchSource> drawn = Optional.empty();
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
        this.fingerprint = model.fingerprint() + " | " + settings.fingerprint() + " | data=" + data.digest();
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
        if (fraction(before) >= 1) {
            exportGenerator();
            return new Result(End.DONE, step, images, before, 0, true);
        }
        try {
            listeners.forEach(l -> l.started(folder, model, step, images));
            if (images == 0) {
                listeners.forEach(l -> l.sampled(folder, model, 0));
            }
            return loop(stop);
        } catch (NonFiniteLossException e) {
            throw new NonFiniteLossException(e, step, images, lastGood());
        } finally {
            listeners.forEach(TrainingListener::close);
        }
    }

    private Result loop(StopSignal stop) {
        BatchSource source = new BatchSource(data, settings.seed(), settings.balanced(), settings.flip(),
                settings.device());
        long start = System.nanoTime();
        long startImages = images;
        long saved = start;
        long dataNanos = 0;
        Duration elapsed = before;
        while (fraction(elapsed) < 1 && !stop.requested()) {
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
            if (now - saved >= settings.checkpointEvery().toNanos()) {
                save(elapsed);
                saved = System.nanoTime();
            }
        }
        boolean done = fraction(elapsed) >= 1;
        if (done && !crossed(settings.sampleEvery())) {
            listeners.forEach(l -> l.sampled(folder, model, images));
        }
        save(elapsed);
        if (done) {
            exportGenerator();
        }
        double share = dataNanos / Math.max(1.0, System.nanoTime() - start);
        return new Result(done ? End.DONE : End.STOPPED, step, images, elapsed, share, false);
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

    private void exportGenerator() {
        try (Scope s = Scope.open()) {
            Map<String, String> meta = new TreeMap<>(model.generatorDescription());
            meta.put("format", "synthoscope-generator-1");
            meta.put("fingerprint", fingerprint);
            meta.put("images", Long.toString(images));
            Safetensors.write(folder.generator(), model.generatorState(), meta);
        }
    }

    private String lastGood() {
        return Optional.of(folder.checkpointsLatestFirst()).filter(l -> !l.isEmpty())
                .map(l -> "The last good checkpoint is " + l.get(0) + ".").orElse("There is no checkpoint yet.");
    }
}
