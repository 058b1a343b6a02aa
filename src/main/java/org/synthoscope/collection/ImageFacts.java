package org.synthoscope.collection;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known about an image beside its class: blank is unknown.
 *
 * @param patient     the patient
 * @param lesion      the lesion
 * @param licence     licence, as the source writes it
 * @param attribution whom to credit
 * @param origin      where it came from: a URL, an archive's name and identifier, a folder
 * @param mask        the mask that belongs to it, relative to the source's mask folder
 * @param values      all else the source says: age, sex, site, …
 */
public record ImageFacts(String patient, String lesion, String licence, String attribution, String origin,
                         Optional<String> mask, SortedMap<String, String> values) {

    /** Nothing known. */
    public static final ImageFacts UNKNOWN = new ImageFacts("", "", "", "", "", Optional.empty(), new TreeMap<>());

    public ImageFacts {
        Objects.requireNonNull(patient);
        Objects.requireNonNull(lesion);
        Objects.requireNonNull(licence);
        Objects.requireNonNull(attribution);
        Objects.requireNonNull(origin);
        Objects.requireNonNull(mask);
        values = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, String>) values));
    }
}
