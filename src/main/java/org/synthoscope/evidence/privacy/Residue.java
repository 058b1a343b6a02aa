package org.synthoscope.evidence.privacy;

import org.synthoscope.image.Image;

/**
 * What is left of one image when another of the same size is taken off it: the root mean square difference of luma, in grey
 * levels, after the best gain and offset, at the best of eight orientations.
 */
final class Residue {

    private Residue() {
    }

    /** 0 for copies, also brighter or darker ones; an image without contrast leaves all of the other. */
    static double of(Image a, Image b) {
        int h = a.height();
        int w = a.width();
        byte[] first = a.withChannels(1).pixels();
        byte[] second = b.withChannels(1).pixels();
        double best = Double.POSITIVE_INFINITY;
        for (int orientation = 0; orientation < (h == w ? 8 : 4); orientation++) {
            best = Math.min(best, fitted(first, second, h, w, orientation));
        }
        return best;
    }

    /** How much an image has that half its size couldn't hold: mean deviation of luma within squares of 2 x 2, in grey levels. */
    static double detail(Image image) {
        int w = image.width();
        byte[] luma = image.withChannels(1).pixels();
        double sum = 0;
        int squares = 0;
        for (int y = 0; y + 1 < image.height(); y += 2) {
            for (int x = 0; x + 1 < w; x += 2) {
                int[] four = {luma[y * w + x] & 255, luma[y * w + x + 1] & 255, luma[(y + 1) * w + x] & 255,
                        luma[(y + 1) * w + x + 1] & 255};
                double mean = (four[0] + four[1] + four[2] + four[3]) / 4.0;
                for (int v : four) {
                    sum += Math.abs(v - mean);
                }
                squares++;
            }
        }
        return squares == 0 ? 0 : sum / (4.0 * squares);
    }

    /** Bit 0 mirrors left and right, bit 1 up and down, bit 2 swaps the axes of a square. */
    private static double fitted(byte[] first, byte[] second, int h, int w, int orientation) {
        double a = 0;
        double b = 0;
        double aa = 0;
        double bb = 0;
        double ab = 0;
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int fromY = (orientation & 2) == 0 ? y : h - 1 - y;
                int fromX = (orientation & 1) == 0 ? x : w - 1 - x;
                double p = first[y * w + x] & 255;
                double q = second[(orientation & 4) == 0 ? fromY * w + fromX : fromX * w + fromY] & 255;
                a += p;
                b += q;
                aa += p * p;
                bb += q * q;
                ab += p * q;
            }
        }
        double n = (double) h * w;
        double varianceA = aa / n - a / n * (a / n);
        double varianceB = bb / n - b / n * (b / n);
        double covariance = Math.max(0, ab / n - a / n * (b / n));
        // Off the image with more contrast, so that a flat one isn't explained by anything.
        double larger = Math.max(varianceA, varianceB);
        double smaller = Math.min(varianceA, varianceB);
        return smaller > 0 ? Math.sqrt(Math.max(0, larger - covariance * covariance / smaller)) : Math.sqrt(larger);
    }
}
