package org.synthoscope.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrdcTest {

    /** The definitions, written out with differences rather than dot products. */
    private static Prdc.Result direct(Points real, Points fake, int k, boolean rimInside) {
        double[] realRadius = radii(real, k);
        double[] fakeRadius = radii(fake, k);
        double precision = 0;
        double recall = 0;
        double density = 0;
        double coverage = 0;
        for (int j = 0; j < fake.count(); j++) {
            int inside = 0;
            for (int i = 0; i < real.count(); i++) {
                inside += within(distance(real, i, fake, j), realRadius[i], rimInside) ? 1 : 0;
            }
            precision += inside > 0 ? 1 : 0;
            density += inside / (double) k;
        }
        for (int i = 0; i < real.count(); i++) {
            boolean recalled = false;
            boolean covered = false;
            for (int j = 0; j < fake.count(); j++) {
                double d = distance(real, i, fake, j);
                recalled |= within(d, fakeRadius[j], rimInside);
                covered |= within(d, realRadius[i], rimInside);
            }
            recall += recalled ? 1 : 0;
            coverage += covered ? 1 : 0;
        }
        return new Prdc.Result(precision / fake.count(), recall / real.count(), density / fake.count(),
                coverage / real.count());
    }

    private static boolean within(double distance, double radius, boolean rimInside) {
        return rimInside ? distance <= radius : distance < radius;
    }

    private static double[] radii(Points p, int k) {
        double[] out = new double[p.count()];
        for (int i = 0; i < out.length; i++) {
            double[] all = new double[p.count()];
            for (int j = 0; j < all.length; j++) {
                all[j] = distance(p, i, p, j);
            }
            Arrays.sort(all);
            out[i] = all[k];
        }
        return out;
    }

    private static double distance(Points a, int i, Points b, int j) {
        double sum = 0;
        for (int k = 0; k < a.dimension(); k++) {
            double d = a.values()[i * a.dimension() + k] - b.values()[j * a.dimension() + k];
            sum += d * d;
        }
        return Math.sqrt(sum);
    }

    /** Points on a coarse grid, so that ties and copies are common. */
    private static Points grid(int count, int dimension, long seed) {
        java.util.Random random = new java.util.Random(seed);
        double[] values = new double[count * dimension];
        Arrays.setAll(values, i -> random.nextInt(5));
        return new Points(count, dimension, values);
    }

    private static void assertSame(Prdc.Result expected, Prdc.Result got) {
        assertEquals(expected.precision(), got.precision(), 1e-12);
        assertEquals(expected.recall(), got.recall(), 1e-12);
        assertEquals(expected.density(), got.density(), 1e-12);
        assertEquals(expected.coverage(), got.coverage(), 1e-12);
    }

    @Property(tries = 60, seed = "1")
    void itAgreesWithTheDefinitionsTiesAndCopiesIncluded(@ForAll @IntRange(min = 6, max = 40) int n,
            @ForAll @IntRange(min = 6, max = 40) int m, @ForAll @IntRange(min = 1, max = 3) int d,
            @ForAll @IntRange(max = 10_000) int seed) {
        Points real = grid(n, d, seed);
        Points fake = grid(m, d, seed + 1);
        assertSame(direct(real, fake, 5, false), Prdc.of(real, fake));
        assertSame(direct(real, fake, 3, true), Prdc.between(real, fake, 3, Prdc.Rim.INSIDE).result());
    }

    @ParameterizedTest
    @CsvSource({"2, .996, .006", "16, .87, .03", "64, .73, .05"})
    void samplesOfOneDistributionGiveTheExpectedShares(int dimension, double share, double tolerance) {
        Prdc.Result r = Prdc.of(FrechetDistanceTest.normal(1500, dimension, 21, 0, 1),
                FrechetDistanceTest.normal(1500, dimension, 22, 0, 1));
        assertEquals(share, r.precision(), tolerance);
        assertEquals(share, r.recall(), tolerance);
        assertEquals(1, r.density(), .12);
        assertEquals(.97, r.coverage(), .015);
    }

    @Test
    void aRepeatedPointHasPrecisionButNoRecallAndSwappedArgumentsHideIt() {
        Points real = FrechetDistanceTest.normal(1500, 2, 5, 0, 1);
        Points fake = real.rows(new int[1500]);
        Prdc.Result r = Prdc.of(real, fake);
        assertEquals(1, r.precision());
        assertTrue(r.density() > .5, "density can't see it: " + r);
        assertTrue(r.recall() <= 1 / 1500.0 && r.coverage() < .01, r.toString());
        // All copies lie in the same balls, so these two count the same thing.
        assertEquals(r.coverage(), 5 * r.density() / 1500, 1e-12);
        Prdc.Result swapped = Prdc.of(fake, real);
        assertEquals(r.precision(), swapped.recall());
        assertEquals(r.recall(), swapped.precision());
    }

    @Test
    void noiseLowersPrecisionAndLosingAModeLowersRecall() {
        Points real = FrechetDistanceTest.normal(400, 8, 1, 0, 1);
        double last = 2;
        for (double deviation : new double[] {1, 1.4, 2}) {
            double precision = Prdc.of(real, FrechetDistanceTest.normal(400, 8, 2, 0, deviation)).precision();
            assertTrue(precision < last, precision + " after " + last);
            last = precision;
        }
        Prdc.Result narrow = Prdc.of(real, FrechetDistanceTest.normal(400, 8, 2, 0, .5));
        assertTrue(narrow.recall() < .6 && narrow.precision() > .95 && narrow.coverage() < .9, narrow.toString());
    }

    @Test
    void theIntervalsCoverTheMeanOfRepeatedSamples() {
        int repeats = 40;
        Prdc.Estimates[] all = new Prdc.Estimates[repeats];
        for (int i = 0; i < repeats; i++) {
            all[i] = Prdc.between(FrechetDistanceTest.normal(200, 6, 2 * i, 0, 1),
                    FrechetDistanceTest.normal(200, 6, 2 * i + 1, .3, .9), 5, Prdc.Rim.OUTSIDE)
                    .estimates(Groups.singles(200), Groups.singles(200), i);
        }
        assertCovers(Arrays.stream(all).map(Prdc.Estimates::precision).toArray(Estimate[]::new));
        assertCovers(Arrays.stream(all).map(Prdc.Estimates::recall).toArray(Estimate[]::new));
        assertCovers(Arrays.stream(all).map(Prdc.Estimates::density).toArray(Estimate[]::new));
        assertCovers(Arrays.stream(all).map(Prdc.Estimates::coverage).toArray(Estimate[]::new));
    }

    private static void assertCovers(Estimate[] estimates) {
        double mean = Arrays.stream(estimates).mapToDouble(Estimate::value).average().orElseThrow();
        long covered = Arrays.stream(estimates).filter(e -> e.low() <= mean && mean <= e.high()).count();
        assertTrue(covered >= .85 * estimates.length, covered + " of " + estimates.length);
    }

    @Test
    void fewerPointsThanNeighboursAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Prdc.of(grid(5, 2, 1), grid(20, 2, 2)));
    }
}
