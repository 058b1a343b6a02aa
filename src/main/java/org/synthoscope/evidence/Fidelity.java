package org.synthoscope.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.evidence.Measurement.Better;

/**
 * How like images are to those they ought to be, one by one: the mean absolute difference (as a share of the range), the
 * peak signal-to-noise ratio and the structural similarity of each pair, averaged, with the 95% bootstrap interval over
 * patients. For comparison each note gives the same mean between images of different patients.
 */
public final class Fidelity {

    /** The decibels of two images that are the same. */
    private static final double MOST_DECIBELS = 100;
    private static final int RESAMPLES = 1000;
    private static final int FEWEST_GROUPS = 10;

    private final ImageSet made;
    private final ImageSet wanted;
    private final long seed;

    /**
     * @param made   images, of which the i-th ought to be the i-th of {@code wanted}
     * @param wanted of the same size and channels; its groups are the patients
     */
    public Fidelity(ImageSet made, ImageSet wanted, long seed) {
        if (made.count() != wanted.count() || made.imageBytes() != wanted.imageBytes()) {
            throw new IllegalArgumentException(made.count() + " images against " + wanted.count() + " wanted ones, or of other "
                    + "sizes");
        }
        this.made = made;
        this.wanted = wanted;
        this.seed = seed;
    }

    private record Values(double absolute, double decibels, double similarity) {
    }

    /** What was measured, and what couldn't be. */
    public record Result(List<Measurement> measurements, List<Insufficient> insufficient) {
    }

    /**
     * Measures some of the pairs.
     *
     * @param prefix  before the measures' names, such as {@code cycle-}; may be empty
     * @param group   what to call them
     * @param indices of the pairs
     */
    public Result of(String prefix, String group, int[] indices) {
        int[] groups = Groups.dense(Groups.of(wanted, indices));
        if (Groups.count(groups) < FEWEST_GROUPS) {
            return new Result(List.of(), List.of(new Insufficient(prefix + "L1, " + prefix + "PSNR, " + prefix + "SSIM", group,
                    "the images come from " + Groups.count(groups) + " patient(s); at least " + FEWEST_GROUPS
                            + " are needed for an interval")));
        }
        Values[] pairs = values(indices, indices);
        Values[] strangers = values(indices, ofOthers(indices, groups));
        List<Measurement> all = new ArrayList<>();
        all.add(measure(prefix + "L1", group, pairs, strangers, groups, Values::absolute, Better.LOWER));
        all.add(measure(prefix + "PSNR", group, pairs, strangers, groups, Values::decibels, Better.HIGHER));
        all.add(measure(prefix + "SSIM", group, pairs, strangers, groups, Values::similarity, Better.HIGHER));
        return new Result(all, List.of());
    }

    /** For each image one of another patient: the next in a random order, or the one after it. */
    private int[] ofOthers(int[] indices, int[] groups) {
        int[] order = Groups.permutation(indices.length, new SplittableRandom(seed));
        int[] others = new int[indices.length];
        for (int i = 0; i < order.length; i++) {
            int step = 1;
            while (groups[order[(i + step) % order.length]] == groups[order[i]]) {
                step++;
            }
            others[order[i]] = indices[order[(i + step) % order.length]];
        }
        return others;
    }

    private Values[] values(int[] makes, int[] wants) {
        return IntStream.range(0, makes.length).parallel().mapToObj(i -> compare(pixels(made, makes[i]),
                pixels(wanted, wants[i]))).toArray(Values[]::new);
    }

    private static double[] pixels(ImageSet set, int index) {
        byte[] raw = set.read(index);
        double[] out = new double[raw.length];
        for (int i = 0; i < raw.length; i++) {
            out[i] = raw[i] & 255;
        }
        return out;
    }

    private Values compare(double[] a, double[] b) {
        double absolute = 0;
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            absolute += Math.abs(a[i] - b[i]);
            squares += (a[i] - b[i]) * (a[i] - b[i]);
        }
        double decibels = squares == 0 ? MOST_DECIBELS : Math.min(MOST_DECIBELS,
                10 * Math.log10(255.0 * 255.0 * a.length / squares));
        return new Values(absolute / a.length / 255, decibels,
                MsSsim.singleScale(a, b, wanted.height(), wanted.width(), wanted.channels()));
    }

    private Measurement measure(String name, String group, Values[] pairs, Values[] strangers, int[] groups,
                                ToDoubleFunction<Values> value, Better better) {
        Map<Integer, double[]> byGroup = new HashMap<>();
        double sum = 0;
        for (int i = 0; i < pairs.length; i++) {
            double[] sums = byGroup.computeIfAbsent(groups[i], g -> new double[2]);
            sums[0] += value.applyAsDouble(pairs[i]);
            sums[1]++;
            sum += value.applyAsDouble(pairs[i]);
        }
        double[] replicates = IntStream.range(0, RESAMPLES).mapToDouble(r -> {
            SplittableRandom random = new SplittableRandom(seed * 1_000_003 + r);
            double total = 0;
            double count = 0;
            for (int i = 0; i < byGroup.size(); i++) {
                double[] drawn = byGroup.get(random.nextInt(byGroup.size()));
                total += drawn[0];
                count += drawn[1];
            }
            return total / count;
        }).toArray();
        Estimate e = Estimate.percentile(sum / pairs.length, replicates);
        double elsewhere = java.util.Arrays.stream(strangers).mapToDouble(value).average().orElse(0);
        return new Measurement(name, group, e.value(), e.low(), e.high(), OptionalDouble.empty(), pairs.length, better,
                String.format(Locale.ROOT, "Mean over %d pairs of %d patients, bootstrap over patients; against images of other "
                        + "patients it would be %.4f.", pairs.length, byGroup.size(), elsewhere));
    }
}
