package org.synthoscope.collection;

/**
 * Images that may be learned from: all of {@link Part#TRAIN}. The only type a trainer takes; it comes from {@link
 * PackedImages#training()} alone and can't hold an image of another part.
 */
public final class TrainingImages extends PackedRows {

    TrainingImages(PackedImages packed, int[] rows) {
        super(packed, Part.TRAIN, rows);
    }

    /** Those of one class; possibly none. The list of classes stays whole. */
    public TrainingImages ofClass(int label) {
        return new TrainingImages(packed(), rowsOfClass(label));
    }
}
