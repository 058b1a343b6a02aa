package org.synthoscope.collection;

/** Images that nothing learns from: those of the validation, the test or the sealed part. */
public final class HeldOutImages extends PackedRows {

    HeldOutImages(PackedImages packed, Part part, int[] rows) {
        super(packed, part, rows);
        if (part == Part.TRAIN) {
            throw new IllegalArgumentException("the train part isn't held out");
        }
    }

    /** Those of one class; possibly none. The list of classes stays whole. */
    public HeldOutImages ofClass(int label) {
        return new HeldOutImages(packed(), part(), rowsOfClass(label));
    }
}
