package org.synthoscope.evidence.verdict;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.synthoscope.base.SynthoscopeException;

/**
 * What a synthetic set must reach for each purpose, and who says so. Every limit is somebody's choice: none comes from a law
 * or a regulator, since none was found to publish a number for images.
 *
 * @param thresholds the limit of every clause
 * @param purposes   for every purpose, what follows from each clause that doesn't hold
 */
public record VerdictPolicy(Map<ClauseKind, Threshold> thresholds, Map<Purpose, Map<ClauseKind, Consequence>> purposes) {

    /** Who answers for the limits that come with the program. */
    public static final String DEFAULT_OWNER = "Synthoscope's defaults";

    /**
     * A limit.
     *
     * @param limit  the claim holds up to it
     * @param owner  who answers for it
     * @param reason why this number
     */
    public record Threshold(double limit, String owner, String reason) {
        public Threshold {
            if (!Double.isFinite(limit) || limit < 0) {
                throw new SynthoscopeException("a limit is a number from 0 on, not " + limit);
            }
            if (owner.isBlank() || reason.isBlank()) {
                throw new SynthoscopeException("a limit needs an owner, who answers for it, and a reason");
            }
        }
    }

    public VerdictPolicy {
        Map<ClauseKind, Threshold> all = new EnumMap<>(thresholds);
        Map<Purpose, Map<ClauseKind, Consequence>> by = new EnumMap<>(Purpose.class);
        for (ClauseKind kind : ClauseKind.values()) {
            Objects.requireNonNull(all.get(kind), () -> "no limit for " + kind);
        }
        for (Purpose purpose : Purpose.values()) {
            Map<ClauseKind, Consequence> given = new EnumMap<>(Objects.requireNonNull(purposes.get(purpose)));
            for (ClauseKind kind : ClauseKind.values()) {
                given.putIfAbsent(kind, Consequence.IGNORE);
            }
            by.put(purpose, Collections.unmodifiableMap(given));
        }
        thresholds = Collections.unmodifiableMap(all);
        purposes = Collections.unmodifiableMap(by);
    }

    /** The limits that come with the program; documented with their reasons in {@code docs/verdict.md}. */
    public static VerdictPolicy defaults() {
        Map<ClauseKind, Threshold> t = new EnumMap<>(ClauseKind.class);
        limit(t, ClauseKind.EXACT_COPIES, 0, "A training image in the set is a patient's image, however many others there are.");
        limit(t, ClauseKind.COPIES, 0.01, "The search finds about one look-alike in 2,000 unrelated images; one in a hundred "
                + "can't be chance, and 300 images without a copy show less than that.");
        limit(t, ClauseKind.MEMBERSHIP, 0.60, "Half way between chance and the .7 at which such attacks are commonly called "
                + "successful.");
        limit(t, ClauseKind.MEMBERSHIP_SURE, 0.06, "Six times what chance finds: the few patients who stand out count too.");
        limit(t, ClauseKind.CLOSENESS, 0.65, "Distances only screen: far enough from .5 that an attack should be looked at.");
        limit(t, ClauseKind.AUTHENTICITY, 0.15, "Distances only screen: far enough from the held-out images' share that copies "
                + "should be looked for.");
        limit(t, ClauseKind.FIDELITY, 0.08, "Less than a tenth of how far real images are from their own mean; 200 test images can "
                + "show it.");
        limit(t, ClauseKind.PRECISION, 0.20, "One image in five more than among real ones that lies where none are found.");
        limit(t, ClauseKind.DENSITY, 0.25, "A quarter fewer real neighbours than real images have.");
        limit(t, ClauseKind.RECALL, 0.20, "One real image in five whose kind is never made.");
        limit(t, ClauseKind.COVERAGE, 0.20, "One real image in five that no synthetic one comes near.");
        limit(t, ClauseKind.CLASS_BALANCE, 0.10, "Ten images in a hundred in another class move a classifier's working point.");
        limit(t, ClauseKind.LABELS, 0.15, "Three pairs in twenty that are ranked worse than among real images; a smaller difference "
                + "takes more than 200 test images to tell.");
        limit(t, ClauseKind.ARTEFACT_SHARE, 0.20, "One image in five that gained or lost an artefact.");
        limit(t, ClauseKind.ARTEFACT_BIAS, 0.15, "What a model could gain by looking at the artefact alone.");
        limit(t, ClauseKind.UTILITY, 0.02, "A loss that a few hundred test images can show.");
        limit(t, ClauseKind.ORIGIN, 0, "What isn't known to be synthetic may be a patient's image.");
        limit(t, ClauseKind.EPSILON, 10, "Asked for by no purpose unless a policy says so; above ten the promise is a factor of more "
                + "than 20,000.");
        limit(t, ClauseKind.READERS, 0.75, "Asked for by no purpose unless a policy says so; half way between guessing and never "
                + "being fooled.");
        Map<Purpose, Map<ClauseKind, Consequence>> p = new EnumMap<>(Purpose.class);
        p.put(Purpose.TEACHING, consequences(Consequence.RESTRICT, Consequence.IGNORE, Consequence.IGNORE));
        p.put(Purpose.METHOD_DEVELOPMENT, consequences(Consequence.REFUSE, Consequence.RESTRICT, Consequence.IGNORE));
        p.put(Purpose.TRAINING_A_CLASSIFIER, consequences(Consequence.REFUSE, Consequence.RESTRICT, Consequence.REFUSE));
        return new VerdictPolicy(t, p);
    }

    private static void limit(Map<ClauseKind, Threshold> all, ClauseKind kind, double limit, String reason) {
        all.put(kind, new Threshold(limit, DEFAULT_OWNER, reason));
    }

    private static Map<ClauseKind, Consequence> consequences(Consequence diversity, Consequence balance, Consequence utility) {
        Map<ClauseKind, Consequence> c = new EnumMap<>(ClauseKind.class);
        for (ClauseKind kind : ClauseKind.values()) {
            c.put(kind, switch (kind) {
                case CLOSENESS, AUTHENTICITY, ARTEFACT_SHARE, ARTEFACT_BIAS -> Consequence.RESTRICT;
                case RECALL, COVERAGE -> diversity;
                case CLASS_BALANCE -> balance;
                case UTILITY -> utility;
                // Most sets have neither; who wants them says so.
                case EPSILON, READERS -> Consequence.IGNORE;
                default -> Consequence.REFUSE;
            });
        }
        return c;
    }
}
