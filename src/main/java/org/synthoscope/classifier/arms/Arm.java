package org.synthoscope.classifier.arms;

import java.util.List;
import java.util.stream.IntStream;
import org.synthoscope.collection.TrainingImages;
import org.synthoscope.collection.TrainingMix;

/**
 * What one group of classifiers learns from.
 *
 * @param name      a word, also of its folder
 * @param says      what it learns from, for people
 * @param real      real images of each class: all of them, more where they are repeated, or none at all
 * @param synthetic synthetic images of each class
 * @param permuted  whether the synthetic images' labels are dealt out among them at random
 * @param controls  the names of the arms beside {@code real} that it is compared with
 */
public record Arm(String name, String says, List<Integer> real, List<Integer> synthetic, boolean permuted,
                  List<String> controls) {

    /** The arm that all are compared with. */
    public static final String REAL = "real";

    public Arm {
        real = List.copyOf(real);
        synthetic = List.copyOf(synthetic);
        controls = List.copyOf(controls);
    }

    /** Images in all. */
    public int count() {
        return IntStream.concat(real.stream().mapToInt(i -> i), synthetic.stream().mapToInt(i -> i)).sum();
    }

    /** Whether it holds generated images. */
    public boolean usesSynthetic() {
        return synthetic.stream().anyMatch(n -> n > 0);
    }

    /** The images. @param seed by which permuted labels are dealt */
    TrainingMix mix(TrainingImages images, Donors donors, long seed) {
        TrainingMix mix = TrainingMix.of(images);
        for (int c = 0; c < real.size(); c++) {
            if (real.get(c) > mix.count(c)) {
                mix = mix.repeated(c, real.get(c));
            }
        }
        for (int c = 0; c < synthetic.size(); c++) {
            if (synthetic.get(c) > 0) {
                mix = mix.plus(donors.images(c), c, synthetic.get(c));
            }
        }
        mix = real.stream().allMatch(n -> n == 0) ? mix.syntheticOnly() : mix;
        return permuted ? mix.withSyntheticLabelsPermuted(seed) : mix;
    }
}
