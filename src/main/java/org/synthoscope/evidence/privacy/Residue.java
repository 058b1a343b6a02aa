package org.synthoscope.evidence.privacy;

/**
 * What is left of one image when another of the same size is taken off it: the root mean square difference of brightness, in
 * grey levels, after the best gain and offset, at the best of eight orientations (four, unless they are square).
 */
final class Residue {

    private Residue() {
    }

    /** 0 for copies, also brighter or darker ones; an image without contrast leaves all of the other. */
    static double of(Luma a, Luma b) {
        double best = Double.POSITIVE_INFINITY;
        for (int orientation = 0; orientation < (a.height() == a.width() ? 8 : 4); orientation++) {
            best = Math.min(best, fitted(a, b, orientation));
        }
        return best;
    }

    /**
     * The same after the sharper image was blurred until both have the same {@linkplain Luma#detail detail}, so that neither
     * blur nor noise makes a copy look like a stranger.
     */
    static double atSameDetail(Luma a, Luma b) {
        return of(a.softened(b.detail()), b.softened(a.detail()));
    }

    /** Bit 0 mirrors left and right, bit 1 up and down, bit 2 swaps the axes of a square. */
    private static double fitted(Luma first, Luma second, int orientation) {
        int h = first.height();
        int w = first.width();
        double a = 0;
        double b = 0;
        double aa = 0;
        double bb = 0;
        double ab = 0;
        for (int y = 0; y < h; y++) {
            int fromY = (orientation & 2) == 0 ? y : h - 1 - y;
            for (int x = 0; x < w; x++) {
                int fromX = (orientation & 1) == 0 ? x : w - 1 - x;
                double p = first.values()[y * w + x];
                double q = second.values()[(orientation & 4) == 0 ? fromY * w + fromX : fromX * w + fromY];
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
