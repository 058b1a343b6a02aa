package org.synthoscope.training;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.tensor.Safetensors;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.tensor.TensorException;

/**
 * Weights of another training, to go on from with other images. Only weights and averages count: moments, streams and
 * counters belong to the training they come from.
 *
 * @param generator     by name; those of the average, where only a generator was saved
 * @param discriminator by name; empty if only a generator was saved
 * @param average       by name, the generator's average
 * @param description   model and sizes, as text by key
 * @param digest        SHA-256 of all that was read
 * @param from          what to call the source
 */
public record InitialWeights(Map<String, Tensor> generator, Map<String, Tensor> discriminator, Map<String, Tensor> average,
                             Map<String, String> description, String digest, String from) {

    private static final List<String> SIZES = List.of("resolution", "classes", "channels", "width", "latent");

    /**
     * Reads them; call inside a scope.
     *
     * @param place a run's folder, whose last whole checkpoint counts, or its generator if there is no checkpoint; or a
     *              generator's file
     * @throws SynthoscopeException if there are none or they can't be read
     */
    public static InitialWeights read(Path place) {
        if (Files.isRegularFile(place)) {
            return ofGenerator(place);
        }
        RunFolder folder = new RunFolder(place);
        String damaged = "";
        for (Path file : folder.checkpointsLatestFirst()) {
            try {
                Safetensors.Contents contents = Safetensors.read(file);
                if (Checkpoint.digest(contents.tensors(), contents.metadata()).equals(contents.metadata().get("sha256"))) {
                    return ofCheckpoint(file, contents);
                }
                damaged = "; " + file + " is damaged";
            } catch (TensorException e) {
                damaged = "; " + e.getMessage();
            }
        }
        if (Files.isRegularFile(folder.generator())) {
            return ofGenerator(folder.generator());
        }
        throw new SynthoscopeException("no weights to start from at " + place + ": it is neither a run's folder with a "
                + "checkpoint (STUDY/runs/ID) nor a generator.safetensors" + damaged);
    }

    private static InitialWeights ofGenerator(Path file) {
        Safetensors.Contents contents = Safetensors.read(file);
        return new InitialWeights(contents.tensors(), Map.of(), contents.tensors(), contents.metadata(),
                StateDigest.of(contents.tensors(), contents.metadata(), ""), file.toString());
    }

    private static InitialWeights ofCheckpoint(Path file, Safetensors.Contents contents) {
        Map<String, Tensor> all = contents.tensors();
        return new InitialWeights(under("generator.", all), under("discriminator.", all), under("average.", all),
                described(contents.metadata().getOrDefault("fingerprint", "")), StateDigest.of(all, contents.metadata(), ""),
                file.toString());
    }

    /** A fingerprint begins with the model's name and its sizes. */
    private static Map<String, String> described(String fingerprint) {
        Map<String, String> description = new LinkedHashMap<>();
        String[] words = fingerprint.split(" ");
        description.put("model", words[0]);
        for (String word : words) {
            int at = word.indexOf('=');
            if (at > 0 && SIZES.contains(word.substring(0, at))) {
                description.putIfAbsent(word.substring(0, at), word.substring(at + 1));
            }
        }
        return description;
    }

    private static Map<String, Tensor> under(String prefix, Map<String, Tensor> all) {
        Map<String, Tensor> part = new LinkedHashMap<>();
        all.forEach((name, t) -> {
            if (name.startsWith(prefix)) {
                part.put(name.substring(prefix.length()), t);
            }
        });
        return part;
    }
}
