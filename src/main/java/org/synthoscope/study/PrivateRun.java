package org.synthoscope.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.TrainingImages;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.NoiseArchitecture;
import org.synthoscope.gan.PrivateGan;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.training.RunFolder;
import org.synthoscope.training.Trainable;
import org.synthoscope.training.Trainer;
import org.synthoscope.training.dp.NoiseKey;
import org.synthoscope.training.dp.PrivateTraining;
import org.synthoscope.training.dp.RenyiAccountant;

/** A run under differential privacy: its promise, its secret, and what it says about both in {@code privacy.json}. */
final class PrivateRun {

    /** What the promise doesn't hold for; it stands with every ε. */
    static final List<String> NOT_COVERED = List.of(
            "checkpoints and noise.key, from which the noise can be worked out: keep them as private as the images",
            "evidence and reports, which measure and show real images",
            "what was chosen by looking at images: curation, the split, settings, and which of several runs is kept",
            "how many training images there are, of which classes",
            "several images of a patient: it is the image that is protected");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "privacy.json";
    private static final String KEY = "noise.key";

    private final RunConfig run;
    private final PrivateTraining promise;
    private final RunFolder place;

    PrivateRun(RunConfig run, TrainingImages data, RunFolder place) {
        this.run = run;
        this.promise = new PrivateTraining(run.privacy().noise(), run.privacy().clip(), run.privacy().delta(), run.batch(),
                data.count());
        this.place = place;
    }

    private NoiseKey key() {
        return NoiseKey.in(place.root().resolve(KEY), place.checkpointsLatestFirst().isEmpty()
                && !Files.exists(place.generator()));
    }

    Trainable trainable(GanSpec spec, long seed, Device device) {
        if (!(run.architecture() instanceof NoiseArchitecture architecture)) {
            throw new SynthoscopeException("run '" + run.id() + "': model '" + run.model() + "' can't be trained privately; 'gan' and "
                    + "'dcgan' can");
        }
        Precision precision = run.precision().equals("auto") ? Precision.FP32 : run.arithmetic();
        return new PrivateGan(architecture, spec, run.settings(), precision, seed, device, promise, key());
    }

    Trainer drawn(Trainer trainer) {
        return trainer.drawnBy(key().forUse("batches"));
    }

    /** What will be promised at the end, as far as it can be known before. */
    String plan() {
        if (run.kimg() == 0) {
            return run.id() + ": private; epsilon grows with every step, so a run limited by minutes says it at its end";
        }
        long steps = (Math.round(run.kimg() * 1000) + run.batch() - 1) / run.batch();
        return String.format(Locale.ROOT, "%s: private; after %,d steps epsilon will be %.3f at delta %.1e", run.id(), steps,
                promise.after(steps).epsilon(), promise.delta());
    }

    /** Writes what is promised after the steps done. */
    String report(Trainer.Result result) {
        RenyiAccountant.Guarantee g = promise.after(result.step());
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("epsilon", g.epsilon());
        all.put("delta", g.delta());
        all.put("steps", result.step());
        all.put("noise", promise.noise());
        all.put("clip", promise.clip());
        all.put("rate", promise.rate());
        all.put("trainingImages", promise.images());
        all.put("order", g.order());
        all.put("neighbours", "sets that differ by one image, added or removed");
        all.put("sampling", "Poisson: every step draws each image with the rate, independently, from a secret key");
        all.put("accountant", "Rényi differential privacy of the sampled Gaussian mechanism (Mironov, Talwar and Zhang, 2019)");
        all.put("covers", "generator.safetensors and images generated from it");
        all.put("doesNotCover", NOT_COVERED);
        try {
            AtomicFile.write(place.root().resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("plain values can always be written", impossible);
        }
        return String.format(Locale.ROOT, "%s: differentially private for every single image with epsilon %.4f at delta %.1e (%,d steps, "
                + "noise %s, rate %.5f); it covers the generator and its images, not checkpoints or reports", run.id(), g.epsilon(),
                g.delta(), result.step(), promise.noise(), promise.rate());
    }

    /** The promise of a run as a measure, {@code epsilon}, without doubt; empty if it isn't private. */
    static Optional<ComparisonResult> evidence(RunFolder place) {
        Map<String, String> said = provenance(place);
        if (said.isEmpty()) {
            return Optional.empty();
        }
        double epsilon = Double.parseDouble(said.get("private.epsilon"));
        return Optional.of(new ComparisonResult(List.of(new Measurement("epsilon", Measurement.ALL, epsilon, epsilon, epsilon,
                OptionalDouble.empty(), Integer.parseInt(said.get("private.trainingImages")), Measurement.Better.LOWER,
                "For every single training image, at delta = " + said.get("private.delta") + ", after "
                        + said.get("private.steps") + " steps; it covers the generator and its images, not checkpoints, this report or "
                        + "the choice among runs.")), List.of(), said));
    }

    /** The promise of a run as provenance, one line a fact; empty if it isn't private. */
    static Map<String, String> provenance(RunFolder place) {
        Path file = place.root().resolve(FILE);
        Map<String, String> lines = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return lines;
        }
        try {
            JSON.readValue(file.toFile(), new TypeReference<Map<String, Object>>() { }).forEach((k, v) -> lines.put("private." + k,
                    v instanceof List<?> list ? String.join("; ", list.stream().map(Object::toString).toList()) : v.toString()));
            return lines;
        } catch (IOException damaged) {
            throw new SynthoscopeException(file + " can't be read (" + damaged.getMessage() + "); train again, which writes it",
                    damaged);
        }
    }
}
