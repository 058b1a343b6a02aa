package org.synthoscope.curation.artefact;

import java.util.BitSet;
import org.synthoscope.curation.Finding;
import org.synthoscope.curation.FindingKind;
import org.synthoscope.curation.Region;

/**
 * Blur, exposure and frames without skin, by stated rules; no flags exist to fit them to.
 *
 * <ul>
 * <li>Blur: the 99th percentile of brightness steps between halves of blocks of 2 x 2 pixels, as a share of that between
 * halves of blocks of 8 x 8; .5 at a share of {@value #SHARPNESS}. A sharp edge steps as far at both sizes, a blurred one rises slowly.
 * <li>Over-exposed: the share of coarse cells with L* of at least {@value #BURNT}; .5 at {@value #BURNT_SHARE}.
 * <li>Under-exposed: the share of coarse cells with L* of at most {@value #DROWNED}, the dark surround of a round field left
 * out; .5 at {@value #DROWNED_SHARE}.
 * <li>Not skin: one less the share of cells whose colour skin or a lesion can have: chroma of at least {@value #CHROMA} and
 * a hue between magenta and yellow; .5 where a share of {@value #SKIN_SHARE} is left. Pale skin under a cold light has little
 * more than its lesion to show.
 * </ul>
 */
final class Quality {

    private static final double SHARPNESS = 0.30;
    private static final double BURNT = 98.5;
    private static final double BURNT_SHARE = 0.35;
    private static final double DROWNED = 8;
    private static final double DROWNED_SHARE = 0.35;
    private static final double CHROMA = 4;
    private static final double SKIN_SHARE = 0.1;

    private Quality() {
    }

    /**
     * @param details  99th percentile of luma's details by octave
     * @param enlarged how many times the image was enlarged to the field's size, at least 1
     */
    static Finding blur(double[] details, double enlarged) {
        int octave = Math.min(details.length - 3, (int) Math.round(Math.log(enlarged) / Math.log(2)));
        // A frame without any contrast has nothing that could be sharp.
        double share = details[octave + 2] < 1.5 ? 0 : details[octave] / details[octave + 2];
        return new Finding(FindingKind.BLUR, above(SHARPNESS - share, 0.03), Region.empty());
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
        double score = above(SKIN_SHARE - (double) counted / field.l.length, 0.03);
        return new Finding(FindingKind.NOT_SKIN, score, score >= 0.5 ? Places.region(field, cells) : Region.empty());
    }

    private static double above(double excess, double width) {
        return 1 / (1 + Math.exp(-excess / width));
    }
}
