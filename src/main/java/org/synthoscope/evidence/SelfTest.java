package org.synthoscope.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The known answers of the measures, computed on the user's own machine: what reference implementations give for
 * inputs that need no weights, values that follow from a formula, and what is expected of two samples of one
 * distribution. It takes seconds.
 */
public final class SelfTest {

    /**
     * One known answer.
     *
     * @param tolerance largest absolute difference that passes
     */
    public record Check(String name, double expected, double got, double tolerance) {

        /** Whether the answer is right; NaN never is. */
        public boolean pass() {
            return Math.abs(got - expected) <= tolerance;
        }
    }

    private static final double TIGHT = 1e-6;

    private final List<Check> checks = new ArrayList<>();

    private SelfTest() {
    }

    /** Runs all checks, in a fixed order. */
    public static List<Check> run() {
        SelfTest test = new SelfTest();
        test.references();
        test.frechet();
        test.kernel();
        test.neighbours();
        test.similarity();
        test.shares();
        return List.copyOf(test.checks);
    }

    private void check(String name, double expected, double got, double tolerance) {
        checks.add(new Check(name, expected, got, tolerance));
    }

    private static Points uniform(int count, int dimension, long seed, double scale, double shift) {
        Random random = new Random(seed);
        double[] values = new double[count * dimension];
        Arrays.setAll(values, i -> scale * random.nextDouble() + shift);
        return new Points(count, dimension, values);
    }

    private static Points normal(int count, int dimension, long seed) {
        Random random = new Random(seed);
        double[] values = new double[count * dimension];
        Arrays.setAll(values, i -> random.nextGaussian());
        return new Points(count, dimension, values);
    }

    /** Uniform sets on which torch-fidelity, pytorch-fid and prdc were run. */
    private void references() {
        Points real = uniform(200, 16, 1, 1, 0);
        check("sum of the reference input", 1612.408634090646, Arrays.stream(real.values()).sum(), TIGHT);
        double[][] sets = {
            {0.8, 0.15, 0.148149950108, 0.01621312030567, 1, .545, 2.308, .99},
            {1.1, -0.05, 0.097960090339, 0.00145283359136, .835, .995, .576, .89},
            {1.5, -0.25, 0.455466373796, 0.00328614737918, .155, 1, .053, .21}};
        for (double[] s : sets) {
            String name = " of u against " + s[0] + "u " + (s[1] < 0 ? "- " : "+ ") + Math.abs(s[1]);
            Points fake = uniform(200, 16, 2, s[0], s[1]);
            check("Fréchet distance" + name, s[2], FrechetDistance.of(real, fake), TIGHT);
            check("KID" + name, s[3], KernelDistance.unbiased(real, fake), TIGHT);
            Prdc.Result p = Prdc.of(real, fake);
            check("precision" + name, s[4], p.precision(), TIGHT);
            check("recall" + name, s[5], p.recall(), TIGHT);
            check("density" + name, s[6], p.density(), TIGHT);
            check("coverage" + name, s[7], p.coverage(), TIGHT);
        }
    }

    private void frechet() {
        check("Fréchet distance of N(0, I) and N((1, 2, 2), 4I)", 12, FrechetDistance.ofMoments(new double[3],
                diagonal(1, 1, 1), new double[] {1, 2, 2}, diagonal(4, 4, 4)), TIGHT);
        check("Fréchet distance of diag(1, 4, 9) and diag(4, 1, 16)", 3, FrechetDistance.ofMoments(new double[3],
                diagonal(1, 4, 9), new double[3], diagonal(4, 1, 16)), TIGHT);
        check("Fréchet distance of correlated normals", 5.516685226452, FrechetDistance.ofMoments(
                new double[] {1, 0}, new double[] {2, 1, 1, 2}, new double[] {0, 2}, diagonal(3, 1)), TIGHT);
        double[] ones = new double[2048];
        Arrays.fill(ones, 1);
        check("Fréchet distance of means 0 and 1 in 2,048 dimensions", 2048, FrechetDistance.ofMoments(new double[2048],
                diagonal(ones), ones, diagonal(ones)), TIGHT);
        check("Fréchet distance of singular covariances", 6.2008308,
                FrechetDistance.of(uniform(20, 64, 3, 1, 0), uniform(20, 64, 4, .9, 0)), TIGHT);
        double[][] a = new double[100][];
        double[][] b = new double[100][];
        for (int i = 0; i < 100; i++) {
            a[i] = new double[] {i < 50 ? 2 : 1, 1};
            b[i] = new double[] {i < 50 ? 9 : 2, 9};
        }
        check("Fréchet distance of compare_gan's vector", 89.091, FrechetDistance.of(Points.of(a), Points.of(b)), 1e-4);
    }

    private static double[] diagonal(double... values) {
        double[] out = new double[values.length * values.length];
        for (int i = 0; i < values.length; i++) {
            out[i * values.length + i] = values[i];
        }
        return out;
    }

    private void kernel() {
        Points x = Points.of(new double[] {1, 0}, new double[] {0, 1}, new double[] {1, 1});
        Points y = Points.of(new double[] {2, 0}, new double[] {0, 2}, new double[] {1, 1});
        check("KID by hand, unbiased", -31 / 12.0, KernelDistance.unbiased(x, y), TIGHT);
        check("KID by hand, biased", 115 / 36.0, KernelDistance.biased(x, y), TIGHT);
        check("KID by hand, from the origin", 0.5, KernelDistance.unbiased(
                Points.of(new double[] {0, 0}, new double[] {1, 0}, new double[] {0, 1}),
                Points.of(new double[] {1, 1}, new double[] {2, 0}, new double[] {0, 2})), TIGHT);
    }

    private void neighbours() {
        check("expected coverage, 10,000 against 10,000", 0.968773, Prdc.expectedCoverage(10_000, 10_000, 5), TIGHT);
        check("expected coverage, 1,554 against 1,554", .9689, Prdc.expectedCoverage(1554, 1554, 5), 5e-5);
        check("expected coverage, 1,554 against 8,000", .99989, Prdc.expectedCoverage(1554, 8000, 5), 5e-6);
        same(2, .996, .006);
        same(16, .87, .03);
        same(64, .73, .05);
        // The published shares of a repeated point are those of one draw (density 1.20, coverage .005, recall .0007 of 1,500):
        // which balls it lies in is chance, but that no other ball counts isn't.
        Points real = normal(1500, 2, 11);
        Prdc.Result collapsed = Prdc.of(real, real.rows(new int[1500]));
        check("precision of one point repeated", 1, collapsed.precision(), 0);
        check("recall of one point repeated", .0007, collapsed.recall(), .0008);
        check("density of one point repeated", 1.20, collapsed.density(), .6);
        check("coverage of one point repeated", .005, collapsed.coverage(), .002);
        check("its coverage by its density", 5 * collapsed.density() / 1500, collapsed.coverage(), 1e-12);
    }

    /** What is expected of two samples of one distribution of 1,500 points each, within the spread of such samples. */
    private void same(int dimension, double share, double tolerance) {
        String name = " of one distribution, " + dimension + " dimensions";
        Prdc.Result r = Prdc.of(normal(1500, dimension, 11), normal(1500, dimension, 12));
        check("precision" + name, share, r.precision(), tolerance);
        check("recall" + name, share, r.recall(), tolerance);
        check("density" + name, 1, r.density(), .12);
        check("coverage" + name, .97, r.coverage(), .02);
    }

    private void similarity() {
        double[] one = new double[64 * 64 * 3];
        double[] part = new double[64 * 64 * 3];
        double[] zero = new double[64 * 64 * 3];
        Arrays.fill(one, 1);
        Arrays.fill(part, 0.7);
        double mean = (MsSsim.of(one, part, 64, 64, 3) + MsSsim.of(one, zero, 64, 64, 3)
                + MsSsim.of(part, zero, 64, 64, 3)) / 3;
        check("MS-SSIM of compare_gan's three flat images", 0.989989, mean, 1e-5);
        double[] noise = new Random(5).doubles(64 * 64 * 3, 0, 255).toArray();
        check("MS-SSIM of an image with itself", 1, MsSsim.of(noise, noise, 64, 64, 3), TIGHT);
        check("Vendi score of 7 orthogonal points", 7, VendiScore.of(new Points(7, 7, diagonal(1, 2, 3, 4, 5, 6, 7))),
                TIGHT);
    }

    private void shares() {
        Estimate wilson = Estimate.wilson(124 / 155.0, 155);
        check("Wilson's interval of 124 in 155, lower end", .730, wilson.low(), 5e-4);
        check("Wilson's interval of 124 in 155, upper end", .855, wilson.high(), 5e-4);
        PairedTests.McNemar errors = PairedTests.mcNemar(10, 2);
        check("McNemar's exact p of 10 against 2", .038574, errors.exact(), TIGHT);
        check("McNemar's corrected chi-squared of 10 against 2", 4.0833, errors.chiSquared(), 5e-5);
        boolean[] positive = {true, true, true, true, true, false, false, false, false, false};
        PairedTests.DeLong areas = PairedTests.deLong(positive,
                new double[] {.9, .8, .7, .6, .35, .55, .4, .3, .2, .1},
                new double[] {.8, .4, .9, .3, .5, .6, .45, .35, .2, .7});
        check("area under the curve of the first classifier", .92, areas.first(), TIGHT);
        check("area under the curve of the second classifier", .64, areas.second(), TIGHT);
        check("DeLong's z", 1.38621, areas.z(), 5e-6);
        check("DeLong's p", .16568, areas.p(), 5e-6);
        double[] holm = Holm.adjust(.01, .04, .03, .005);
        check("Holm's adjustment of .005 among .01, .04, .03", .02, holm[3], 1e-12);
        check("Holm's adjustment of .04 among .01, .03, .005", .06, holm[1], 1e-12);
    }
}
