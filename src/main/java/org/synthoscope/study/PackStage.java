package org.synthoscope.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.ChannelChoice;
import org.synthoscope.collection.FolderSource;
import org.synthoscope.collection.GroupRule;
import org.synthoscope.collection.ImageEntry;
import org.synthoscope.collection.PackOptions;
import org.synthoscope.collection.PackResult;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Packer;
import org.synthoscope.collection.Scan;
import org.synthoscope.collection.Split;
import org.synthoscope.collection.SplitFractions;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.Phantoms;

/** From a folder, or from nothing for phantoms, to split and packed images. */
final class PackStage {

    private final StudyConfig config;
    private final StudyFolder folder;
    private final Narrator narrator;

    PackStage(StudyConfig config, StudyFolder folder, Narrator narrator) {
        this.config = config;
        this.folder = folder;
        this.narrator = narrator;
    }

    /** Packs at a resolution, or opens what is packed. */
    PackedImages run(int resolution) {
        Path source = source();
        GroupRule rule = config.data().patientPattern().isEmpty() ? GroupRule.EACH_IMAGE
                : GroupRule.ofPattern(config.data().patientPattern());
        Scan scan = FolderSource.scan(source, rule);
        scan.warnings().forEach(narrator::warn);
        Split split = split(scan);
        PackResult result = new Packer(folder.packed(), PackOptions.at(resolution).withChannels(channels()))
                .pack(scan, split, (done, total) -> narrator.progress("packing", done, total));
        if (!result.alreadyThere()) {
            split.messages().forEach(narrator::warn);
            result.warnings().stream().limit(5).forEach(narrator::warn);
            narrator.say(String.format(Locale.ROOT, "packed %,d images at %d x %d: %s", result.images().count(),
                    resolution, resolution, classes(scan)));
        }
        if (!result.leftOut().isEmpty()) {
            narrator.warn(result.leftOut().size() + " files were left out, the first: " + result.leftOut().get(0).file()
                    + " (" + result.leftOut().get(0).reason() + "); all are listed in "
                    + folder.packed().resolve(Packer.LEFT_OUT));
        }
        return result.images();
    }

    private Split split(Scan scan) {
        StudyConfig.Split s = config.split();
        return Split.of(scan.entries(), new SplitFractions(s.train(), s.validation(), s.test(), s.sealed()),
                config.seed());
    }

    private static String classes(Scan scan) {
        Map<String, Long> counts = new TreeMap<>();
        for (ImageEntry e : scan.entries()) {
            counts.merge(e.className(), 1L, Long::sum);
        }
        return String.join(", ", counts.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList());
    }

    private Path source() {
        if (config.data().phantoms() > 0) {
            PhantomSpec spec = PhantomSpec.of(config.seed(), config.data().phantoms(), 96);
            int total = Phantoms.of(spec).size();
            Phantoms.write(spec, folder.phantoms(), done -> narrator.progress("drawing phantoms", done, total));
            return folder.phantoms();
        }
        if (config.data().folder().isEmpty()) {
            throw new SynthoscopeException(folder.config() + " names no images: set data.folder to a folder of class "
                    + "folders, or data.phantoms to a number of patients");
        }
        Path source = Path.of(config.data().folder());
        if (!Files.isDirectory(source)) {
            throw new SynthoscopeException("there is no folder " + source + " (data.folder in " + folder.config() + ")");
        }
        return source;
    }

    private ChannelChoice channels() {
        for (ChannelChoice c : ChannelChoice.values()) {
            if (c.name().toLowerCase(Locale.ROOT).equals(config.data().channels())) {
                return c;
            }
        }
        throw new SynthoscopeException("data.channels is '" + config.data().channels() + "'"
                + Suggestions.forWord(config.data().channels(), java.util.List.of("auto", "grey", "rgb"))
                + " It is one of auto, grey, rgb");
    }
}
