package org.synthoscope.collection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a split of a given size can and can't show.
 *
 * <p>Images of one group aren't independent. Every statement is made for images counted one by one, the best case, and
 * for the effective size of Kish, {@code (sum of sizes)^2 / sum of squared sizes}, which takes images of one group to tell
 * the same, the worst case.
 */
public final class SplitPower {

    private static final double Z95 = 1.959964;
    private static final double Z80 = 0.841621;
    private static final double ASSUMED = 0.8;

    private final List<ImageEntry> entries;
    private final Split split;

    private SplitPower(List<ImageEntry> entries, Split split) {
        this.entries = entries;
        this.split = split;
    }

    /**
     * Half the width of the 95% band in which the AUC of a membership attack without any success lies around .5:
     * {@code 1.96 sqrt((m + n + 1) / (12 m n))}, from the null variance of the Mann-Whitney statistic.
     *
     * @param members  training images
     * @param outsiders sealed images
     * @return 0..0.5; 0.5 if either is empty
     */
    public static double nullBand(double members, double outsiders) {
        return Math.min(0.5, Z95 * deviation(members, outsiders));
    }

    /** The weakest attack, as its AUC, that leaves the band with 80% probability, the variance taken as without success. */
    public static double detectableAuc(double members, double outsiders) {
        return Math.min(1, 0.5 + (Z95 + Z80) * deviation(members, outsiders));
    }

    private static double deviation(double m, double n) {
        return m < 1 || n < 1 ? 1 : Math.sqrt((m + n + 1) / (12 * m * n));
    }

    /**
     * The smallest difference between two proportions near {@code p}, measured on {@code n} images each, that a test at
     * 5% sees with 80% probability. Two classifiers judged on the same images usually do better.
     */
    public static double detectableDifference(double p, double n) {
        return n < 1 ? 1 : Math.min(1, (Z95 + Z80) * Math.sqrt(2 * p * (1 - p) / n));
    }

    /** Wilson's 95% interval of a proportion {@code p} seen in {@code n} images: low and high (Wilson 1927). */
    public static double[] wilson(double p, double n) {
        if (n <= 0) {
            return new double[] {0, 1};
        }
        double z2 = Z95 * Z95;
        double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
        double half = Z95 / (1 + z2 / n) * Math.sqrt(p * (1 - p) / n + z2 / (4 * n * n));
        return new double[] {Math.max(0, centre - half), Math.min(1, centre + half)};
    }

    /** Kish's effective size of images in groups: between the number of groups and that of images. */
    public static double effective(Collection<ImageEntry> entries) {
        Map<String, Integer> sizes = new HashMap<>();
        entries.forEach(entry -> sizes.merge(entry.group(), 1, Integer::sum));
        double squares = 0;
        for (int size : sizes.values()) {
            squares += (double) size * size;
        }
        return squares == 0 ? 0 : (double) entries.size() * entries.size() / squares;
    }

    /**
     * Sizes of one class, or of all, in one part.
     *
     * @param className the class, or blank for all
     * @param part      the part
     * @param images    how many
     * @param groups    how many groups they belong to
     * @param effective Kish's effective size
     */
    public record Size(String className, Part part, int images, int groups, double effective) { }

    /** Sizes by class, then of all, each by part. */
    public static List<Size> sizes(List<ImageEntry> entries, Split split) {
        SplitPower power = new SplitPower(entries, split);
        List<Size> sizes = new ArrayList<>();
        for (String name : entries.stream().map(ImageEntry::className).distinct().sorted().toList()) {
            for (Part part : Part.values()) {
                sizes.add(power.size(name, part));
            }
        }
        for (Part part : Part.values()) {
            sizes.add(power.size("", part));
        }
        return sizes;
    }

    private Size size(String className, Part part) {
        List<ImageEntry> in = entries.stream().filter(entry -> split.partOf(entry) == part
                && (className.isEmpty() || entry.className().equals(className))).toList();
        return new Size(className, part, in.size(), (int) in.stream().map(ImageEntry::group).distinct().count(),
                effective(in));
    }

    /** What the parts can and can't show, a sentence each. */
    public static List<String> sentences(List<ImageEntry> entries, Split split) {
        SplitPower power = new SplitPower(entries, split);
        List<String> sentences = new ArrayList<>();
        power.sealed(sentences);
        power.test(sentences);
        return sentences;
    }

    private void sealed(List<String> sentences) {
        Size train = size("", Part.TRAIN);
        Size sealed = size("", Part.SEALED);
        if (sealed.images() == 0) {
            sentences.add("Nothing is sealed: no membership attack can be tried on this study.");
            return;
        }
        double band = nullBand(train.images(), sealed.images());
        double auc = detectableAuc(train.images(), sealed.images());
        double worst = detectableAuc(train.effective(), sealed.effective());
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "Membership attack, %,d training against %,d sealed "
                + "images: an AUC within .5 ± %s is chance (95%%); an attack of AUC %s or more is found with 80%% probability",
                train.images(), sealed.images(), point(band), point(auc)));
        if (worst - auc > 0.0005) {
            text.append(String.format(Locale.ROOT, ", of %s or more if images of one group tell the same", point(worst)));
        }
        text.append(". Weaker leaks can't be told from none.");
        sentences.add(text.toString());
        if (worst > SplitRule.TARGET + 0.0005) {
            sentences.add(String.format(Locale.ROOT, "That misses an attack of AUC %s, the aim: more patients, or a smaller "
                    + "'train' share with 'sealed: auto', would reach it.", point(SplitRule.TARGET)));
        }
    }

    private void test(List<String> sentences) {
        Size test = size("", Part.TEST);
        if (test.images() == 0) {
            sentences.add("The test part is empty: nothing can be measured against real images.");
            return;
        }
        sentences.add("Accuracy on the test part: " + difference(test) + ".");
        for (String name : entries.stream().map(ImageEntry::className).distinct().sorted().toList()) {
            Size size = size(name, Part.TEST);
            sentences.add("Sensitivity for " + name + ": " + (size.images() == 0
                    ? "nothing can be said, no image of the test part shows it" : difference(size)) + ".");
        }
    }

    private static String difference(Size size) {
        double[] wilson = wilson(ASSUMED, size.images());
        double difference = detectableDifference(ASSUMED, size.images());
        double worst = detectableDifference(ASSUMED, size.effective());
        return String.format(Locale.ROOT, "%,d test images; 80%% would be known to %.0f–%.0f%%, and two classifiers must differ "
                + "by %.0f points%s to be told apart", size.images(), 100 * wilson[0], 100 * wilson[1], 100 * difference,
                worst - difference > 0.005 ? String.format(Locale.ROOT, " (%.0f if images of one group tell the same)",
                        100 * worst) : "");
    }

    private static String point(double value) {
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.startsWith("0") ? text.substring(1) : text;
    }
}
