package org.synthoscope.curation.engine;

import org.synthoscope.collection.CatalogueImage;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.image.Image;
import org.synthoscope.image.ImageReader;

/** Decodes the file of an image; called by several threads. */
@FunctionalInterface
public interface ImageDecoder {

    /** The usual one, for everything that {@link ImageReader} reads. */
    ImageDecoder USUAL = (image, content, longestSide) ->
            new ImageReader(DecodeOptions.DEFAULT).decodeWithin(content, image.name(), longestSide).image();

    /**
     * Decodes at working size.
     *
     * @throws org.synthoscope.image.UnreadableImageException if it can't be used
     */
    Image decode(CatalogueImage image, byte[] content, int longestSide);
}
