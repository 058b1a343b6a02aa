package org.synthoscope.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.synthoscope.collection.FolderImages;
import org.synthoscope.collection.GroupRule;
import org.synthoscope.collection.PackOptions;
import org.synthoscope.collection.Progress;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.Phantoms;
import org.synthoscope.evidence.Comparison;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.ComparisonSettings;
import org.synthoscope.evidence.FeatureNetwork;
import org.synthoscope.evidence.features.FeatureNetworks;
import org.synthoscope.evidence.privacy.PrivacyEvidence;
import org.synthoscope.evidence.privacy.PrivacyResult;
import org.synthoscope.evidence.privacy.PrivacySettings;

/**
 * Fidelity and privacy of a synthetic set as the commands {@code compare} and {@code privacy} measure them: files are
 * decoded and resized, features taken, every interval and floor computed, over all images and by class. The sets are
 * drawn: training, held-out and "synthetic" images of different patients, 64 x 64, saved as PNG; drawing isn't timed.
 * Arguments: working folder, images of each set (2000), rounds (1). A folder with sets from before is used again.
 */
public final class EvidenceSpeed {

    private EvidenceSpeed() {
    }

    public static void main(String[] args) throws IOException {
        Path work = Path.of(args[0]);
        int count = args.length > 1 ? Integer.parseInt(args[1]) : 2000;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 1;
        Path train = drawn(work, "train", count, 1);
        Path holdout = drawn(work, "holdout", count, 2);
        Path synthetic = drawn(work, "synthetic", count, 3);
        for (int round = 1; round <= rounds; round++) {
            long start = System.nanoTime();
            FolderImages made = load(synthetic);
            FolderImages learned = load(train);
            FolderImages held = load(holdout);
            double reading = seconds(start);
            start = System.nanoTime();
            ComparisonResult fidelity;
            try (FeatureNetwork network = FeatureNetworks.parse("scattering")) {
                fidelity = Comparison.compare(held, made, network, ComparisonSettings.defaults(1));
            }
            double comparing = seconds(start);
            start = System.nanoTime();
            PrivacyResult privacy;
            try (FeatureNetwork network = FeatureNetworks.parse("scattering")) {
                privacy = PrivacyEvidence.measure(learned, held, made, Optional.empty(), network,
                        PrivacySettings.defaults(1), (done, total) -> { });
            }
            double attacking = seconds(start);
            require(fidelity.measurements().size() >= 20, "fidelity gave only " + fidelity.measurements().size() + " measures");
            require(privacy.evidence().find("membership-auc", "all").isPresent(), "no attack was made");
            System.out.printf(Locale.ROOT, "round %d: %d synthetic and %d held-out images, %d training images: reading %.1f s, "
                            + "fidelity %.1f s, privacy %.1f s, together %.1f s (goal 180)%n", round, made.count(), held.count(),
                    learned.count(), reading, comparing, attacking, reading + comparing + attacking);
        }
    }

    private static Path drawn(Path work, String name, int count, long seed) throws IOException {
        Path folder = work.resolve(name);
        if (!Files.isDirectory(folder)) {
            Phantoms.write(PhantomSpec.of(seed, count, 64).withLesions(1, 1).withDuplicates(0, 0), folder, done -> { });
            // Every set's patients are numbered from 1, and no image here has a sister: each counts as a patient of its own.
            Files.deleteIfExists(folder.resolve("patients.csv"));
        }
        return folder;
    }

    private static FolderImages load(Path folder) {
        return FolderImages.load(folder, GroupRule.EACH_IMAGE, PackOptions.at(64), Progress.NONE);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
