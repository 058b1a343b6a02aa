package org.synthoscope.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.curation.artefact.ArtefactDetector;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.Insufficient;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.labels.ArtefactBias;
import org.synthoscope.evidence.labels.ClassShares;

/** Class shares, artefacts and what they go with, before and after synthesis: {@code bias.json}. */
final class BiasStage {

    private final StudyFolder folder;
    private final Narrator narrator;

    BiasStage(StudyFolder folder, Narrator narrator) {
        this.folder = folder;
        this.narrator = narrator;
    }

    /** Measures, or reads what was measured of the same images. */
    ComparisonResult run(RunConfig run, PackedImages packed, ImageSet synthetic) {
        ImageSet training = Sides.wanted(packed, run.images(packed));
        String inputs = training.digest() + " " + synthetic.digest() + " " + ArtefactDetector.METHOD;
        return new StoredEvidence(folder.evidence(run.id()).resolve("bias.json"), inputs).orElse(narrator, () -> {
            narrator.say(run.id() + ": looking for artefacts in real and synthetic images");
            return measure(training, synthetic);
        });
    }

    private ComparisonResult measure(ImageSet training, ImageSet synthetic) {
        ComparisonResult shares = ClassShares.measure(training, synthetic);
        ComparisonResult artefacts = ArtefactBias.compare(inspect("real", training), inspect("synthetic", synthetic));
        List<Measurement> measurements = new ArrayList<>(shares.measurements());
        measurements.addAll(artefacts.measurements());
        List<Insufficient> insufficient = new ArrayList<>(shares.insufficient());
        insufficient.addAll(artefacts.insufficient());
        Map<String, String> provenance = new LinkedHashMap<>(shares.provenance());
        provenance.putAll(artefacts.provenance());
        return new ComparisonResult(measurements, insufficient, provenance);
    }

    private ArtefactBias.Found inspect(String which, ImageSet images) {
        return ArtefactBias.inspect(images, (done, total) -> narrator.progress("looking for artefacts in " + which + " images",
                done, total));
    }
}
