package org.synthoscope.classifier;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.DataOrder;
import org.synthoscope.collection.ImageMix;
import org.synthoscope.collection.TrainingMix;
import org.synthoscope.collection.ValidationMix;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;
import org.synthoscope.training.Pixels;
import org.synthoscope.training.Progress;
import org.synthoscope.training.StopSignal;

/**
 * Trains a classifier epoch by epoch, saves its state after each, and ends with the weights of the epoch with the least
 * validation loss.
 *
 * <p>All that an epoch depends on is in the saved state and the number of epochs done, so a training that was killed and
 * run again ends in the same bytes as one that wasn't.
 */
public final class ClassifierTrainer {

    /** How a call ended. */
    public enum End { DONE, STOPPED }

    /**
     * Where the training stands at the end of a call.
     *
     * @param epochs      all so far
     * @param file        the finished classifier, there if the end is {@link End#DONE}
     * @param elapsed     training time, all calls together
     * @param alreadyDone whether there was nothing left to do
     */
    public record Result(End end, List<EpochReport> epochs, Path file, Duration elapsed, boolean alreadyDone) {
    }

    private final ClassifierSpec spec;
    private final ClassifierSettings settings;
    private final TrainingMix images;
    private final ValidationMix validation;
    private final ClassifierFolder folder;
    private final ClassifierListener listener;
    private final double[] weights;
    private final int steps;
    private final DataOrder order;
    private final String fingerprint;

    /**
     * Prepares a training.
     *
     * @param validation steers it; of the same size and classes
     * @param folder     of this training alone
     * @throws SynthoscopeException if images, classes and network don't fit, or a class can't be learned
     */
    public ClassifierTrainer(ClassifierSpec spec, ClassifierSettings settings, TrainingMix images, ValidationMix validation,
                             Path folder, ClassifierListener listener) {
        check(spec, "training", images);
        check(spec, "validation", validation);
        if (!images.classes().equals(validation.classes())) {
            throw new SynthoscopeException("the training images have the classes " + images.classes()
                    + ", the validation images " + validation.classes());
        }
        this.spec = spec;
        this.settings = settings;
        this.images = images;
        this.validation = validation;
        this.folder = new ClassifierFolder(folder);
        this.listener = listener;
        this.weights = settings.weights().of(images.counts());
        this.steps = settings.stepsPerEpoch().orElse((images.count() + settings.batch() - 1) / settings.batch());
        this.order = new DataOrder(images.count(), settings.seed());
        this.fingerprint = spec.line() + " | " + settings.line() + " | training=" + images.digest() + " validation="
                + validation.digest();
    }

    /** Network, settings and digests of the images, in one line: what a training that goes on must agree with. */
    public String fingerprint() {
        return fingerprint;
    }

    private static void check(ClassifierSpec spec, String part, ImageMix<?> mix) {
        if (mix.count() == 0) {
            throw new SynthoscopeException("there are no " + part + " images for the classifier; "
                    + (part.equals("validation") ? "give the split a validation share" : "add images"));
        }
        if (mix.height() != spec.height() || mix.width() != spec.width() || mix.channels() != spec.channels()
                || mix.classes().size() != spec.classes()) {
            throw new SynthoscopeException("the " + part + " images (" + mix.height() + " x " + mix.width() + ", "
                    + mix.channels() + " channels, " + mix.classes().size() + " classes) don't fit the classifier ("
                    + spec.line() + ")");
        }
    }

    /**
     * Trains to the end, from the last saved epoch if there is one.
     *
     * @param stop     asks for an end after the current step; what the open epoch did is done again at the next call
     * @param warnings told of damaged checkpoints that were passed over
     * @throws org.synthoscope.training.NonFiniteLossException if the loss stops being a number
     */
    public Result run(StopSignal stop, Consumer<String> warnings) {
        Path file = folder.finished();
        if (Files.exists(file)) {
            try (Scope s = Scope.open()) {
                Map<String, String> meta = ClassifierFolder.readFinished(file).metadata();
                ClassifierFolder.agree(file, meta, fingerprint);
                folder.removeCheckpoints();
                return new Result(End.DONE, ClassifierFolder.read(meta.get("epochs"), file), file, Duration.ZERO, true);
            }
        }
        try (Scope s = Scope.open(); ClassifierModel model = new ClassifierModel(spec, settings, weights)) {
            ClassifierFolder.Point start = folder.resume(model, fingerprint, warnings)
                    .orElse(new ClassifierFolder.Point(List.of(), Duration.ZERO));
            return train(model, start, stop);
        }
    }

    private Result train(ClassifierModel model, ClassifierFolder.Point start, StopSignal stop) {
        List<EpochReport> epochs = new ArrayList<>(start.epochs());
        Clock clock = new Clock(start.elapsed(), epochs.size());
        listener.started(epochs.size(), settings.epochs());
        while (!done(epochs)) {
            double rate = settings.plateau().rate(settings.learningRate(), epochs);
            double loss = 0;
            long right = 0;
            for (int step = 0; step < steps; step++) {
                if (stop.requested()) {
                    return new Result(End.STOPPED, List.copyOf(epochs), folder.finished(), clock.elapsed(), false);
                }
                ClassifierModel.Outcome outcome;
                try (Scope s = Scope.open()) {
                    outcome = model.step(batch(epochs.size(), step), rate);
                }
                loss += outcome.loss();
                right += outcome.right();
                listener.stepped(clock.progress(epochs.size(), step + 1, outcome));
            }
            ClassifierModel.Outcome judged = validate(model);
            epochs.add(new EpochReport(epochs.size() + 1, loss / steps, right / ((double) steps * settings.batch()),
                    judged.loss(), judged.right() / (double) validation.count(), rate));
            boolean best = EarlyStopping.best(losses(epochs)) == epochs.size() - 1;
            if (best) {
                model.markBest();
            }
            try (Scope s = Scope.open()) {
                folder.save(model, new ClassifierFolder.Point(epochs, clock.elapsed()), fingerprint);
            }
            listener.epochEnded(epochs.get(epochs.size() - 1), best);
        }
        folder.finish(model.best(), description(epochs));
        return new Result(End.DONE, List.copyOf(epochs), folder.finished(), clock.elapsed(), false);
    }

    private boolean done(List<EpochReport> epochs) {
        return epochs.size() >= settings.epochs() || settings.stopping().ends(losses(epochs));
    }

    private static List<Double> losses(List<EpochReport> epochs) {
        return epochs.stream().map(EpochReport::validationLoss).toList();
    }

    private Batch batch(int epoch, int step) {
        long first = ((long) epoch * steps + step) * settings.batch();
        int[] chosen = new int[settings.batch()];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = order.indexAt(first + i);
        }
        return batch(images, chosen);
    }

    private Batch batch(ImageMix<?> mix, int[] chosen) {
        byte[] bytes = new byte[chosen.length * mix.imageBytes()];
        long[] labels = new long[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            mix.read(chosen[i], bytes, i * mix.imageBytes());
            labels[i] = mix.label(chosen[i]);
        }
        return new Batch(Pixels.toTensor(bytes, chosen.length, mix.height(), mix.width(), mix.channels())
                .to(settings.device()), Tensor.of(labels, labels.length).to(settings.device()));
    }

    private ClassifierModel.Outcome validate(ClassifierModel model) {
        double loss = 0;
        int right = 0;
        for (int first = 0; first < validation.count(); first += settings.batch()) {
            int[] chosen = java.util.stream.IntStream.range(first,
                    Math.min(validation.count(), first + settings.batch())).toArray();
            try (Scope s = Scope.open()) {
                ClassifierModel.Outcome outcome = model.judge(batch(validation, chosen));
                loss += outcome.loss() * chosen.length;
                right += outcome.right();
            }
        }
        return new ClassifierModel.Outcome(loss / validation.count(), right);
    }

    private Map<String, String> description(List<EpochReport> epochs) {
        Map<String, String> d = new LinkedHashMap<>();
        d.put("format", TrainedClassifier.FORMAT);
        d.put("kind", spec.kind().word());
        d.put("height", Integer.toString(spec.height()));
        d.put("width", Integer.toString(spec.width()));
        d.put("channels", Integer.toString(spec.channels()));
        d.put("filters", Integer.toString(spec.filters()));
        d.put("classes", ClassNames.write(images.classes()));
        d.put("epochs", ClassifierFolder.write(epochs));
        d.put("best_epoch", Integer.toString(EarlyStopping.best(losses(epochs)) + 1));
        d.put("fingerprint", fingerprint);
        return d;
    }

    /** Tells the time, and what is left of it. */
    private final class Clock {

        private final Duration before;
        private final int epochsBefore;
        private final long start = System.nanoTime();

        Clock(Duration before, int epochsBefore) {
            this.before = before;
            this.epochsBefore = epochsBefore;
        }

        Duration elapsed() {
            return before.plusNanos(System.nanoTime() - start);
        }

        Progress progress(int epochsDone, int stepsDone, ClassifierModel.Outcome outcome) {
            long step = (long) epochsDone * steps + stepsDone;
            long session = step - (long) epochsBefore * steps;
            double nanos = System.nanoTime() - start;
            long left = (long) settings.epochs() * steps - step;
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("loss", outcome.loss());
            figures.put("accuracy", outcome.right() / (double) settings.batch());
            return new Progress(step, step * settings.batch(), step / (double) ((long) settings.epochs() * steps), elapsed(),
                    Duration.ofNanos((long) (nanos / session * left)), session * settings.batch() / Math.max(1e-9, nanos / 1e9),
                    figures);
        }
    }
}
