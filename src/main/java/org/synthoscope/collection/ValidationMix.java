package org.synthoscope.collection;

/**
 * What a classifier's training is steered by. Synthetic images belong in it only where origin is what is learned; it
 * can't hold a real image of another part.
 */
public final class ValidationMix extends ImageMix<ValidationMix> {

    private ValidationMix(Rows rows) {
        super(rows);
    }

    /** Real images, to begin with. */
    public static ValidationMix of(ValidationImages images) {
        return new ValidationMix(all(images));
    }

    @Override
    ValidationMix of(Rows newRows) {
        return new ValidationMix(newRows);
    }
}
