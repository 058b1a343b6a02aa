package org.synthoscope.curation.artefact;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.synthoscope.curation.Finding;
import org.synthoscope.curation.FindingKind;
import org.synthoscope.image.Image;

/**
 * Finds stickers, rulers, hair, dark corners, ink, blur, bad exposure and frames without skin in one image.
 *
 * <p>Works at a longer side of {@value #SIDE} pixels whatever the image's size; decode with
 * {@code ImageReader.decodeWithin(content, name, ArtefactDetector.SIDE)}. About 3 ms of one core for an image of that
 * size. Safe for use by several threads; the same pixels give the same findings.
 */
public final class ArtefactDetector {

    /** The detectors' name and version; findings of another one aren't comparable and are made again. */
    public static final String METHOD = "artefacts-1";

    /** The longer side, in pixels, at which detectors work. */
    public static final int SIDE = Field.SIDE;

    private static final List<FindingKind> FITTED = List.of(FindingKind.STICKER, FindingKind.RULER, FindingKind.HAIR,
            FindingKind.DARK_CORNER, FindingKind.INK);

    private final ArtefactModels models = ArtefactModels.load();

    /**
     * One finding of each kind, in the order of {@link FindingKind}. A region is given where the score is at least .5.
     * Whether skin-specific kinds mean anything is a question of the whole set, see {@link SkinRule}.
     *
     * @param image of any size, grey or colour
     */
    public List<Finding> inspect(Image image) {
        ArtefactFeatures features = ArtefactFeatures.of(image);
        Field field = features.field;
        double[] values = features.values();
        BitSet surround = Places.darkCorners(field);
        List<Finding> findings = new ArrayList<>();
        for (FindingKind kind : FITTED) {
            double score = models.score(kind, values);
            BitSet cells = score < 0.5 ? new BitSet() : switch (kind) {
                case STICKER -> features.sticker;
                case RULER -> features.ruler;
                case HAIR -> Places.hair(field, features.lines);
                case DARK_CORNER -> surround;
                default -> features.ink;
            };
            findings.add(new Finding(kind, score, Places.region(field, cells)));
        }
        findings.add(Quality.blur(features.details, Math.max(1.0, (double) SIDE / Math.max(image.height(), image.width()))));
        findings.add(Quality.overExposed(field));
        findings.add(Quality.underExposed(field, surround));
        findings.add(Quality.notSkin(field));
        return List.copyOf(findings);
    }
}
