package org.synthoscope.evidence.privacy;

import org.synthoscope.collection.ImageSet;
import org.synthoscope.evidence.Points;

/** Images as points by their pixels: 16 x 16 area means of each channel, 0..1. */
final class PixelSpace {

    static final String NAME = "pixels";
    private static final int SIDE = 16;

    private PixelSpace() {
    }

    /** H·W·C numbers an image, H and W at most 16. */
    static Points of(ImageSet set) {
        int h = Math.min(SIDE, set.height());
        int w = Math.min(SIDE, set.width());
        int c = set.channels();
        int length = h * w * c;
        double[] out = new double[Math.multiplyExact(set.count(), length)];
        byte[] raw = new byte[set.imageBytes()];
        for (int i = 0; i < set.count(); i++) {
            set.read(i, raw, 0);
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    mean(set, raw, new int[] {y * set.height() / h, (y + 1) * set.height() / h, x * set.width() / w,
                        (x + 1) * set.width() / w}, out, i * length + (y * w + x) * c);
                }
            }
        }
        return new Points(set.count(), length, out);
    }

    /** Adds the channel means of a rectangle (top, bottom, left, right). */
    private static void mean(ImageSet set, byte[] raw, int[] cell, double[] out, int at) {
        int channels = set.channels();
        double unit = 1 / (255.0 * (cell[1] - cell[0]) * (cell[3] - cell[2]));
        for (int y = cell[0]; y < cell[1]; y++) {
            for (int x = cell[2]; x < cell[3]; x++) {
                for (int c = 0; c < channels; c++) {
                    out[at + c] += unit * (raw[(y * set.width() + x) * channels + c] & 255);
                }
            }
        }
    }
}
