package org.synthoscope.evidence.utility;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.synthoscope.classifier.arms.ArmPlan;
import org.synthoscope.evidence.ComparisonResult;

/**
 * What an experiment with synthetic images in a classifier's training gave.
 *
 * @param classes     names
 * @param plan        the arms
 * @param test        test images of each class
 * @param patients    test patients
 * @param seeds       of the trainings
 * @param arms        results, {@code real} first
 * @param differences of every arm from {@code real} and from its controls
 * @param tests       McNemar's and DeLong's, of the same pairs
 * @param origins     of each class that has a detector
 * @param curves      share of the smallest class found at shares of false alarms, mean over the seeds, by arm
 * @param evidence    all of it as measurements, with provenance
 */
public record UtilityResult(List<String> classes, ArmPlan plan, List<Integer> test, int patients, List<Long> seeds,
                            List<ArmResult> arms, List<Difference> differences, List<SeedTests> tests, List<Origin> origins,
                            Map<String, double[]> curves, ComparisonResult evidence) {

    /** The shares of false alarms at which {@link #curves} are given. */
    public static final double[] ALARMS = java.util.stream.IntStream.rangeClosed(0, 100).mapToDouble(i -> i / 100.0).toArray();

    public UtilityResult {
        classes = List.copyOf(classes);
        test = List.copyOf(test);
        seeds = List.copyOf(seeds);
        arms = List.copyOf(arms);
        differences = List.copyOf(differences);
        tests = List.copyOf(tests);
        origins = List.copyOf(origins);
    }

    /**
     * Why nothing can be told of synthetic images by these classifiers: the one that learned from real images alone doesn't tell
     * the smallest class from the others. What differs between classifiers that have learned nothing is chance of their own.
     */
    public Optional<String> nothingLearned() {
        return arms.get(0).figure("AUC", minority()).filter(s -> s.estimate().low() <= 0.5).map(s -> String.format(Locale.ROOT,
                "Nothing can be told: the classifier that learned from real images alone doesn't tell %s from the others on the "
                        + "test images (area under the curve %.3f, %.3f to %.3f, where ½ is guessing). Train longer (--epochs, "
                        + "--steps), or use more or larger images.", minority(), s.estimate().value(), s.estimate().low(),
                s.estimate().high()));
    }

    /** The name of the smallest class. */
    public String minority() {
        return classes.get(plan.minority());
    }

    /** The result of an arm, if it was trained. */
    public Optional<ArmResult> arm(String name) {
        return arms.stream().filter(a -> a.arm().name().equals(name)).findFirst();
    }

    /** A difference, if it could be given. */
    public Optional<Difference> difference(String arm, String against, String figure, String group) {
        return differences.stream().filter(d -> d.arm().equals(arm) && d.against().equals(against)
                && d.figure().name().equals(figure) && d.figure().group().equals(group)).findFirst();
    }
}
