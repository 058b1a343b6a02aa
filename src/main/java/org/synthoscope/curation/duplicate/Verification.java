package org.synthoscope.curation.duplicate;

import java.util.ArrayList;
import java.util.List;
import org.synthoscope.curation.Transform;

/**
 * The judgement on one candidate, from the pixels: the pictures are laid on each other from coarse to fine, then their
 * fine structure is compared on every grid.
 *
 * @param correlation of the registered pictures at half the finest grid
 * @param detail      mean over the grids of {@link Detail#quarter()}
 * @param confidence  0..1 that they show the same picture
 * @param transform   what mainly tells them apart
 */
record Verification(double correlation, double detail, double confidence, Transform transform) {

    private static final Verification NO = new Verification(0, 0, 0, Transform.RECOMPRESS);

    private static final int LEVELS = 4;
    private static final int LEAST_SIDE = 32;
    private static final double LEAST_OVERLAP = 0.6;
    private static final double LEAST_CORRELATION = 0.9;
    /** Confidence on coarser grids below which finer ones aren't looked at. */
    private static final double HOPELESS = 0.2;
    /** Share of the larger field below which something was cut away. */
    private static final double WHOLE_FIELD = 0.975;
    private static final double SAME_SIZE = 0.012;
    /** Mean difference of coarse colours, in levels, above which they were changed. */
    private static final double SAME_COLOUR = 2.0;

    /** Weights of the logistic judgement, fitted on phantoms; see docs/experiments/duplicates.md. */
    private static final double BIAS = -3.2;
    private static final double PER_DETAIL = 14;
    private static final double PER_CLOSENESS = 4;

    /**
     * Judges two pictures.
     *
     * @param orientation how the first is laid down to look like the second
     * @param start       where it then lies on the second, roughly
     */
    static Verification of(Picture first, Picture second, Orientation orientation, Mapping start) {
        Plane a = first.luma().oriented(orientation);
        Plane b = second.luma();
        int height = Math.min(a.height(), b.height());
        int width = Math.min(a.width(), b.width());
        Registration found = new Registration(start, 0, 1);
        List<Double> details = new ArrayList<>();
        for (int level = LEVELS - 1; level >= 0; level--) {
            int h = height >> level;
            int w = width >> level;
            if (Math.min(h, w) < Math.min(LEAST_SIDE / 2, Math.min(height, width))) {
                continue;
            }
            Plane template = a.resized(h, w);
            Plane picture = b.resized(h, w);
            if (level > 0 || details.isEmpty()) {
                found = Registration.refine(template, picture, found.mapping(), level == LEVELS - 1 ? 8 : level == 2 ? 5 : 3);
                if (found.correlation() < LEAST_CORRELATION || found.overlap() < LEAST_OVERLAP
                        || found.overlap() * found.mapping().area() < LEAST_OVERLAP) {
                    return NO;
                }
            }
            if (Math.min(h, w) >= Math.min(LEAST_SIDE, Math.min(height, width))) {
                details.add(Detail.of(template, picture, found.mapping()).quarter());
                // Finer structure never agrees better than coarser.
                if (confidence(mean(details), found.correlation()) < HOPELESS) {
                    return NO;
                }
            }
        }
        double detail = mean(details);
        return new Verification(found.correlation(), detail, confidence(detail, found.correlation()),
                transform(first, second, orientation, found));
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    private static double confidence(double detail, double correlation) {
        double closeness = -Math.log10(Math.max(1e-4, 1 - correlation)) - 2;
        return 1 / (1 + Math.exp(-(BIAS + PER_DETAIL * detail + PER_CLOSENESS * closeness)));
    }

    private static Transform transform(Picture first, Picture second, Orientation orientation, Registration found) {
        if (orientation.code() != 0) {
            return orientation.transform();
        }
        double shown = found.overlap() * Math.min(1, found.mapping().area());
        if (Math.min(found.overlap(), found.overlap() * found.mapping().area()) < WHOLE_FIELD || shown < WHOLE_FIELD) {
            return Transform.CROP;
        }
        if (Math.abs(first.width() - second.width()) > SAME_SIZE * first.width()
                || Math.abs(first.height() - second.height()) > SAME_SIZE * first.height()) {
            return Transform.RESCALE;
        }
        return colourChange(first, second, found.mapping()) > SAME_COLOUR ? Transform.RECOLOUR : Transform.RECOMPRESS;
    }

    private static double colourChange(Picture first, Picture second, Mapping mapping) {
        double sum = 0;
        int count = 0;
        for (int c = 0; c < 3; c++) {
            float[] from = first.colour(c).values();
            float[] to = second.colour(c).through(mapping, Picture.COARSE, Picture.COARSE);
            for (int i = 0; i < from.length; i++) {
                if (!Float.isNaN(to[i])) {
                    sum += Math.abs(from[i] - to[i]);
                    count++;
                }
            }
        }
        return count == 0 ? 0 : sum / count;
    }
}
