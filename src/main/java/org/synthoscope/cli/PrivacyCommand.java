package org.synthoscope.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.ChannelChoice;
import org.synthoscope.collection.FolderImages;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.LeftOut;
import org.synthoscope.collection.PackOptions;
import org.synthoscope.evidence.EvidenceJson;
import org.synthoscope.evidence.FeatureNetwork;
import org.synthoscope.evidence.features.FeatureNetworks;
import org.synthoscope.evidence.privacy.FolderChecks;
import org.synthoscope.evidence.privacy.PrivacyEvidence;
import org.synthoscope.evidence.privacy.PrivacyResult;
import org.synthoscope.evidence.privacy.PrivacySettings;
import org.synthoscope.report.PrivacyGallery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code privacy}: whether a synthetic set gives away what it was learned from, without a study. */
@Command(name = "privacy", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Looks for copies of training images in a synthetic set, measures memorisation, and attacks it: can "
                + "training images be told from held-out ones by the synthetic set alone? The held-out images must be of the "
                + "same kind as the training ones, of other patients, and nothing may have learned from them.")
final class PrivacyCommand implements Callable<Integer> {

    @Option(names = "--train", required = true, paramLabel = "DIR", description = "all images that the model learned from")
    private Path train;
    @Option(names = "--holdout", required = true, paramLabel = "DIR", description = "real images that it didn't learn from")
    private Path holdout;
    @Option(names = "--synthetic", required = true, paramLabel = "DIR", description = "the synthetic images")
    private Path synthetic;
    @Option(names = "--reference", paramLabel = "DIR", description = "synthetic images of another model, which learned from "
            + "neither the training nor the held-out images: calibrates the attack")
    private Path reference;
    @Option(names = "--features", defaultValue = "scattering", paramLabel = "NETWORK",
            description = "scattering, classifier:FOLDER, torchscript:FILE or inception:FILE (default ${DEFAULT-VALUE}); "
                    + "pixels are always used too")
    private String features;
    @Option(names = "--resolution", defaultValue = "64", paramLabel = "N",
            description = "all are brought to this size by the same resizer (default ${DEFAULT-VALUE})")
    private int resolution;
    @Option(names = "--seed", defaultValue = "1", paramLabel = "S", description = "of the subsamples and floors")
    private long seed;
    @Option(names = "--gallery", paramLabel = "FILE.html", description = "write a page of the closest pairs; it shows training "
            + "images, so keep it as private as they are")
    private Path gallery;
    @Option(names = "--json", description = "print JSON in the documented form")
    private boolean json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Console console = new Console();
        PackOptions options = options();
        try (FeatureNetwork network = console.telling(network())) {
            Map<String, Path> folders = new LinkedHashMap<>();
            folders.put("training", train);
            folders.put("held-out", holdout);
            folders.put("synthetic", synthetic);
            if (reference != null) {
                folders.put("reference", reference);
            }
            FolderChecks.requireSeparate(folders);
            FolderChecks.requireDifferentFiles(train, holdout);
            FolderChecks.requireNoneEnlarged(folders, resolution);
            Map<String, FolderImages> sets = load(console, folders, options);
            PrivacyResult result = PrivacyEvidence.measure(sets.get("training"), sets.get("held-out"), sets.get("synthetic"),
                    Optional.<ImageSet>ofNullable(sets.get("reference")), network, PrivacySettings.defaults(seed),
                    (done, total) -> console.progress("measuring", done, total));
            if (gallery != null) {
                write(console, result, sets);
            }
            if (json) {
                System.out.print(EvidenceJson.write(result.evidence()));
            } else {
                MeasureTable.print(System.out, result.evidence());
            }
            console.say(result.copies().isEmpty() ? "no copy of a training image was found"
                    : result.copies().size() + (result.copies().size() == 1 ? " synthetic image copies a training image"
                    : " synthetic images copy a training image") + (gallery == null ? "; --gallery FILE.html shows them" : ""));
            return 0;
        }
    }

    private PackOptions options() {
        try {
            return PackOptions.at(resolution);
        } catch (SynthoscopeException e) {
            throw Main.usage(spec, e);
        }
    }

    private FeatureNetwork network() {
        try {
            return FeatureNetworks.parse(features);
        } catch (SynthoscopeException e) {
            throw Main.usage(spec, e);
        }
    }

    private static Map<String, FolderImages> load(Console console, Map<String, Path> folders, PackOptions options) {
        Map<String, FolderImages> sets = new LinkedHashMap<>();
        folders.forEach((name, folder) -> sets.put(name, load(console, folder, options, true)));
        List<Integer> channels = sets.values().stream().map(FolderImages::channels).distinct().toList();
        if (channels.size() > 1) {
            console.warn("some folders are grey, some colour; all are measured as colour");
            folders.forEach((name, folder) -> {
                if (sets.get(name).channels() == 1) {
                    sets.put(name, load(console, folder, options.withChannels(ChannelChoice.RGB), false));
                }
            });
        }
        return sets;
    }

    private static FolderImages load(Console console, Path folder, PackOptions options, boolean warn) {
        FolderImages images = FolderImages.load(folder, options, (done, total) -> console.progress("reading " + folder, done,
                total));
        if (warn && !images.leftOut().isEmpty()) {
            console.warn(folder + ": " + LeftOut.counted(images.leftOut().size()) + ":");
            images.leftOut().stream().limit(10).forEach(l -> console.warn("  " + l.file() + ": " + l.reason()));
        }
        return images;
    }

    private void write(Console console, PrivacyResult result, Map<String, FolderImages> sets) {
        if (!PrivacyGallery.write(gallery, result, sets.get("training"), sets.get("synthetic"))) {
            console.warn(gallery + ": its permissions couldn't be narrowed to its owner");
        }
        console.warn(gallery + " shows training images: keep it as private as they are");
    }
}
