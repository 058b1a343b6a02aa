package org.synthoscope.study;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.FolderImages;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Part;
import org.synthoscope.evidence.Comparison;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.ComparisonSettings;
import org.synthoscope.evidence.FeatureNetwork;
import org.synthoscope.evidence.Features;
import org.synthoscope.evidence.Insufficient;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.NearestNeighbours;
import org.synthoscope.evidence.Points;
import org.synthoscope.evidence.labels.LabelFidelity;
import org.synthoscope.gan.Architecture;

/**
 * Measures a synthetic set against the real test images, which nothing learned from, and looks for the training images
 * that synthetic ones come closest to.
 */
final class EvaluateStage {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Raised when the same images would give other measures than before. */
    private static final String FORM = "2";

    /**
     * A synthetic image and the training image nearest to it, by file.
     *
     * @param synthetic  file in the synthetic set
     * @param real       file among the training images
     * @param distance   by features
     * @param ratio      distance over that of the training image to its nearest other patient's image
     * @param percentile of that distance among those between training images
     * @param network    that measured it
     */
    record Pair(String synthetic, String real, double distance, double ratio, double percentile, String network) {
    }

    private final StudyConfig config;
    private final StudyFolder folder;
    private final Narrator narrator;

    EvaluateStage(StudyConfig config, StudyFolder folder, Narrator narrator) {
        this.config = config;
        this.folder = folder;
        this.narrator = narrator;
    }

    /**
     * Measures, or reads what was measured of the same inputs.
     *
     * @param fake the run's synthetic set
     */
    ComparisonResult run(RunConfig run, PackedImages packed, FolderImages fake, Networks networks) {
        ImageSet real = Sides.wanted(packed, run.heldOut(packed, Part.TEST));
        ImageSet training = Sides.wanted(packed, run.images(packed));
        if (real.count() == 0) {
            throw new SynthoscopeException("the study's test part has no images to measure against; give it a larger "
                    + "share ('split.test' in " + folder.config() + ") or more images");
        }
        String inputs = FORM + " " + real.digest() + " " + training.digest() + " " + fake.digest() + " " + config.seed() + " "
                + config.evaluate().features() + " " + config.evaluate().pairs();
        StoredEvidence stored = new StoredEvidence(folder.evidence(run.id()).resolve("evidence.json"), inputs);
        Optional<ComparisonResult> before = stored.found(narrator);
        if (before.isPresent()) {
            narrator.say(run.id() + ": already measured");
        }
        return before.orElseGet(() -> stored.write(measure(real, training, fake, run, packed, networks)));
    }

    /** The images of a run's synthetic set, as they lie in its folder. */
    FolderImages synthetic(RunConfig run, PackedImages packed) {
        return FolderImages.load(folder.synthetic(run.id()), Sides.comparable(packed),
                (done, total) -> narrator.progress("reading synthetic images", done, total));
    }

    private ComparisonResult measure(ImageSet real, ImageSet training, FolderImages fake, RunConfig run, PackedImages packed,
                                     Networks networks) {
        List<Measurement> measurements = new ArrayList<>();
        List<Insufficient> insufficient = new ArrayList<>();
        Map<String, String> provenance = new LinkedHashMap<>();
        List<Pair> pairs = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        if (run.architecture().kind() != Architecture.Kind.NOISE) {
            TranslationEvidence.Result fidelity = new TranslationEvidence(config.seed(), folder, narrator).of(run, packed, fake);
            measurements.addAll(fidelity.measurements());
            insufficient.addAll(fidelity.insufficient());
        }
        for (String name : config.evaluate().features()) {
            FeatureNetwork network = networks.of(name);
            narrator.say(run.id() + ": measuring with " + network.name());
            Features fakeFeatures = network.extract(fake);
            Features realFeatures = network.extract(real);
            Features trainFeatures = network.extract(training);
            ComparisonResult r = Comparison.compare(real, realFeatures, fake, fakeFeatures, network,
                    ComparisonSettings.defaults(config.seed()),
                    (done, total) -> narrator.progress("measuring with " + network.name(), done, total));
            ComparisonResult labels = LabelFidelity.measure(new LabelFidelity.Side(training, trainFeatures),
                    new LabelFidelity.Side(real, realFeatures), new LabelFidelity.Side(fake, fakeFeatures), network.name());
            // Measures that need no network come with every network: once is enough.
            for (ComparisonResult part : List.of(r, labels)) {
                part.measurements().stream().filter(m -> seen.add(m.name() + "/" + m.group())).forEach(measurements::add);
                part.insufficient().stream().filter(m -> seen.add(m.name() + "/" + m.group())).forEach(insufficient::add);
            }
            r.provenance().forEach((k, v) -> provenance.put(network.name() + "." + k, v));
            provenance.putAll(labels.provenance());
            if (pairs.isEmpty()) {
                pairs.addAll(nearest(training, trainFeatures, fake, fakeFeatures, network.name()));
            }
        }
        provenance.putAll(PrivateRun.provenance(folder.run(run.id())));
        AtomicFile.write(folder.evidence(run.id()).resolve("nearest.json"), write(pairs));
        return new ComparisonResult(measurements, insufficient, provenance);
    }

    private List<Pair> nearest(ImageSet training, Features trainFeatures, ImageSet fake, Features fakeFeatures,
                               String network) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] groups = new int[training.count()];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = numbers.computeIfAbsent(training.group(i), g -> numbers.size());
        }
        if (numbers.size() < 2) {
            return List.of();
        }
        return NearestNeighbours.inFeatures(Points.of(trainFeatures), groups, Points.of(fakeFeatures),
                        fake.count()).stream()
                .map(s -> new Pair(fake.file(s.fakeIndex()), training.file(s.realIndex()), s.distance(), s.ratio(),
                        s.percentile(), network)).toList();
    }

    /** All synthetic images with their nearest training image, the most suspicious first. */
    List<Pair> pairs(RunConfig run) {
        Path file = folder.evidence(run.id()).resolve("nearest.json");
        try {
            return JSON.readValue(file.toFile(), new TypeReference<List<Pair>>() { });
        } catch (IOException e) {
            throw new SynthoscopeException("could not read " + file + ": " + e.getMessage()
                    + "; delete " + file.getParent() + " and evaluate again", e);
        }
    }

    private static String write(List<Pair> pairs) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(pairs) + "\n";
        } catch (IOException e) {
            throw new IllegalStateException("plain records can always be written", e);
        }
    }
}
