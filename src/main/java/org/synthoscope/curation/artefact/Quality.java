package org.synthoscope.curation.artefact;

import java.util.BitSet;
import org.synthoscope.curation.Finding;
import org.synthoscope.curation.FindingKind;
import org.synthoscope.curation.Region;

/**
 * Blur, exposure and frames without skin, by stated rules; no flags exist to fit them to.
 *
 * <ul>
 * <li>Blur: the 99th percentile of brightness steps between neighbouring pixels, as a share of that between blocks four
 * times as large; .5 at a share of {@value #SHARPNESS}. A sharp edge steps as far at both sizes, a blurred one rises slowly.
 * <li>Over-exposed: the share of coarse cells with L* of at least {@value #BURNT}; .5 at {@value #BURNT_SHARE}.
 * <li>Under-exposed: the share of coarse cells with L* of at most {@value #DROWNED}, the dark surround of a round field left
 * out; .5 at {@value #DROWNED_SHARE}.
 * <li>Not skin: one less the share of cells whose colour skin or a lesion can have: chroma of at least {@value #CHROMA} and
 * a hue between magenta and yellow; .5 at half.
 * </ul>
 */
final class Quality {

    private static final double SHARPNESS = 0.30;
    private static final double BURNT = 98.5;
    private static final double BURNT_SHARE = 0.35;
    private static final double DROWNED = 8;
    private static final double DROWNED_SHARE = 0.35;
    private static final double CHROMA = 4;

    private Quality() {
    }

    /** @param enlarged how many times the image was enlarged to the field's size, at least 1 */
    static Finding blur(Field field, double enlarged) {
        int step = Math.max(1, (int) Math.round(enlarged));
        double fine = steps(field, step);
        double coarse = steps(field, 4 * step);
        // A frame without any contrast has nothing that could be sharp.
        double share = coarse < 1.5 ? 0 : fine / coarse;
        return new Finding(FindingKind.BLUR, above(SHARPNESS - share, 0.03), Region.empty());
    }

    static double sharpness(Field field) {
        return steps(field, 1) / Math.max(1e-9, steps(field, 4));
    }

    /** The 99th percentile of steps between means of neighbouring blocks. */
    private static double steps(Field field, int block) {
        int h = field.height / block;
        int w = field.width / block;
        int[] sums = new int[h * w];
        for (int y = 0; y < h * block; y++) {
            int from = y * field.width;
            int to = y / block * w;
            for (int x = 0; x < w; x++) {
                int sum = 0;
                for (int k = 0; k < block; k++) {
                    sum += field.luma[from++] & 255;
                }
                sums[to + x] += sum;
            }
        }
        int[] histogram = new int[1024];
        int n = 0;
        float scale = 4f / (block * block);
        for (int y = 0; y + 1 < h; y++) {
            for (int i = y * w; i + 1 < y * w + w; i++) {
                histogram[(int) Math.min(1023, Math.abs(sums[i] - sums[i + 1]) * scale)]++;
                histogram[(int) Math.min(1023, Math.abs(sums[i] - sums[i + w]) * scale)]++;
                n += 2;
            }
        }
        int above = n / 100;
        for (int v = histogram.length - 1; v > 0; v--) {
            above -= histogram[v];
            if (above < 0) {
                return v / 4.0;
            }
        }
        return 0;
    }

    static Finding overExposed(Field field) {
        BitSet cells = new BitSet();
        for (int i = 0; i < field.l.length; i++) {
            cells.set(i, field.l[i] >= BURNT);
        }
        return exposed(field, FindingKind.OVER_EXPOSED, cells, BURNT_SHARE);
    }

    static Finding underExposed(Field field, BitSet surround) {
        BitSet cells = new BitSet();
        for (int i = 0; i < field.l.length; i++) {
            cells.set(i, field.l[i] <= DROWNED);
        }
        // A frame that is dark all over has no surround.
        if (Field.quantiles(field.l, 0, 10, 0.5)[0] > DROWNED) {
            cells.andNot(surround);
        }
        return exposed(field, FindingKind.UNDER_EXPOSED, cells, DROWNED_SHARE);
    }

    private static Finding exposed(Field field, FindingKind kind, BitSet cells, double point) {
        double score = above((double) cells.cardinality() / field.l.length - point, 0.1);
        return new Finding(kind, score, score >= 0.5 ? Places.region(field, cells) : Region.empty());
    }

    static Finding notSkin(Field field) {
        BitSet cells = new BitSet();
        int counted = 0;
        for (int i = 0; i < field.l.length; i++) {
            float a = field.a[i];
            float b = field.b[i];
            // Hues from -45 degrees, magenta, to 110, just beyond yellow.
            boolean skin = a * a + b * b >= CHROMA * CHROMA && (a > 0 ? b > -a : b > 0 && -a < 0.364 * b);
            cells.set(i, !skin);
            counted += skin ? 1 : 0;
        }
        double score = above(0.5 - (double) counted / field.l.length, 0.1);
        return new Finding(FindingKind.NOT_SKIN, score, score >= 0.5 ? Places.region(field, cells) : Region.empty());
    }

    private static double above(double excess, double width) {
        return 1 / (1 + Math.exp(-excess / width));
    }
}
