package org.synthoscope.collection;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * One image file of a source.
 *
 * @param file      relative to the source's root, with forward slashes
 * @param className the class
 * @param group     the patient (else lesion, else the file itself), as {@code patient:…}, {@code lesion:…} or
 *                  {@code file:…}: images of one group stay together in every split
 * @param facts     what else the source says
 * @param pixels    where the pixels lie if not at the file's own place: a treated copy, or another source's folder
 */
public record ImageEntry(String file, String className, String group, ImageFacts facts, Optional<Path> pixels) {

    public ImageEntry {
        Objects.requireNonNull(file);
        Objects.requireNonNull(className);
        Objects.requireNonNull(group);
        Objects.requireNonNull(facts);
        Objects.requireNonNull(pixels);
    }

    /** An image of which nothing else is known, at its own place. */
    public ImageEntry(String file, String className, String group) {
        this(file, className, group, ImageFacts.UNKNOWN, Optional.empty());
    }
}
