package org.synthoscope.curation.artefact;

import java.util.Collection;
import java.util.List;
import org.synthoscope.curation.Finding;
import org.synthoscope.curation.FindingKind;

/**
 * Whether a set of images shows skin at all. If not, as with X-rays, findings that only make sense on skin are dropped:
 * stickers, rulers, hair, dark corners, ink, and frames without skin themselves.
 *
 * <p>The rule: a set is one of skin unless more than half of its images are frames without skin, that is, images in which
 * fewer than a tenth of the cells have a colour that skin or a lesion can have. Grey images have none.
 *
 * @param images  number of images looked at
 * @param without number of them without skin
 */
public record SkinRule(int images, int without) {

    public SkinRule {
        if (without < 0 || images < without) {
            throw new IllegalArgumentException(without + " of " + images + " images can't be without skin");
        }
    }

    /** The rule over the findings of a set's images. */
    public static SkinRule of(Collection<List<Finding>> findings) {
        int without = 0;
        for (List<Finding> image : findings) {
            without += image.stream().anyMatch(f -> f.kind() == FindingKind.NOT_SKIN && f.present()) ? 1 : 0;
        }
        return new SkinRule(findings.size(), without);
    }

    /** Whether the set shows skin. */
    public boolean skin() {
        return 2 * without <= images;
    }

    /** Whether findings of a kind count in this set. */
    public boolean counts(FindingKind kind) {
        return skin() || !kind.ofSkin();
    }

    /** Those findings that count in this set. */
    public List<Finding> counted(List<Finding> findings) {
        return findings.stream().filter(f -> counts(f.kind())).toList();
    }

    /** One sentence for people. */
    public String reason() {
        return without + " of " + images + " images show no skin" + (skin() ? "" : ": more than half, so stickers, rulers, "
                + "hair, dark corners and ink aren't looked for");
    }
}
