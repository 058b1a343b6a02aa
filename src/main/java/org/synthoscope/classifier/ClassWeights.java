package org.synthoscope.classifier;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.synthoscope.base.SynthoscopeException;

/** How much an error on an image of each class counts. */
public sealed interface ClassWeights {

    /** Every image counts the same. */
    record Equal() implements ClassWeights {
    }

    /** Every class counts the same in sum: N / (classes · images of the class), so that the mean over images is 1. */
    record ByFrequency() implements ClassWeights {
    }

    /** Given numbers, in the order of the classes. */
    record Given(List<Double> weights) implements ClassWeights {
        public Given {
            weights = List.copyOf(weights);
            if (weights.stream().anyMatch(w -> !(w > 0) || w.isInfinite())) {
                throw new SynthoscopeException("class weights are numbers above 0, not " + weights);
            }
        }
    }

    /**
     * The weight of each class.
     *
     * @param counts training images of each class
     * @throws SynthoscopeException if a class has no image, or the given weights are another number
     */
    default double[] of(int[] counts) {
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] == 0) {
                throw new SynthoscopeException("class " + c + " of " + counts.length + " has no training image (counted from 0);"
                        + " a classifier can't learn it. Leave the class out or add images");
            }
        }
        if (this instanceof Given given) {
            if (given.weights.size() != counts.length) {
                throw new SynthoscopeException("there are " + given.weights.size() + " class weights for " + counts.length
                        + " classes; give one for each");
            }
            return given.weights.stream().mapToDouble(w -> w).toArray();
        }
        if (this instanceof ByFrequency) {
            double n = IntStream.of(counts).sum();
            return Arrays.stream(counts).mapToDouble(count -> n / (counts.length * (double) count)).toArray();
        }
        double[] ones = new double[counts.length];
        Arrays.fill(ones, 1);
        return ones;
    }
}
