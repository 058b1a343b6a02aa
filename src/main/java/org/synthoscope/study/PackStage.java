package org.synthoscope.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.ChannelChoice;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.PackOptions;
import org.synthoscope.collection.PackResult;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Packer;
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
        PackResult result = pack(curated, resolution);
        if (!result.alreadyThere()) {
            curated.split().messages().forEach(narrator::warn);
            result.warnings().stream().limit(5).forEach(narrator::warn);
            narrator.say(String.format(Locale.ROOT, "packed %,d images at %d x %d: %s", result.images().count(),
                    resolution, resolution, classes(result.images())));
        }
        if (!result.leftOut().isEmpty()) {
            narrator.warn(result.leftOut().size() + " files were left out, the first: " + result.leftOut().get(0).file()
                    + " (" + result.leftOut().get(0).reason() + "); all are listed in "
                    + folder.packed().resolve(Packer.LEFT_OUT));
        }
        return result.images();
    }

    private PackResult pack(Curated curated, int resolution) {
        Packer packer = new Packer(folder.packed(), PackOptions.at(resolution).withChannels(channels()));
        boolean free = curated.catalogue().filter(catalogue -> !StoredSplit.used(catalogue)).isPresent();
        if (free && PackedImages.exists(folder.packed(), resolution)
                && !packer.changes(curated.scan(), curated.split()).isEmpty()) {
            narrator.say("images or decisions have changed since packing; packing anew");
            return packer.repack(curated.scan(), curated.split(), this::progress);
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
