package org.synthoscope.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.CsvSource;
import org.synthoscope.collection.FolderSource;
import org.synthoscope.collection.Gathering;
import org.synthoscope.collection.GroupRule;
import org.synthoscope.collection.ImageFacts;
import org.synthoscope.collection.ListedSource;
import org.synthoscope.collection.Listing;
import org.synthoscope.collection.SourceSettings;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.Phantoms;

/** The sources that a study's configuration names, brought into its catalogue. */
final class Sources {

    private final StudyConfig config;
    private final StudyFolder folder;
    private final Narrator narrator;

    Sources(StudyConfig config, StudyFolder folder, Narrator narrator) {
        this.config = config;
        this.folder = folder;
        this.narrator = narrator;
    }

    /** How a file's name tells its patient. */
    GroupRule rule() {
        return config.data().patientPattern().isEmpty() ? GroupRule.EACH_IMAGE
                : GroupRule.ofPattern(config.data().patientPattern());
    }

    /**
     * Looks at the sources again.
     *
     * @return what the user should know, one sentence each
     * @throws SynthoscopeException if a source isn't there, or there is none and nothing was gathered
     */
    List<String> gather(Catalogue catalogue) {
        List<String> warnings = new ArrayList<>();
        StudyConfig.Data data = config.data();
        if (data.phantoms() > 0 || !data.folder().isEmpty()) {
            boolean phantoms = data.phantoms() > 0;
            Listing listing = FolderSource.list(folder(), rule(), phantoms ? Optional.empty() : masks(), facts());
            put(catalogue, phantoms ? "phantoms" : "folder",
                    phantoms ? SourceSettings.Kind.PHANTOMS : SourceSettings.Kind.FOLDER, listing, warnings);
        }
        if (!data.csv().isEmpty()) {
            put(catalogue, "table", SourceSettings.Kind.CSV, CsvSource.list(new CsvSource.Settings(Path.of(data.csv()),
                    data.images().stream().map(Path::of).toList(), masks(), pairs(data.columns(), true),
                    pairs(data.labels(), false), facts())), warnings);
        }
        if (catalogue.list("SELECT 1 FROM image LIMIT 1", row -> 1).isEmpty()) {
            throw nothing();
        }
        return warnings;
    }

    private SynthoscopeException nothing() {
        return new SynthoscopeException(folder.config() + " names no images and none were gathered: set data.folder to a "
                + "folder of class folders, data.csv to a table, data.phantoms to a number of patients, or call "
                + "'./synthoscope gather'");
    }

    private void put(Catalogue catalogue, String name, SourceSettings.Kind kind, Listing listing, List<String> warnings) {
        Gathering.Changes changes = ListedSource.put(catalogue, name, kind, listing);
        if (!changes.none()) {
            narrator.say(String.format(java.util.Locale.ROOT, "source %s: %,d images, %,d new, %,d changed, %,d gone", name,
                    listing.images().size(), changes.added(), changes.changed(), changes.gone()));
        }
        warnings.addAll(listing.warnings());
    }

    /** The folder of images, with the phantoms drawn. */
    Path folder() {
        if (config.data().phantoms() > 0) {
            PhantomSpec spec = PhantomSpec.of(config.seed(), config.data().phantoms(), 96);
            int total = Phantoms.of(spec).size();
            Phantoms.write(spec, folder.phantoms(), done -> narrator.progress("drawing phantoms", done, total));
            return folder.phantoms();
        }
        if (config.data().folder().isEmpty()) {
            throw nothing();
        }
        Path source = Path.of(config.data().folder());
        if (!Files.isDirectory(source)) {
            throw new SynthoscopeException("there is no folder " + source + " (data.folder in " + folder.config() + ")");
        }
        return source;
    }

    private Optional<Path> masks() {
        return config.data().masks().isEmpty() ? Optional.empty() : Optional.of(Path.of(config.data().masks()));
    }

    private ImageFacts facts() {
        String licence = config.data().phantoms() > 0 ? "CC0-1.0" : config.data().licence();
        return new ImageFacts("", "", licence, "", "", Optional.empty(), new TreeMap<>());
    }

    /** {@code NAME=VALUE}, or {@code NAME} for itself where that makes sense. */
    static Map<String, String> pairs(List<String> texts, boolean both) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals < 0 && both) {
                throw new SynthoscopeException("data.columns: '" + text + "' should be WHAT=COLUMN, e.g. image=isic_id");
            }
            pairs.put(equals < 0 ? text : text.substring(0, equals), equals < 0 ? text : text.substring(equals + 1));
        }
        return pairs;
    }
}
