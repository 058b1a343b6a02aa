package org.synthoscope.evidence.turing;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.Groups;

/**
 * Cohen's κ (1960): the agreement of two lists of words beyond what their frequencies bring about, 0 by chance and 1 at best.
 * Of more than two readers it is the mean over pairs (Light, 1971).
 */
final class Kappa {

    private static final int RESAMPLES = 2000;

    /** Two lists to compare, word by word. */
    record Pair(String[] one, String[] other) {
    }

    private Kappa() {
    }

    /** κ of two lists; NaN if both hold one and the same word only, when there is nothing to agree on. */
    static double of(String[] one, String[] other) {
        double[] ones = new double[one.length];
        Arrays.fill(ones, 1);
        return of(one, other, ones);
    }

    private static double of(String[] one, String[] other, double[] weights) {
        double agreed = 0;
        double all = 0;
        double expected = 0;
        List<String> words = java.util.stream.Stream.concat(Arrays.stream(one), Arrays.stream(other)).distinct().toList();
        double[][] margins = new double[2][words.size()];
        for (int i = 0; i < one.length; i++) {
            all += weights[i];
            agreed += one[i].equals(other[i]) ? weights[i] : 0;
            margins[0][words.indexOf(one[i])] += weights[i];
            margins[1][words.indexOf(other[i])] += weights[i];
        }
        for (int w = 0; w < words.size(); w++) {
            expected += margins[0][w] / all * margins[1][w] / all;
        }
        return expected >= 1 - 1e-12 ? Double.NaN : (agreed / all - expected) / (1 - expected);
    }

    /**
     * The mean κ of some pairs over the same images, with a percentile interval over images.
     *
     * @return empty if no pair has a κ
     */
    static Optional<Estimate> mean(List<Pair> pairs, long seed) {
        double value = mean(pairs, new double[0]);
        if (Double.isNaN(value)) {
            return Optional.empty();
        }
        SplittableRandom random = new SplittableRandom(seed);
        int n = pairs.get(0).one().length;
        double[] replicates = new double[RESAMPLES];
        int kept = 0;
        for (int r = 0; r < RESAMPLES; r++) {
            double again = mean(pairs, Groups.resample(n, random));
            if (!Double.isNaN(again)) {
                replicates[kept++] = again;
            }
        }
        return Optional.of(kept == 0 ? new Estimate(value, -1, 1) : Estimate.percentile(value, Arrays.copyOf(replicates, kept)));
    }

    private static double mean(List<Pair> pairs, double[] weights) {
        return pairs.stream().mapToDouble(p -> weights.length == 0 ? of(p.one(), p.other()) : of(p.one(), p.other(), weights))
                .filter(k -> !Double.isNaN(k)).average().orElse(Double.NaN);
    }
}
