package org.synthoscope.report;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.CatalogueImage;
import org.synthoscope.curation.Region;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.image.Image;
import org.synthoscope.image.ImageReader;
import org.synthoscope.image.Jpeg;

/** Small pictures of a catalogue's images, regions outlined. */
final class Thumbnails {

    private static final int QUALITY = 80;
    private static final int[] OUTLINE = {255, 225, 60};

    private final ImageReader reader = new ImageReader(DecodeOptions.DEFAULT);
    private final Map<Long, Path> copies;

    Thumbnails(Map<Long, Path> copies) {
        this.copies = copies;
    }

    /** A square from the middle, as contact sheets have it. @return empty if the file can't be read any more */
    Optional<Picture> square(CatalogueImage image, int side, boolean treated) {
        Path copy = treated ? copies.get(image.id()) : null;
        return read(() -> reader.decodeSquare(ImageReader.bytes(copy != null ? copy : image.path()),
                copy != null ? copy.toString() : image.name(), side).image(), image.className() + ": " + image.name()
                + (copy != null ? ", treated" : ""));
    }

    /** The whole field, with a region outlined. @return empty if the file can't be read any more */
    Optional<Picture> whole(CatalogueImage image, int longestSide, Region region) {
        return read(() -> outlined(reader.decodeWithin(ImageReader.bytes(image.path()), image.name(), longestSide).image(),
                region), image.className() + ": " + image.name());
    }

    private interface Reading {
        Image get();
    }

    private static Optional<Picture> read(Reading reading, String alt) {
        try {
            return Optional.of(new Picture(Jpeg.encode(reading.get(), QUALITY), alt));
        } catch (SynthoscopeException gone) {
            return Optional.empty();
        }
    }

    /** Draws two pixels wide along the inside of the region's border. */
    static Image outlined(Image image, Region region) {
        if (region.isEmpty()) {
            return image;
        }
        Image colour = image.withChannels(3);
        byte[] pixels = colour.pixels().clone();
        int h = image.height();
        int w = image.width();
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                if (region.covers(y, x, h, w) && (outside(region, y - 2, x, h, w) || outside(region, y + 2, x, h, w)
                        || outside(region, y, x - 2, h, w) || outside(region, y, x + 2, h, w))) {
                    for (int c = 0; c < 3; c++) {
                        pixels[(y * w + x) * 3 + c] = (byte) OUTLINE[c];
                    }
                }
            }
        }
        return new Image(h, w, 3, pixels);
    }

    private static boolean outside(Region region, int y, int x, int h, int w) {
        return y < 0 || x < 0 || y >= h || x >= w || !region.covers(y, x, h, w);
    }
}
