package org.synthoscope.curation.engine;

import java.util.List;
import org.synthoscope.collection.Progress;
import org.synthoscope.curation.DuplicatePair;
import org.synthoscope.curation.duplicate.ImageLoader;

/** Finds the pairs of images that show the same picture. */
public interface PairSearch {

    /** Names the method and its version. */
    String method();

    /**
     * The pairs among images.
     *
     * @param fingerprints of the images, as {@link Inspector} gave them
     * @param loader       decodes one of them at working size
     * @param progress     hears how far it is
     */
    List<DuplicatePair> find(List<byte[]> fingerprints, ImageLoader loader, Progress progress);
}
