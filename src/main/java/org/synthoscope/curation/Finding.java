package org.synthoscope.curation;

import java.util.Objects;

/**
 * One thing found, or not found, in one image.
 *
 * @param kind   what
 * @param score  how sure, 0..1; the detector's own operating point lies at .5
 * @param region where; empty if the finding concerns the whole image or the score is low
 */
public record Finding(FindingKind kind, double score, Region region) {

    public Finding {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(region);
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("a score lies in 0..1, not " + score);
        }
    }

    /** Whether the detector says it is there. */
    public boolean present() {
        return score >= 0.5;
    }
}
