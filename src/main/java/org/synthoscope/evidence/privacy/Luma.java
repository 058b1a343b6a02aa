package org.synthoscope.evidence.privacy;

import org.synthoscope.image.Image;
import org.synthoscope.image.Resizer;

/**
 * The brightness of an image, reduced by area means until its longer side holds no more than a number of cells.
 *
 * @param values H·W of them, row by row, in grey levels 0..255; not to be changed
 */
record Luma(int height, int width, float[] values) {

    private static final double WIDEST = 4;
    private static final int HALVINGS = 6;

    /** All of an image. */
    static Luma whole(Image image) {
        return of(image, Integer.MAX_VALUE);
    }

    /** @param side most cells along the longer side */
    static Luma of(Image image, int side) {
        int longer = Math.max(image.height(), image.width());
        Image grey = image.withChannels(1);
        Image small = longer <= side ? grey : Resizer.to(grey, cells(image.height(), longer, side), cells(image.width(), longer, side));
        float[] out = new float[small.pixels().length];
        for (int i = 0; i < out.length; i++) {
            out[i] = small.pixels()[i] & 255;
        }
        return new Luma(small.height(), small.width(), out);
    }

    private static int cells(int length, int longer, int side) {
        return Math.max(1, Math.round((float) length * side / longer));
    }

    /** How much an image has that half its size couldn't hold: mean deviation within squares of 2 x 2, in grey levels. */
    double detail() {
        double sum = 0;
        int squares = 0;
        for (int y = 0; y + 1 < height; y += 2) {
            for (int x = 0; x + 1 < width; x += 2) {
                int at = y * width + x;
                float mean = (values[at] + values[at + 1] + values[at + width] + values[at + width + 1]) / 4;
                sum += Math.abs(values[at] - mean) + Math.abs(values[at + 1] - mean) + Math.abs(values[at + width] - mean)
                        + Math.abs(values[at + width + 1] - mean);
                squares++;
            }
        }
        return squares == 0 ? 0 : sum / (4.0 * squares);
    }

    /** This image, blurred until it has no more than that much detail; a blur of {@value #WIDEST} cells at most. */
    Luma softened(double detail) {
        if (detail() <= detail) {
            return this;
        }
        double low = 0;
        double high = WIDEST;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (blurred(middle).detail() > detail) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return blurred(high);
    }

    private Luma blurred(double sigma) {
        int reach = (int) Math.ceil(2.5 * sigma);
        float[] kernel = new float[2 * reach + 1];
        double sum = 0;
        for (int k = -reach; k <= reach; k++) {
            sum += Math.exp(-k * k / (2 * sigma * sigma));
        }
        for (int k = -reach; k <= reach; k++) {
            kernel[k + reach] = (float) (Math.exp(-k * k / (2 * sigma * sigma)) / sum);
        }
        float[] across = new float[values.length];
        float[] out = new float[values.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float v = 0;
                for (int k = -reach; k <= reach; k++) {
                    v += kernel[k + reach] * values[y * width + Math.max(0, Math.min(width - 1, x + k))];
                }
                across[y * width + x] = v;
            }
        }
        for (int y = 0; y < height; y++) {
            for (int k = -reach; k <= reach; k++) {
                int from = Math.max(0, Math.min(height - 1, y + k)) * width;
                for (int x = 0; x < width; x++) {
                    out[y * width + x] += kernel[k + reach] * across[from + x];
                }
            }
        }
        return new Luma(height, width, out);
    }
}
