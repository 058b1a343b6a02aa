package org.synthoscope.collection;

import java.util.Objects;

/**
 * One image file of a source.
 *
 * @param file      relative to the source's root, with forward slashes
 * @param className the class
 * @param group     the patient (else lesion, else the file itself), as {@code patient:…}, {@code lesion:…} or
 *                  {@code file:…}: images of one group stay together in every split
 */
public record ImageEntry(String file, String className, String group) {

    public ImageEntry {
        Objects.requireNonNull(file);
        Objects.requireNonNull(className);
        Objects.requireNonNull(group);
    }
}
