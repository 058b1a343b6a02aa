package org.synthoscope.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.CatalogueImage;
import org.synthoscope.collection.ChannelChoice;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.LeftOut;
import org.synthoscope.collection.PackOptions;
import org.synthoscope.collection.PackResult;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Packer;
import org.synthoscope.collection.Pairs;
import org.synthoscope.collection.Part;
import org.synthoscope.collection.StoredSplit;

/** From the images in use to packed arrays. */
final class PackStage {

    private final StudyConfig config;
    private final StudyFolder folder;
    private final Narrator narrator;

    PackStage(StudyConfig config, StudyFolder folder, Narrator narrator) {
        this.config = config;
        this.folder = folder;
        this.narrator = narrator;
    }

    /** Packs at a resolution, or opens what is packed. What nothing has learned from yet is packed anew if it changed. */
    PackedImages run(Curated curated, int resolution) {
        PackOptions options = PackOptions.at(resolution).withChannels(channels());
        return told(pack(curated, new Packer(folder.packed(), options), folder.packed(), resolution), folder.packed(), "images");
    }

    /**
     * Packs every image with its partner, as {@link #run}.
     *
     * @throws SynthoscopeException naming the images without a partner
     */
    PackedImages pairs(Curated curated, int resolution) {
        Pairs pairs = new Pairs(partners(curated), config.data().masksAreSources());
        pairs.check(curated.scan(), config.data().masks().isEmpty() ? "the folders of the images"
                : config.data().masks() + " (data.masks)");
        PackOptions options = PackOptions.at(resolution).withChannels(channels());
        return told(pack(curated, new Packer(folder.packedPairs(), options, pairs), folder.packedPairs(), resolution),
                folder.packedPairs(), "pairs");
    }

    private Map<String, Path> partners(Curated curated) {
        Catalogue catalogue = curated.catalogue().orElseThrow(() -> new SynthoscopeException(folder.root()
                + " was packed before there were catalogues, and knows no partners of its images; start a new study"));
        Map<String, Path> partners = new TreeMap<>();
        for (CatalogueImage image : catalogue.images()) {
            image.mask().filter(Files::isRegularFile).ifPresent(path -> partners.put(image.name(), path));
        }
        return partners;
    }

    private PackedImages told(PackResult result, Path place, String what) {
        if (!result.alreadyThere()) {
            result.warnings().stream().limit(5).forEach(narrator::warn);
            int resolution = result.images().resolution();
            narrator.say(String.format(Locale.ROOT, "packed %,d %s at %d x %d: %s", result.images().count(), what, resolution,
                    resolution, classes(result.images())));
        }
        if (!result.leftOut().isEmpty()) {
            narrator.warn(LeftOut.counted(result.leftOut().size()) + ", the first: " + result.leftOut().get(0).file()
                    + " (" + result.leftOut().get(0).reason() + "); all are listed in " + place.resolve(Packer.LEFT_OUT));
        }
        return result.images();
    }

    private PackResult pack(Curated curated, Packer packer, Path place, int resolution) {
        boolean free = curated.catalogue().filter(catalogue -> !StoredSplit.used(catalogue)).isPresent();
        boolean there = PackedImages.exists(place, resolution);
        if (free && there && !packer.changes(curated.scan(), curated.split()).isEmpty()) {
            narrator.say("images or decisions have changed since packing; packing anew");
            return packer.repack(curated.scan(), curated.split(), this::progress);
        }
        if (!there) {
            curated.split().messages().forEach(narrator::warn);
        }
        return packer.pack(curated.scan(), curated.split(), this::progress);
    }

    private void progress(int done, int total) {
        narrator.progress("packing", done, total);
    }

    private static String classes(PackedImages packed) {
        int[] counts = new int[packed.classes().size()];
        for (Part part : Part.values()) {
            ImageSet set = part == Part.TRAIN ? packed.training() : packed.heldOut(part);
            for (int i = 0; i < set.count(); i++) {
                counts[set.label(i)]++;
            }
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            texts.add(String.format(Locale.ROOT, "%,d %s", counts[i], packed.classes().get(i)));
        }
        return String.join(", ", texts);
    }

    private ChannelChoice channels() {
        for (ChannelChoice c : ChannelChoice.values()) {
            if (c.name().toLowerCase(Locale.ROOT).equals(config.data().channels())) {
                return c;
            }
        }
        throw new SynthoscopeException("data.channels is '" + config.data().channels() + "'"
                + Suggestions.forWord(config.data().channels(), List.of("auto", "grey", "rgb"))
                + " It is one of auto, grey, rgb");
    }
}
