package org.synthoscope.collection.dicom;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.image.dicom.GreyWindow;

/**
 * What is gathered from a folder of DICOM files.
 *
 * @param folder       holds the files at any depth; it is only read
 * @param name         the source's name in the study
 * @param label        what the class of an image is
 * @param namesChecked whether a person has made sure that no class folder is named after a patient
 * @param licence      of all images; blank if unknown
 * @param attribution  whom to credit; blank if unknown
 * @param options      which sizes are accepted
 * @param window       for all grey images, in place of each file's own
 */
public record DicomRequest(Path folder, String name, DicomLabel label, boolean namesChecked, String licence,
                           String attribution, DecodeOptions options, Optional<GreyWindow> window) {

    public DicomRequest {
        Objects.requireNonNull(folder);
        Objects.requireNonNull(name);
        Objects.requireNonNull(label);
        Objects.requireNonNull(licence);
        Objects.requireNonNull(attribution);
        Objects.requireNonNull(options);
        Objects.requireNonNull(window);
    }

    /** Classes from folders, under the name {@code dicom}. */
    public static DicomRequest of(Path folder) {
        return new DicomRequest(folder, "dicom", DicomLabel.FOLDER, false, "", "", DecodeOptions.DEFAULT, Optional.empty());
    }

    /** The same with another class. */
    public DicomRequest labelled(DicomLabel other) {
        return new DicomRequest(folder, name, other, namesChecked, licence, attribution, options, window);
    }

    /** The same with the names of class folders looked at by a person. */
    public DicomRequest withNamesChecked() {
        return new DicomRequest(folder, name, label, true, licence, attribution, options, window);
    }

    /** The same with one window for all grey images. */
    public DicomRequest windowed(GreyWindow one) {
        return new DicomRequest(folder, name, label, namesChecked, licence, attribution, options, Optional.of(one));
    }
}
