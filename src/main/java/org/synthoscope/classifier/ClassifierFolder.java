package org.synthoscope.classifier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.tensor.Safetensors;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.tensor.TensorException;
import org.synthoscope.training.StateDigest;

/**
 * Where a training keeps its state: {@code epoch-0001.safetensors}, the last two of them, and at the end {@code
 * classifier.safetensors} instead. All are written whole or not at all.
 *
 * @param root the folder
 */
record ClassifierFolder(Path root) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DIGEST = "sha256";
    private static final String FORMAT = "synthoscope-classifier-checkpoint-1";
    private static final int KEEP = 2;

    /**
     * A point from which a training goes on.
     *
     * @param epochs  done so far
     * @param elapsed training time so far
     */
    record Point(List<EpochReport> epochs, Duration elapsed) {
    }

    Path finished() {
        return root.resolve("classifier.safetensors");
    }

    private Path checkpoint(int epoch) {
        return root.resolve(String.format(Locale.ROOT, "epoch-%04d.safetensors", epoch));
    }

    /** Writes the state after an epoch and drops the checkpoints before the last two. */
    void save(ClassifierModel model, Point point, String fingerprint) {
        Map<String, Tensor> state = model.state();
        Map<String, String> meta = new TreeMap<>();
        meta.put("format", FORMAT);
        meta.put("fingerprint", fingerprint);
        meta.put("epochs", write(point.epochs));
        meta.put("elapsed_nanos", Long.toString(point.elapsed.toNanos()));
        meta.put(DIGEST, StateDigest.of(state, meta, DIGEST));
        Path file = checkpoint(point.epochs.size());
        Safetensors.write(file, state, meta);
        List<Path> all = checkpointsLatestFirst();
        int here = all.indexOf(file);
        // Later ones were damaged, else the training would have gone on from them.
        all.subList(0, here).forEach(ClassifierFolder::delete);
        all.stream().skip(here + (long) KEEP).forEach(ClassifierFolder::delete);
    }

    /**
     * Loads the latest whole checkpoint into the model.
     *
     * @param warnings told of damaged ones that were passed over
     * @throws SynthoscopeException if it belongs to another training, or if there are checkpoints but none is whole
     */
    Optional<Point> resume(ClassifierModel model, String fingerprint, Consumer<String> warnings) {
        List<Path> files = checkpointsLatestFirst();
        for (Path file : files) {
            Safetensors.Contents contents;
            try {
                contents = Safetensors.read(file);
            } catch (TensorException damaged) {
                warnings.accept(damaged.getMessage() + "; the checkpoint before it is used");
                continue;
            }
            Map<String, String> meta = contents.metadata();
            if (!StateDigest.of(contents.tensors(), meta, DIGEST).equals(meta.get(DIGEST))) {
                warnings.accept(file + " is damaged (its digest doesn't fit); the checkpoint before it is used");
                continue;
            }
            agree(file, meta, fingerprint);
            model.load(contents.tensors(), file.toString());
            return Optional.of(new Point(read(meta.get("epochs"), file),
                    Duration.ofNanos(Long.parseLong(meta.get("elapsed_nanos")))));
        }
        if (!files.isEmpty()) {
            throw new SynthoscopeException("none of the " + files.size() + " checkpoints in " + root
                    + " is whole; delete them to train the classifier anew");
        }
        return Optional.empty();
    }

    static void agree(Path file, Map<String, String> meta, String fingerprint) {
        String theirs = meta.getOrDefault("fingerprint", "an unknown training");
        if (!theirs.equals(fingerprint)) {
            throw new SynthoscopeException(file + " belongs to another training.\n  there: " + theirs + "\n  now:   "
                    + fingerprint + "\nGive the same settings and images to go on, or another folder to start anew");
        }
    }

    /** Writes the finished classifier and removes the checkpoints, which nothing needs any more. */
    void finish(Map<String, Tensor> weights, Map<String, String> description) {
        Map<String, String> meta = new TreeMap<>(description);
        meta.put(DIGEST, StateDigest.of(weights, meta, DIGEST));
        Safetensors.write(finished(), weights, meta);
        removeCheckpoints();
    }

    /** Removes what a training that was killed while it tidied up left. */
    void removeCheckpoints() {
        list("epoch-\\d+\\.safetensors|\\.(epoch-\\d+|classifier)\\.safetensors\\.part").forEach(ClassifierFolder::delete);
    }

    /**
     * Reads a finished classifier.
     *
     * @throws SynthoscopeException if it is missing, damaged or something else
     */
    static Safetensors.Contents readFinished(Path file) {
        Safetensors.Contents contents = Safetensors.read(file);
        Map<String, String> meta = contents.metadata();
        if (!StateDigest.of(contents.tensors(), meta, DIGEST).equals(meta.get(DIGEST))) {
            throw new SynthoscopeException(file + " is damaged or no classifier of this program (its digest doesn't fit); train"
                    + " it again");
        }
        return contents;
    }

    private List<Path> checkpointsLatestFirst() {
        return list("epoch-\\d+\\.safetensors").sorted(Comparator.comparing(Path::toString).reversed()).toList();
    }

    private Stream<Path> list(String pattern) {
        if (!Files.isDirectory(root)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(root)) {
            return files.filter(f -> f.getFileName().toString().matches(pattern)).toList().stream();
        } catch (IOException e) {
            throw new SynthoscopeException("could not list " + root + ": " + e.getMessage() + "; check its permissions", e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException leftBehind) {
            // An old checkpoint that can't be removed costs space, nothing else.
        }
    }

    // ---- the history of a training, as a JSON list of lists

    static String write(List<EpochReport> epochs) {
        ArrayNode all = JSON.createArrayNode();
        epochs.forEach(e -> all.addArray().add(e.trainingLoss()).add(e.trainingAccuracy()).add(e.validationLoss())
                .add(e.validationAccuracy()).add(e.learningRate()));
        return all.toString();
    }

    static List<EpochReport> read(String json, Path file) {
        List<EpochReport> epochs = new ArrayList<>();
        try {
            for (JsonNode e : JSON.readTree(json == null ? "" : json)) {
                epochs.add(new EpochReport(epochs.size() + 1, e.path(0).asDouble(), e.path(1).asDouble(),
                        e.path(2).asDouble(), e.path(3).asDouble(), e.path(4).asDouble()));
            }
        } catch (JsonProcessingException e) {
            throw new SynthoscopeException(file + " has no readable history of its epochs; train the classifier again", e);
        }
        return epochs;
    }
}
