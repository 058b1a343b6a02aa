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
import org.synthoscope.tensor.Safetensors;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.tensor.TensorException;

/**
 * Everything a run needs to go on exactly: the model's state, counters and the log's half-full window. Written whole
 * or not at all, with a digest over tensors and counters, so a cut-off or altered file is recognised and the one before is used.
 *
 * @param step    steps done
 * @param images  images shown
 * @param elapsed training time so far
 * @param window  the log's open window: sums by name, and under {@code ""} how many steps they hold
 */
record Checkpoint(long step, long images, Duration elapsed, Map<String, Double> window) {

    private static final int KEEP = 2;
    private static final String DIGEST = "sha256";

    /** Writes the state after a step and drops the checkpoints before the last two. */
    void write(RunFolder folder, Trainable model, String fingerprint) {
        Map<String, Tensor> state = model.state();
        state.forEach((name, t) -> {
            if (t.dtype().isFloating() && !t.isFinite()) {
                throw NonFiniteLossException.inState(name);
            }
        });
        Map<String, String> meta = new TreeMap<>();
        meta.put("format", "synthoscope-checkpoint-1");
        meta.put("fingerprint", fingerprint);
        meta.put("step", Long.toString(step));
        meta.put("images", Long.toString(images));
        meta.put("elapsed_nanos", Long.toString(elapsed.toNanos()));
        window.forEach((name, sum) -> meta.put("window." + name, Double.toString(sum)));
        meta.put(DIGEST, digest(state, meta));
        Path file = folder.checkpoint(images);
        Safetensors.write(file, state, meta);
        // Those after this one were damaged, else the run would have gone on from them: they don't count as kept.
        List<Path> others = folder.checkpointsLatestFirst();
        int here = others.indexOf(file);
        others.subList(0, here).forEach(Checkpoint::delete);
        others.stream().skip(here + (long) KEEP).forEach(Checkpoint::delete);
        folder.unfinishedCheckpoints().forEach(Checkpoint::delete);
    }

    /**
     * Loads the latest whole checkpoint into the model.
     *
     * @param warnings told of damaged ones that were passed over
     * @return the counters, or empty if there is no checkpoint
     * @throws SynthoscopeException if the checkpoint belongs to another model, data set or setting, or if there are
     *                              checkpoints but none is whole
     */
    static Optional<Checkpoint> resume(RunFolder folder, Trainable model, String fingerprint,
                                       Consumer<String> warnings) {
        List<Path> files = folder.checkpointsLatestFirst();
        for (Path file : files) {
            Optional<Checkpoint> whole = load(file, model, fingerprint, warnings);
            if (whole.isPresent()) {
                return whole;
            }
        }
        if (!files.isEmpty()) {
            throw new SynthoscopeException("none of the " + files.size() + " checkpoints in " + folder.checkpoints()
                    + " is whole; restore one from a backup, or delete that folder to start the run anew");
        }
        return Optional.empty();
    }

    /** Loads one checkpoint into the model; empty, with a warning, if it isn't whole. */
    static Optional<Checkpoint> load(Path file, Trainable model, String fingerprint, Consumer<String> warnings) {
        Safetensors.Contents contents;
        try {
            contents = Safetensors.read(file);
        } catch (TensorException e) {
            warnings.accept(e.getMessage() + "; the checkpoint before it is used");
            return Optional.empty();
        }
        Map<String, String> meta = contents.metadata();
        if (!digest(contents.tensors(), meta).equals(meta.get(DIGEST))) {
            warnings.accept(file + " is damaged (its digest doesn't fit); the checkpoint before it is used");
            return Optional.empty();
        }
        String theirs = meta.getOrDefault("fingerprint", "an unknown run");
        if (!theirs.equals(fingerprint)) {
            throw new SynthoscopeException(file + " belongs to another run.\n  checkpoint: " + theirs
                    + "\n  now:        " + fingerprint
                    + "\nGive the same settings to go on, or another run name or folder to start anew");
        }
        model.load(contents.tensors(), file.toString());
        Map<String, Double> window = new LinkedHashMap<>();
        meta.forEach((k, v) -> {
            if (k.startsWith("window.")) {
                window.put(k.substring(7), Double.valueOf(v));
            }
        });
        return Optional.of(new Checkpoint(Long.parseLong(meta.get("step")), Long.parseLong(meta.get("images")),
                Duration.ofNanos(Long.parseLong(meta.get("elapsed_nanos"))), window));
    }

    static String digest(Map<String, Tensor> state, Map<String, String> meta) {
        return StateDigest.of(state, meta, DIGEST);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException leftBehind) {
            // An old checkpoint that can't be removed costs space, nothing else.
        }
    }
}
