package org.synthoscope.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.synthoscope.evidence.Measurement.Better;

/** The measures of one pair of equally large sets of feature vectors. */
final class FeatureMeasures {

    private static final double LEAST_POWER = 0.4;

    private final String network;
    private final String group;
    private final Points real;
    private final int[] realGroups;
    private final Points fake;
    private final int[] fakeGroups;
    private final ComparisonSettings settings;
    private final String origin;

    /** @param origin how the images were chosen, for the notes; empty if all were taken */
    FeatureMeasures(String network, String group, Points real, int[] realGroups, Points fake, int[] fakeGroups,
                    ComparisonSettings settings, String origin) {
        this.network = network;
        this.group = group;
        this.real = real;
        this.realGroups = realGroups;
        this.fake = fake;
        this.fakeGroups = fakeGroups;
        this.settings = settings;
        this.origin = origin;
    }

    /** The measure's name: on the 2015 Inception network the field's own, elsewhere with the network's name. */
    static String name(String measure, String network) {
        if (network.equals("inception")) {
            return measure.equals("FD") ? "FID" : measure;
        }
        return measure + "-" + network;
    }

    /** The names of all the measures, in the order in which they are made. */
    static List<String> names(String network) {
        return List.of(name("FD", network), name("KID", network), name("relative-KID", network), name("precision", network), name("recall", network),
                name("density", network), name("coverage", network), name("Vendi", network),
                name("Vendi-real", network));
    }

    List<Measurement> all() {
        List<Measurement> out = new ArrayList<>();
        out.add(frechet());
        out.addAll(kernel());
        out.addAll(prdc());
        out.add(vendi("Vendi", fake, fakeGroups, "effective number of different synthetic images; compare Vendi-real"));
        out.add(vendi("Vendi-real", real, realGroups, "effective number of different real images"));
        return out;
    }

    private Measurement frechet() {
        Estimate e = FrechetDistance.estimate(real, realGroups, fake, fakeGroups);
        double[] halves = floors(2);
        double[] quarters = floors(4);
        double half = Estimate.median(halves);
        String how = "no floor: too few patients to split";
        OptionalDouble floor = OptionalDouble.empty();
        if (halves.length > 0) {
            // The distance of two samples of one population falls as a power of their size: 1/n when n is far above
            // the dimension, more slowly below it. Quarters against halves tell the power, roughly: their means,
            // since the law is one of expectations, within the range that makes sense.
            double power = quarters.length == 0 || half <= 0 ? 1
                    : Math.max(LEAST_POWER, Math.min(1, Math.log(mean(quarters) / mean(halves)) / Math.log(2)));
            int n = Groups.split(realGroups, 2, new SplittableRandom(settings.seed()))[0].length;
            floor = OptionalDouble.of(half * Math.pow((double) n / real.count(), power));
            how = text("floor: median of %d splits into halves of %d (%.4g), carried to n by the power %.2f that "
                    + "quarters show", halves.length, n, half, power);
        }
        String singular = real.count() <= real.dimension()
                ? " Fewer images than the " + real.dimension() + " dimensions: the covariances are singular." : "";
        return measurement("FD", e, floor, Better.LOWER, "Interval of the distance at this n, bias included, by the "
                + "infinitesimal jackknife over patients; " + how + "." + singular);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** The distance between parts of the real images, two by two, for each split that leaves enough in a part. */
    private double[] floors(int parts) {
        return IntStream.range(0, settings.splits()).mapToObj(i -> Groups.split(realGroups, parts,
                        new SplittableRandom(settings.seed() * 1_000_003 + i)))
                .filter(p -> p[0].length >= 2)
                .flatMapToDouble(p -> IntStream.range(0, parts / 2).mapToDouble(
                        j -> FrechetDistance.of(real.rows(p[2 * j]), real.rows(p[2 * j + 1])))).toArray();
    }

    private List<Measurement> kernel() {
        KernelDistance k = KernelDistance.between(real, realGroups, fake, fakeGroups, settings.seed());
        double[] splits = k.realAgainstReal(4 * settings.splits(), settings.seed());
        Estimate e = k.estimate(settings.resamples(), settings.seed());
        double floor = Estimate.median(splits);
        List<Measurement> out = new ArrayList<>();
        out.add(measurement("KID", e, OptionalDouble.of(floor), Better.LOWER,
                text("Unbiased estimate over all pairs; %d bootstrap resamples of patients; floor: median of %d splits "
                        + "into halves (%.3g to %.3g; 0 is expected).", settings.resamples(), splits.length,
                        Arrays.stream(splits).min().orElseThrow(), Arrays.stream(splits).max().orElseThrow())));
        double spread = k.realSpread();
        if (spread > 0) {
            out.add(measurement("relative-KID", new Estimate(e.value() / spread, e.low() / spread, e.high() / spread),
                    OptionalDouble.of(floor / spread), Better.LOWER, text("The same as a share of the real images' own spread "
                            + "(%.4g), which depends neither on their number nor on the features' scale.", spread)));
        }
        return out;
    }

    private List<Measurement> prdc() {
        Prdc p = Prdc.between(real, fake, settings.k(), settings.rim());
        Prdc.Estimates e = p.estimates(realGroups, fakeGroups, settings.seed());
        boolean splits = Groups.split(realGroups, 2, new SplittableRandom(settings.seed()))[0].length > settings.k();
        Prdc.Result[] halves = splits ? p.realAgainstReal(realGroups, settings.splits(), settings.seed())
                : new Prdc.Result[0];
        String note = text("k = %d, a point on a ball's rim is %s; jackknife over blocks of patients", settings.k(),
                settings.rim() == Prdc.Rim.OUTSIDE ? "outside" : "inside")
                + (splits ? text("; floor: median of %d splits of the real images into halves of about %d.",
                halves.length, real.count() / 2) : "; no floor: too few patients to split.");
        return List.of(measurement("precision", e.precision(), median(halves, Prdc.Result::precision), Better.HIGHER,
                        note),
                measurement("recall", e.recall(), median(halves, Prdc.Result::recall), Better.HIGHER, note),
                measurement("density", e.density(), median(halves, Prdc.Result::density), Better.HIGHER, note),
                measurement("coverage", e.coverage(), median(halves, Prdc.Result::coverage), Better.HIGHER,
                        note + text(" %.4f is expected of two samples of one population.",
                                Prdc.expectedCoverage(real.count(), fake.count(), settings.k()))));
    }

    private static OptionalDouble median(Prdc.Result[] halves, ToDoubleFunction<Prdc.Result> share) {
        return halves.length == 0 ? OptionalDouble.empty()
                : OptionalDouble.of(Estimate.median(Arrays.stream(halves).mapToDouble(share).toArray()));
    }

    private Measurement vendi(String name, Points points, int[] groups, String meaning) {
        return measurement(name, VendiScore.estimate(points, groups), OptionalDouble.empty(), Better.HIGHER,
                "Cosine similarity of features, " + meaning + "; infinitesimal jackknife over patients.");
    }

    private Measurement measurement(String measure, Estimate e, OptionalDouble floor, Better better, String note) {
        return new Measurement(name(measure, network), group, e.value(), e.low(), e.high(), floor, real.count(),
                better, note + origin);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
