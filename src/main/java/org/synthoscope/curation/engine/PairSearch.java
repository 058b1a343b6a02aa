package org.synthoscope.curation.engine;

import java.util.List;
import java.util.function.IntFunction;
import org.synthoscope.curation.DuplicatePair;
import org.synthoscope.image.Image;

/** Finds the pairs of images that show the same picture. */
public interface PairSearch {

    /** Names the method and its version. */
    String method();

    /**
     * The pairs among images.
     *
     * @param fingerprints of the images, as {@link Inspector} gave them
     * @param image        decodes one of them at working size
     */
    List<DuplicatePair> find(List<byte[]> fingerprints, IntFunction<Image> image);
}
