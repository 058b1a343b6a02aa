package org.synthoscope.curation.duplicate;

import org.synthoscope.image.Image;

/** What verification keeps of a decoded image: luma of at most 256 cells a side, and its colours coarsely. */
final class Picture {

    static final int SIDE = 256;
    static final int COARSE = 32;

    private final Plane luma;
    private final Plane[] colours = new Plane[3];
    private final int height;
    private final int width;

    Picture(Image image) {
        height = image.height();
        width = image.width();
        luma = Plane.of(image, Math.min(SIDE, height), Math.min(SIDE, width));
        for (int c = 0; c < 3; c++) {
            colours[c] = new Plane(COARSE, COARSE, AreaMeans.channel(image, c, COARSE, COARSE));
        }
    }

    Plane luma() {
        return luma;
    }

    Plane colour(int channel) {
        return colours[channel];
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }
}
