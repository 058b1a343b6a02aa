package org.synthoscope.evidence.verdict;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The clauses that a verdict may be made of: which measure speaks to each, on which groups of images, and how it is held
 * against the limit.
 */
public enum ClauseKind {
    EXACT_COPIES("exact-copies", true, Groups.ALL, Form.AT_MOST, "no more than %s synthetic images equal a training image"),
    COPIES("copies", true, Groups.ALL, Form.AT_MOST,
            "at most a share of %s of the synthetic images shows the same picture as a training image"),
    MEMBERSHIP("membership-auc", true, Groups.ALL, Form.AT_MOST,
            "an attacker who has the synthetic images tells training from held-out images with an area of at most %s"),
    MEMBERSHIP_SURE("membership-tpr", true, Groups.ALL, Form.AT_MOST,
            "an attacker who may be wrong about one held-out image in a hundred finds at most a share of %s of the training images"),
    CLOSENESS("closeness", false, Groups.ALL, Form.AT_MOST,
            "synthetic images lie closer to the training images than held-out ones with a chance of at most %s"),
    AUTHENTICITY("authenticity", false, Groups.ALL, Form.SHORT_OF_FLOOR,
            "the share of images that are no near copies falls short of that among held-out images by at most %s"),
    FIDELITY("relative-KID", false, Groups.ALL, Form.AT_MOST,
            "the distance from the real images is at most a share of %s of their own spread"),
    PRECISION("precision", false, Groups.BOTH, Form.SHORT_OF_FLOOR,
            "the share of believable images falls short of that among real images by at most %s"),
    DENSITY("density", false, Groups.ALL, Form.SHORT_OF_FLOOR,
            "closeness to real images falls short of that of real images by at most %s"),
    RECALL("recall", false, Groups.BOTH, Form.SHORT_OF_FLOOR,
            "the real variety that is reached falls short of what real images reach by at most %s"),
    COVERAGE("coverage", false, Groups.BOTH, Form.SHORT_OF_FLOOR,
            "the share of real images with a counterpart falls short of that among real images by at most %s"),
    CLASS_BALANCE("class-share", true, Groups.CLASSES, Form.FROM_FLOOR,
            "the class is as frequent as among the real images, within %s"),
    LABELS("label-auc", false, Groups.CLASSES, Form.SHORT_OF_FLOOR,
            "labels mean what they mean among real images: a classifier that learned from those tells them with an area short of "
                    + "that on real images by at most %s"),
    ARTEFACT_SHARE("artefact-share", false, Groups.ALL, Form.FROM_FLOOR,
            "the artefact is as frequent as among real images of the same size, within %s"),
    ARTEFACT_BIAS("artefact-gap", false, Groups.CLASSES, Form.OVER_FLOOR,
            "the artefact goes with the label no more closely than among real images: its share differs between classes by at "
                    + "most %s more"),
    UTILITY("utility-loss", true, Groups.ALL, Form.AT_MOST,
            "a classifier that learns from them too loses at most %s against one that learned from real images alone"),
    ORIGIN("unknown-origin", true, Groups.ALL, Form.AT_MOST, "no more than %s images are of unknown origin"),
    EPSILON("epsilon", true, Groups.ALL, Form.AT_MOST,
            "the generator was trained with differential privacy of every single image, with an epsilon of at most %s"),
    READERS("turing-auc", true, Groups.ALL, Form.AT_MOST,
            "readers tell synthetic from real images with an area of at most %s");

    /** On which groups of images a clause is decided. */
    enum Groups { ALL, CLASSES, BOTH }

    /** How a measure is held against the limit. */
    enum Form {
        /** The measure itself is at most the limit. */
        AT_MOST,
        /** The real images' figure less the measure is. */
        SHORT_OF_FLOOR,
        /** The measure less the real images' figure is. */
        OVER_FLOOR,
        /** The size of the difference is. */
        FROM_FLOOR
    }

    /** The area under the curve of labels that mean nothing. */
    static final double CHANCE = 0.5;

    private final String measure;
    private final boolean whole;
    private final Groups groups;
    private final Form form;
    private final String claim;

    ClauseKind(String measure, boolean whole, Groups groups, Form form, String claim) {
        this.measure = measure;
        this.whole = whole;
        this.groups = groups;
        this.form = form;
        this.claim = claim;
    }

    /** The word in files, e.g. {@code class-balance}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All words. */
    public static List<String> words() {
        return Arrays.stream(values()).map(ClauseKind::word).toList();
    }

    /** The measure that it reads, without the feature space or the kind of artefact. */
    public String measure() {
        return measure;
    }

    Form form() {
        return form;
    }

    Groups groups() {
        return groups;
    }

    /** Whether it only makes sense where there are classes to mistake for each other. */
    boolean needsClasses() {
        return this == CLASS_BALANCE || this == LABELS || this == ARTEFACT_BIAS;
    }

    /** Whether a measure of that name speaks to it. */
    boolean reads(String name) {
        return name.equals(measure) || !whole && name.startsWith(measure + "-");
    }

    /** What it claims under a limit. */
    String claim(double limit) {
        String number = limit == Math.rint(limit) && (this == EXACT_COPIES || this == ORIGIN) ? Long.toString((long) limit)
                : String.format(Locale.ROOT, "%s", Double.toString(limit));
        return String.format(Locale.ROOT, claim, number);
    }
}
