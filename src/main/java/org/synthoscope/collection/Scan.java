package org.synthoscope.collection;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/**
 * What a source holds, before any image is decoded.
 *
 * @param root     the folder
 * @param entries  the images, sorted by file
 * @param leftOut  what looks like an image or a class folder but can't be used, sorted by file
 * @param warnings what the user should know, one sentence each
 */
public record Scan(Path root, List<ImageEntry> entries, List<LeftOut> leftOut, List<String> warnings) {

    public Scan {
        entries = List.copyOf(entries);
        leftOut = List.copyOf(leftOut);
        warnings = List.copyOf(warnings);
    }

    /** The classes that have images, sorted by name; a pass over all entries. */
    public List<String> classes() {
        TreeSet<String> names = new TreeSet<>();
        for (ImageEntry entry : entries) {
            names.add(entry.className());
        }
        return List.copyOf(names);
    }

    /** Where an image lies. */
    public Path path(ImageEntry entry) {
        return entry.pixels().orElseGet(() -> root.resolve(entry.file()));
    }
}
