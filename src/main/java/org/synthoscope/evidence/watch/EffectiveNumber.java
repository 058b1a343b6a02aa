package org.synthoscope.evidence.watch;

import org.synthoscope.evidence.Distances;
import org.synthoscope.evidence.Points;

/**
 * How many different points a set counts as: the Vendi score of order 2 (Pasarkar and Dieng 2023), 1 over the mean
 * squared similarity of two points drawn with replacement, with similarity exp(−d² / 2b²). m modes far apart count as m
 * at the most, n points far apart as n.
 *
 * @param value 1 to n
 * @param error its standard error, by the derivative
 */
record EffectiveNumber(double value, double error) {

    /** @param bandwidth b: the distance at which two points begin to count as different */
    static EffectiveNumber of(Points points, double bandwidth) {
        int n = points.count();
        Distances distances = Distances.between(points, points);
        double[] means = new double[n];
        double mean = 0;
        for (int i = 0; i < n; i++) {
            float[] row = distances.row(i);
            for (int j = 0; j < n; j++) {
                means[i] += i == j ? 1 : Math.exp(-row[j] / (bandwidth * bandwidth));
            }
            means[i] /= n;
            mean += means[i] / n;
        }
        double squares = 0;
        for (double m : means) {
            squares += (m - mean) * (m - mean);
        }
        double spread = Math.sqrt(squares / Math.max(1, n - 1));
        return new EffectiveNumber(1 / mean, 2 * spread / Math.sqrt(n) / (mean * mean));
    }

    /** The mean distance of a point to its nearest neighbour: what makes two real images different. */
    static double bandwidth(Points real) {
        Distances distances = Distances.between(real, real);
        double sum = 0;
        for (int i = 0; i < real.count(); i++) {
            float nearest = Float.POSITIVE_INFINITY;
            for (int j = 0; j < real.count(); j++) {
                nearest = i == j ? nearest : Math.min(nearest, distances.row(i)[j]);
            }
            sum += Math.sqrt(nearest);
        }
        return sum / real.count();
    }
}
