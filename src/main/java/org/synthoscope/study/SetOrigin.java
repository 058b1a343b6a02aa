package org.synthoscope.study;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.TrainingImages;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.Measurement.Better;
import org.synthoscope.gan.Architecture;

/** Where the images of a run's synthetic set come from: this run's generator, image by image, or not. */
final class SetOrigin {

    private final StudyFolder folder;

    SetOrigin(StudyFolder folder) {
        this.folder = folder;
    }

    /**
     * Refuses what wasn't made by this run's generator from this study's training images.
     *
     * @throws SynthoscopeException naming the set and what would do
     */
    void requireOurs(RunConfig run, PackedImages packed) {
        Path generator = folder.run(run.id()).generator();
        Path set = folder.synthetic(run.id());
        String data = GenerateStage.describe(generator).getOrDefault("fingerprint", "");
        TrainingImages training = run.images(packed);
        boolean own = data.contains("data=" + training.digest()) || IntStream.range(0, training.classes().size())
                .anyMatch(c -> data.contains("data=" + training.ofClass(c).digest()));
        if (run.architecture().kind() == Architecture.Kind.NOISE && data.contains("data=") && !own) {
            throw new SynthoscopeException("the generator " + generator + " learned from other images than this study's training "
                    + "part, perhaps from some that it is to be measured against; train run '" + run.id() + "' in this study");
        }
        if (GenerateStage.origin(set).filter(by -> !by.equals(GenerateStage.digest(generator))).isPresent()) {
            throw new SynthoscopeException("the synthetic set in " + set + " was made by another generator than run '" + run.id()
                    + "' of this study; './synthoscope generate --study " + folder.root() + " --run " + run.id()
                    + "' makes this run's, after the set is moved away");
        }
    }

    /** How many images aren't those that the set's manifest lists: {@code unknown-origin}. */
    ComparisonResult measure(RunConfig run, ImageSet synthetic) {
        Path set = folder.synthetic(run.id());
        Map<String, String> listed = manifest(set.resolve(GenerateStage.MANIFEST));
        boolean noted = Files.exists(set.resolve(GenerateStage.ORIGIN));
        long unknown = IntStream.range(0, synthetic.count()).filter(i -> !noted || !same(set.resolve(synthetic.file(i)),
                listed.getOrDefault(synthetic.file(i), ""))).count();
        return new ComparisonResult(List.of(new Measurement("unknown-origin", Measurement.ALL, unknown, unknown, unknown,
                OptionalDouble.of(0), synthetic.count(), Better.LOWER, "Images whose bytes aren't those that manifest.csv lists as "
                + "made by this run's generator; all were compared.")), List.of(), Map.of());
    }

    private static boolean same(Path file, String sha256) {
        try {
            return GenerateStage.sha256(Files.readAllBytes(file)).equals(sha256);
        } catch (IOException e) {
            return false;
        }
    }

    private static Map<String, String> manifest(Path file) {
        Map<String, String> listed = new HashMap<>();
        if (!Files.exists(file)) {
            return listed;
        }
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            csv.forEach(r -> listed.put(r.findField("file").orElse(""), r.findField("sha256").orElse("")));
            return listed;
        } catch (IOException | RuntimeException e) {
            throw new SynthoscopeException("the list of synthetic images " + file + " can't be read (" + e.getMessage()
                    + "); generate the set again", e);
        }
    }
}
