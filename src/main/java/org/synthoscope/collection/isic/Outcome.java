package org.synthoscope.collection.isic;

/** What became of one image that was wanted. */
sealed interface Outcome {

    /** How reasons begin that may not hold the next time: images with such a reason are asked for again. */
    String NOT_FETCHED = "not fetched: ";
    /** How reasons begin that are the file's fault. */
    String UNSOUND = "unusable file: ";

    /** The identifier. */
    String isicId();

    /** Its file is in its place. */
    record Gathered(IsicItem item, String className, Shelf.Placed placed, boolean fetched) implements Outcome {
        @Override
        public String isicId() {
            return item.isicId();
        }
    }

    /** It is left out. */
    record LeftOut(String isicId, String reason) implements Outcome {
    }

    /** The archive didn't give it. */
    record Lost(String isicId, String reason) implements Outcome {
    }
}
