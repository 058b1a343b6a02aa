package org.synthoscope.report;

import java.util.List;
import java.util.Locale;

/** What each measure means, in words for a reader who has never met it. */
final class Glossary {

    /** The 2015 network that an unqualified name implies. */
    static final String INCEPTION = "Inception (2015)";

    /** How a measure's axis is drawn: from 0 to 1, or from 0 to the largest value. */
    enum Axis { UNIT, FROM_ZERO }

    /**
     * @param prefixes   starts of the names it explains, in lower case, longest first
     * @param plainName  its name in plain language
     * @param fullName   the field's name in full
     * @param sentence   what it means, and what it can't see
     * @param axis       how it is drawn
     * @param onFeatures whether it is taken on the features of a network, which the rest of the name then tells
     */
    record Meaning(List<String> prefixes, String plainName, String fullName, String sentence, Axis axis,
                   boolean onFeatures) {
    }

    /**
     * A measure's name taken apart.
     *
     * @param meaning what it measures
     * @param network the feature network it was taken with, or empty
     */
    record Named(Meaning meaning, String network) {
    }

    private static final String FLOOR = " The floor is how far two random halves of the real images are from each "
            + "other; a good synthetic set is near the floor.";

    private static final List<Meaning> MEANINGS = List.of(
            new Meaning(List.of("fréchet distance", "frechet distance", "fid", "fd"),
                    "Distance between the two sets", "Fréchet distance",
                    "How far apart the two crowds of images are, by their average and their spread; 0 is identical."
                            + FLOOR, Axis.FROM_ZERO, true),
            new Meaning(List.of("kernel inception distance", "kid"),
                    "Distance between the two sets, for small sets", "kernel distance",
                    "How far apart the two crowds of images are, estimated without favour to large sets; 0 is "
                            + "identical, and values a little below 0 are noise." + FLOOR, Axis.FROM_ZERO, true),
            new Meaning(List.of("precision"),
                    "Believable images", "precision",
                    "The share of synthetic images that lie where real images are found; 1 is all of them. A set "
                            + "that repeats one good image scores well, so read it together with the real variety "
                            + "reached.", Axis.UNIT, true),
            new Meaning(List.of("recall"),
                    "Real variety reached", "recall",
                    "The share of real images that lie where synthetic images are found; 1 is all of them. Low "
                            + "means that kinds of real images are never made.", Axis.UNIT, true),
            new Meaning(List.of("density"),
                    "Closeness to typical images", "density",
                    "How closely real images surround each synthetic one; about 1 when the two crowds match, more "
                            + "when the synthetic images keep to the most usual ones. It cannot see a set that "
                            + "repeats itself.", Axis.UNIT, true),
            new Meaning(List.of("coverage"),
                    "Real images with a counterpart", "coverage",
                    "The share of real images that have a synthetic image in their neighbourhood; just below 1 is "
                            + "the best that can be reached. Low means that kinds of real images are missing.",
                    Axis.UNIT, true),
            new Meaning(List.of("cycle-l1", "cycle-psnr", "cycle-ssim"),
                    "Likeness after the way there and back", "cycle error",
                    "How much an image has changed after it was translated and translated back: L1 is the mean difference of "
                            + "its values as a share of the whole range, 0 for none; PSNR the same in decibels; SSIM its "
                            + "likeness, 1 for the same. It says "
                            + "that the source can be told from its translation, not that the translation is right.",
                    Axis.FROM_ZERO, false),
            new Meaning(List.of("l1"),
                    "Difference from the target", "mean absolute difference",
                    "By how much a translation's values differ from its target's, as a share of the whole range; 0 is the "
                            + "same. Where many images would be right it favours blurred ones.", Axis.FROM_ZERO, false),
            new Meaning(List.of("psnr"),
                    "Nearness to the target", "peak signal-to-noise ratio",
                    "The squared difference from the target in decibels: 20 is a mean error of a tenth of the range, 40 of a "
                            + "hundredth.", Axis.FROM_ZERO, false),
            new Meaning(List.of("ssim"),
                    "Likeness to the target", "structural similarity",
                    "How like a translation is to its target in local brightness, contrast and structure; 1 is the same.",
                    Axis.UNIT, false),
            new Meaning(List.of("ms-ssim", "msssim"),
                    "Sameness within the set", "multi-scale structural similarity",
                    "How alike two random images of the synthetic set are; 1 is identical. Compare it with the same "
                            + "figure among real images: clearly above it, the set repeats itself.",
                    Axis.UNIT, false),
            new Meaning(List.of("sliced wasserstein distance", "sliced wasserstein", "swd"),
                    "Difference in texture", "sliced Wasserstein distance",
                    "How different the small patches of the two sets are, from fine texture to coarse shape; 0 is "
                            + "identical." + FLOOR, Axis.FROM_ZERO, false),
            new Meaning(List.of("nearest neighbour distance", "nearest neighbor distance",
                    "nearest-neighbour distance", "nearest-neighbor distance", "nearest neighbour",
                    "nearest-neighbour", "nearest real distance", "nearest distance", "nearest", "nn distance", "nn"),
                    "Distance to the nearest real image", "nearest-neighbour distance",
                    "How far a synthetic image is from the real training image nearest to it. Much smaller than "
                            + "between real images, it hints at copying; a distance alone proves nothing, so look at "
                            + "the pairs.", Axis.FROM_ZERO, true));

    private Glossary() {
    }

    /** Takes a measure's name apart; a name nobody knows keeps itself and gets a sentence that promises nothing. */
    static Named explain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (Meaning meaning : MEANINGS) {
            for (String prefix : meaning.prefixes()) {
                if (lower.startsWith(prefix) && endsWord(lower, prefix.length())) {
                    return new Named(meaning, network(meaning, name.substring(prefix.length())));
                }
            }
        }
        Meaning unknown = new Meaning(List.of(), name, name,
                "A measure without a description here; its note says how it was estimated.", Axis.FROM_ZERO, false);
        return new Named(unknown, "");
    }

    private static boolean endsWord(String text, int at) {
        return at == text.length() || !Character.isLetterOrDigit(text.charAt(at));
    }

    private static String network(Meaning meaning, String rest) {
        if (!meaning.onFeatures()) {
            return "";
        }
        String network = rest.strip();
        while (!network.isEmpty() && "-_:@( ".indexOf(network.charAt(0)) >= 0) {
            network = network.substring(1);
        }
        if (network.endsWith(")") && network.indexOf('(') < 0) {
            network = network.substring(0, network.length() - 1);
        }
        return network.isBlank() ? INCEPTION : network;
    }
}
