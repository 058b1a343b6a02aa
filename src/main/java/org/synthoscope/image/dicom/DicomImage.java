package org.synthoscope.image.dicom;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.synthoscope.image.Image;

/**
 * The one image of a DICOM file and all that may be known of it.
 *
 * @param image      8-bit grey or RGB
 * @param attributes of {@link DicomReader#ATTRIBUTES} those that the file has; nothing that identifies a person
 * @param patient    tells whose images belong together
 * @param warnings   what the user should know, without values of the file
 */
public record DicomImage(Image image, SortedMap<String, String> attributes, PatientIdentity patient,
                         List<String> warnings) {

    public DicomImage {
        Objects.requireNonNull(image);
        Objects.requireNonNull(patient);
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        warnings = List.copyOf(warnings);
    }
}
