package org.synthoscope.evidence.planted;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.synthoscope.evidence.verdict.ClauseKind;
import org.synthoscope.evidence.verdict.Decision;
import org.synthoscope.evidence.verdict.Purpose;

/**
 * A synthetic set with a known defect, or with none.
 *
 * @param defect   what is the matter with it, in words
 * @param set      its images
 * @param expected which decisions are right, for the purposes that need no classifier to have been trained
 * @param must     clauses of which at least one must have failed; none for a set without defect
 * @param may      further clauses that may fail with it; any other failing is the wrong reason
 */
record PlantedCase(String defect, MemoryImages set, Map<Purpose, Set<Decision>> expected, Set<ClauseKind> must,
                   Set<ClauseKind> may) {

    static final Set<ClauseKind> PRIVACY = EnumSet.of(ClauseKind.EXACT_COPIES, ClauseKind.COPIES, ClauseKind.MEMBERSHIP,
            ClauseKind.MEMBERSHIP_SURE, ClauseKind.CLOSENESS, ClauseKind.AUTHENTICITY);
    static final Set<ClauseKind> QUALITY = EnumSet.of(ClauseKind.FIDELITY, ClauseKind.PRECISION, ClauseKind.DENSITY);
    static final Set<ClauseKind> DIVERSITY = EnumSet.of(ClauseKind.RECALL, ClauseKind.COVERAGE);
    static final Set<ClauseKind> ARTEFACTS = EnumSet.of(ClauseKind.ARTEFACT_SHARE, ClauseKind.ARTEFACT_BIAS);

    static Set<ClauseKind> none() {
        return EnumSet.noneOf(ClauseKind.class);
    }

    @SafeVarargs
    static Set<ClauseKind> any(Set<ClauseKind>... families) {
        Set<ClauseKind> out = none();
        for (Set<ClauseKind> family : families) {
            out.addAll(family);
        }
        return out;
    }
}
