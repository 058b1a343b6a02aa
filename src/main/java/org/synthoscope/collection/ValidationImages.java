package org.synthoscope.collection;

/**
 * Images that a training may look at to choose its end, its learning rate and its best weights, but takes no gradient
 * from: all of {@link Part#VALIDATION}. They come from {@link PackedImages#validation()} alone and can't hold a training,
 * test or sealed image.
 */
public final class ValidationImages extends PackedRows {

    ValidationImages(PackedImages packed, int[] rows) {
        super(packed, Part.VALIDATION, rows);
    }

    /** Those of one class; possibly none. The list of classes stays whole. */
    public ValidationImages ofClass(int label) {
        return new ValidationImages(packed(), rowsOfClass(label));
    }
}
