package org.synthoscope.study;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.synthoscope.collection.FolderImages;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Part;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.FeatureNetwork;
import org.synthoscope.evidence.Insufficient;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.privacy.PrivacyEvidence;
import org.synthoscope.evidence.privacy.PrivacyResult;
import org.synthoscope.evidence.privacy.PrivacySettings;
import org.synthoscope.report.PrivacyGallery;

/** Whether a synthetic set gives away the training images: {@code privacy.json}. The one place that reads the sealed part. */
final class PrivacyStage {

    private final StudyConfig config;
    private final StudyFolder folder;
    private final Narrator narrator;

    PrivacyStage(StudyConfig config, StudyFolder folder, Narrator narrator) {
        this.config = config;
        this.folder = folder;
        this.narrator = narrator;
    }

    /** Measures, or reads what was measured of the same images. */
    ComparisonResult run(RunConfig run, PackedImages packed, ImageSet synthetic, FeatureNetwork network) {
        ImageSet training = Sides.wanted(packed, run.images(packed));
        ImageSet sealed = Sides.wanted(packed, run.heldOut(packed, Part.SEALED));
        Optional<ImageSet> reference = reference(packed);
        String inputs = training.digest() + " " + sealed.digest() + " " + synthetic.digest() + " " + config.seed() + " "
                + network.name() + reference.map(r -> " " + r.digest()).orElse("");
        return new StoredEvidence(folder.evidence(run.id()).resolve("privacy.json"), inputs).orElse(narrator, () -> {
            if (sealed.count() == 0) {
                return new ComparisonResult(List.of(), Stream.of("exact-copies", "copies", "membership-auc", "membership-tpr",
                        "closeness", "authenticity").map(name -> new Insufficient(name, Measurement.ALL, "the study has no "
                        + "sealed images to hold against the training ones; give 'split.sealed' a share")).toList(), Map.of());
            }
            narrator.say(run.id() + ": looking for copies and attacking membership against " + sealed.count()
                    + " sealed images");
            PrivacyResult found = PrivacyEvidence.measure(training, sealed, synthetic, reference, network,
                    PrivacySettings.defaults(config.seed()).withPerClass(false),
                    (done, total) -> narrator.progress("measuring privacy", done, total));
            Path gallery = folder.evidence(run.id()).resolve("closest-pairs.html");
            if (!PrivacyGallery.write(gallery, found, training, synthetic)) {
                narrator.warn(gallery + ": its permissions couldn't be narrowed to its owner");
            }
            narrator.say(run.id() + ": the closest pairs are in " + gallery + ", which shows training images: keep it private");
            return found.evidence();
        });
    }

    private Optional<ImageSet> reference(PackedImages packed) {
        String named = config.evaluate().reference();
        return named.isEmpty() ? Optional.empty() : Optional.of(FolderImages.load(Path.of(named), Sides.comparable(packed),
                (done, total) -> narrator.progress("reading reference images", done, total)));
    }
}
