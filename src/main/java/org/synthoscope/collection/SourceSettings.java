package org.synthoscope.collection;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.synthoscope.base.SynthoscopeException;

/**
 * A source of images as a study knows it.
 *
 * @param name     unique in the study; letters, digits, dots, dashes and underscores
 * @param kind     what it is
 * @param root     the folder that its files are relative to
 * @param settings what would be needed to gather it again; {@code masks} is the folder of masks, if it isn't the root
 */
public record SourceSettings(String name, Kind kind, Path root, SortedMap<String, String> settings) {

    /** Where images come from. */
    public enum Kind {
        /** A folder of class folders. */
        FOLDER,
        /** A table with a row for each image. */
        CSV,
        /** The ISIC archive. */
        ISIC,
        /** DICOM files. */
        DICOM,
        /** Drawn by the program. */
        PHANTOMS;

        /** The word used in files. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public SourceSettings {
        Objects.requireNonNull(kind);
        root = root.toAbsolutePath().normalize();
        settings = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, String>) settings));
        if (!name.matches("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,63}")) {
            throw new SynthoscopeException("a source can't be called '" + SafeName.shown(name) + "'; use up to 64 letters, "
                    + "digits, dots, dashes and underscores, e.g. clinic-a");
        }
    }

    /** The name nearest to a free text that a source can have. */
    public static String nameOf(String text) {
        String name = text.replaceAll("[^\\p{L}\\p{N}._-]+", "-").replaceAll("^[._-]+|-+$", "");
        return name.isEmpty() ? "source" : name.substring(0, Math.min(64, name.length()));
    }
}
