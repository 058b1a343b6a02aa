package org.synthoscope.collection.phantom;

import java.util.Objects;
import java.util.Optional;

/**
 * What is known about one phantom.
 *
 * @param file          path below the phantoms' folder with forward slashes, {@code melanoma/phantom_000123.png}
 * @param label         the class
 * @param patient       the patient it is filed under; half of the duplicates are filed under a patient of their own, as
 *                      happens when a picture is handed in twice
 * @param lesion        the lesion it is filed under
 * @param skinType      Fitzpatrick type 1..6
 * @param hair          whether hairs were drawn; so on for the other artefacts
 * @param duplicateOf   the file of the original it was made from
 * @param duplicateKind how it was made from it
 * @param parameters    the lesion's parameters
 */
public record PhantomTruth(String file, PhantomClass label, String patient, String lesion, int skinType, boolean hair,
                           boolean ruler, boolean darkCorner, boolean sticker, boolean ink,
                           Optional<String> duplicateOf, DuplicateKind duplicateKind, LesionTruth parameters) {

    public PhantomTruth {
        Objects.requireNonNull(file);
        Objects.requireNonNull(label);
        Objects.requireNonNull(patient);
        Objects.requireNonNull(lesion);
        Objects.requireNonNull(parameters);
        if (duplicateOf.isPresent() == (duplicateKind == DuplicateKind.NONE)) {
            throw new IllegalArgumentException("a duplicate needs both an original and a kind: " + file);
        }
    }
}
