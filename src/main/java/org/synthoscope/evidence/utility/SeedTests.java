package org.synthoscope.evidence.utility;

import java.util.List;

/**
 * The classical paired tests, seed by seed. They take the trained classifiers as given, so they say nothing of what other
 * seeds would do; over the seeds, twice the mean p is a valid p however they depend on each other (Rüschendorf, 1982).
 *
 * @param mcNemar         exact two-sided p of each seed; takes every image as independent
 * @param deLong          two-sided p of each seed for the area under the curve of the smallest class
 * @param mcNemarAdjusted twice the mean, at most 1, after Holm over the arms
 * @param deLongAdjusted  likewise
 */
public record SeedTests(String arm, String against, List<Double> mcNemar, List<Double> deLong, double mcNemarAdjusted,
                        double deLongAdjusted) {
}
