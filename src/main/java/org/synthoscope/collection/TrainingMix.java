package org.synthoscope.collection;

/** What a classifier learns from: real training images and synthetic ones. It can't hold a real image of another part. */
public final class TrainingMix extends ImageMix<TrainingMix> {

    private TrainingMix(Rows rows) {
        super(rows);
    }

    /** Real images, to begin with. */
    public static TrainingMix of(TrainingImages images) {
        return new TrainingMix(all(images));
    }

    @Override
    TrainingMix of(Rows newRows) {
        return new TrainingMix(newRows);
    }
}
