package org.synthoscope.curation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How strongly something found in images goes with a label: what a model could learn instead of the disease.
 *
 * <p>Images count as independent; where patients have several, the intervals are somewhat too narrow. They aren't
 * adjusted for the number of things looked at.
 *
 * @param kind    what is found
 * @param classes one row a class, by falling share
 */
public record Association(FindingKind kind, List<ClassRow> classes) {

    /** An association counts as strong if the whole interval of an odds ratio lies beyond this, or below its inverse. */
    public static final double STRONG = 2;

    /**
     * One class against all others.
     *
     * @param className the class
     * @param found     its images in which it is found
     * @param images    its images
     * @param share     {@code found / images} with Wilson's interval
     * @param oddsRatio odds of the finding in the class over the odds in all other classes
     */
    public record ClassRow(String className, long found, long images, Interval share, Interval oddsRatio) {
    }

    public Association {
        Objects.requireNonNull(kind);
        classes = List.copyOf(classes);
    }

    /**
     * Counts of one kind of finding.
     *
     * @param names  the classes
     * @param found  images of each with the finding
     * @param images images of each
     */
    public static Association of(FindingKind kind, List<String> names, long[] found, long[] images) {
        long allFound = 0;
        long all = 0;
        for (int i = 0; i < found.length; i++) {
            if (found[i] < 0 || found[i] > images[i]) {
                throw new IllegalArgumentException(found[i] + " of " + images[i] + " images of " + names.get(i));
            }
            allFound += found[i];
            all += images[i];
        }
        List<ClassRow> rows = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            long without = images[i] - found[i];
            long others = allFound - found[i];
            rows.add(new ClassRow(names.get(i), found[i], images[i], Interval.share(found[i], images[i]),
                    OddsRatio.of(found[i], without, others, all - images[i] - others)));
        }
        rows.sort(Comparator.comparingDouble((ClassRow r) -> -r.share().value()).thenComparing(ClassRow::className));
        return new Association(kind, rows);
    }

    /** Whether it goes so strongly with one class that a model is likely to learn it. */
    public boolean strong() {
        return classes.stream().anyMatch(r -> r.oddsRatio().low() >= STRONG || r.oddsRatio().high() <= 1 / STRONG);
    }

    /** Whether any odds ratio's interval leaves out 1. */
    public boolean present() {
        return classes.stream().anyMatch(r -> r.oddsRatio().low() > 1 || r.oddsRatio().high() < 1);
    }

    /** What it means, e.g. {@code stickers occur on 8.9% of nevus and 0.4% of melanoma: a model will learn the sticker}. */
    public String sentence() {
        if (classes.stream().allMatch(r -> r.found() == 0)) {
            return plural(kind) + " were found on no image.";
        }
        List<ClassRow> seen = classes.stream().filter(r -> r.images() > 0).toList();
        if (seen.size() < 2) {
            return plural(kind) + " occur on " + percent(seen.get(0)) + "; with one class there is nothing to mistake them for.";
        }
        String where = plural(kind) + " occur on " + percent(seen.get(0)) + " and " + percent(seen.get(seen.size() - 1));
        if (strong()) {
            return where + ": a model will learn " + noun(kind) + ".";
        }
        return where + (present() ? ": a difference beyond chance, though no strong one." : ": no difference beyond chance.");
    }

    private static String percent(ClassRow row) {
        return String.format(Locale.ROOT, "%.1f%% of %s", 100 * row.share().value(), row.className());
    }

    private static String noun(FindingKind kind) {
        return switch (kind) {
            case STICKER -> "the sticker";
            case RULER -> "the ruler";
            case HAIR -> "the hair";
            case DARK_CORNER -> "the dark corner";
            case INK -> "the ink";
            case BLUR -> "the blur";
            case OVER_EXPOSED -> "the overexposure";
            case UNDER_EXPOSED -> "the underexposure";
            case NOT_SKIN -> "what isn't skin";
        };
    }

    private static String plural(FindingKind kind) {
        return switch (kind) {
            case STICKER -> "stickers";
            case RULER -> "rulers";
            case HAIR -> "hairs";
            case DARK_CORNER -> "dark corners";
            case INK -> "ink marks";
            case BLUR -> "blurred pictures";
            case OVER_EXPOSED -> "burnt-out areas";
            case UNDER_EXPOSED -> "black areas";
            case NOT_SKIN -> "frames without skin";
        };
    }
}
