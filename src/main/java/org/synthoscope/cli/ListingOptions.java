package org.synthoscope.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.Gathering;
import org.synthoscope.collection.ImageFacts;
import org.synthoscope.collection.LeftOut;
import org.synthoscope.collection.ListedSource;
import org.synthoscope.collection.Listing;
import org.synthoscope.collection.SourceSettings;
import org.synthoscope.collection.StudyLock;
import picocli.CommandLine.Option;

/** What sources that are listed at once share: where to, what the images' terms are, what is said at the end. */
final class ListingOptions {

    private static final int SHOWN = 10;

    @Option(names = "--out", required = true, paramLabel = "STUDY", description = "the study's folder")
    Path out;
    @Option(names = "--name", defaultValue = "", paramLabel = "NAME",
            description = "the source's name in the study (default: by the folder or file)")
    String name;
    @Option(names = "--masks", paramLabel = "DIR",
            description = "folder of masks, called as their images or with _segmentation (default: beside the images)")
    Path masks;
    @Option(names = "--licence", defaultValue = "", paramLabel = "TEXT", description = "licence of the images")
    String licence;
    @Option(names = "--attribution", defaultValue = "", paramLabel = "TEXT", description = "whom to credit for them")
    String attribution;
    @Option(names = "--origin", defaultValue = "", paramLabel = "TEXT", description = "where they came from")
    String origin;
    @Option(names = "--json", description = "print the outcome as JSON")
    boolean json;

    Optional<Path> masks() {
        return Optional.ofNullable(masks);
    }

    /** What is true of all images of the source. */
    ImageFacts facts() {
        return new ImageFacts("", "", licence, attribution, origin, Optional.empty(), new TreeMap<>());
    }

    /** Brings a listing into the study. */
    int put(SourceSettings.Kind kind, Path named, Listing listing) {
        Console console = new Console();
        String source = name.isEmpty() ? SourceSettings.nameOf(named.toAbsolutePath().normalize().getFileName().toString()
                .replaceFirst("(?i)\\.csv$", "")) : name;
        try (StudyLock lock = StudyLock.acquire(out); Catalogue catalogue = Catalogue.open(out.resolve(Catalogue.NAME))) {
            Gathering.Changes changes = ListedSource.put(catalogue, source, kind, listing);
            listing.warnings().forEach(console::warn);
            List<LeftOut> leftOut = listing.leftOut();
            if (!leftOut.isEmpty()) {
                console.warn(String.format(Locale.ROOT, "%,d left out:", leftOut.size()));
                leftOut.stream().limit(SHOWN).forEach(file -> console.warn("  " + file.file() + ": " + file.reason()));
                if (leftOut.size() > SHOWN) {
                    console.warn(String.format(Locale.ROOT, "  and %,d more; all are in the table left_out of the catalogue",
                            leftOut.size() - SHOWN));
                }
            }
            console.say(changes.none() ? String.format(Locale.ROOT, "source %s: all %,d images are there already, nothing to do",
                    source, changes.same()) : String.format(Locale.ROOT, "source %s: %,d images, %,d new, %,d changed, %,d gone",
                    source, listing.images().size(), changes.added(), changes.changed(), changes.gone()));
            if (json) {
                Map<String, Object> value = new LinkedHashMap<>();
                value.put("source", source);
                value.put("images", listing.images().size());
                value.put("added", changes.added());
                value.put("changed", changes.changed());
                value.put("gone", changes.gone());
                value.put("leftOut", leftOut.stream().map(file -> Map.of("file", file.file(), "reason", file.reason())).toList());
                value.put("warnings", listing.warnings());
                Json.print(value);
            }
            return 0;
        }
    }
}
