package org.synthoscope.curation;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What becomes of an image once all decisions on it are weighed.
 *
 * @param id         in the catalogue
 * @param name       in the study
 * @param className  its class
 * @param excluded   whether it is left out
 * @param treatments {@link Action#CROP}, {@link Action#INPAINT}, both or neither; none if excluded
 * @param subjects   what the treatments or the exclusion are about, e.g. {@code hair}
 * @param reasons    one sentence per decision that counts; none if it is simply kept
 */
public record ImageState(long id, String name, String className, boolean excluded, Set<Action> treatments,
                         List<String> subjects, List<String> reasons) {

    public ImageState {
        Objects.requireNonNull(name);
        Objects.requireNonNull(className);
        treatments = Set.copyOf(treatments);
        subjects = List.copyOf(subjects);
        reasons = List.copyOf(reasons);
    }

    /** In a word: kept, excluded, cropped, inpainted or cropped and inpainted. */
    public String word() {
        if (excluded) {
            return "excluded";
        }
        boolean crop = treatments.contains(Action.CROP);
        boolean inpaint = treatments.contains(Action.INPAINT);
        return crop && inpaint ? "cropped and inpainted" : crop ? "cropped" : inpaint ? "inpainted" : "kept";
    }
}
