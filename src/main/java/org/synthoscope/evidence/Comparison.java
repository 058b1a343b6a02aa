package org.synthoscope.evidence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.evidence.Measurement.Better;

/**
 * All the measures of fidelity and diversity between a set of real and a set of synthetic images, at equal numbers of
 * images, over all classes and by class. What the images don't suffice for is listed as insufficient, never guessed.
 */
public final class Comparison {

    private static final int FEWEST_PAIRS = 10;
    private static final int STEPS = 4;

    private final ImageSet real;
    private final ImageSet fake;
    private final FeatureNetwork network;
    private final ComparisonSettings settings;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<Insufficient> insufficient = new ArrayList<>();
    private final Map<String, String> provenance = new LinkedHashMap<>();
    private final Steps steps;
    private int done;

    /** Told how far a comparison is. */
    @FunctionalInterface
    public interface Steps {
        /** Hears nothing. */
        Steps SILENT = (done, total) -> { };

        /** After each step; steps of larger groups take longer. */
        void at(int done, int total);
    }

    private Comparison(ImageSet real, ImageSet fake, FeatureNetwork network, ComparisonSettings settings, Steps steps) {
        this.real = real;
        this.fake = fake;
        this.network = network;
        this.settings = settings;
        this.steps = steps;
    }

    private void step() {
        int groups = settings.perClass() ? 1 + (int) real.classes().stream().filter(fake.classes()::contains).count() : 1;
        done = Math.min(done + 1, STEPS * groups);
        steps.at(done, STEPS * groups);
    }

    /** Extracts the features of both sets and compares them. */
    public static ComparisonResult compare(ImageSet real, ImageSet fake, FeatureNetwork network,
                                           ComparisonSettings settings) {
        return compare(real, fake, network, settings, Steps.SILENT);
    }

    /** The same, telling how far it is. */
    public static ComparisonResult compare(ImageSet real, ImageSet fake, FeatureNetwork network,
                                           ComparisonSettings settings, Steps steps) {
        requireComparable(real, fake);
        return compare(real, network.extract(real), fake, network.extract(fake), network, settings, steps);
    }

    /**
     * Compares two sets whose features are at hand.
     *
     * @throws SynthoscopeException if the images differ in size or channels, or a feature isn't a finite number
     */
    public static ComparisonResult compare(ImageSet real, Features realFeatures, ImageSet fake, Features fakeFeatures,
                                           FeatureNetwork network, ComparisonSettings settings, Steps steps) {
        requireComparable(real, fake);
        requireFinite(realFeatures, "real", real);
        requireFinite(fakeFeatures, "synthetic", fake);
        Comparison c = new Comparison(real, fake, network, settings, steps);
        c.record();
        c.group(Measurement.ALL, indices(real, -1), indices(fake, -1), realFeatures, fakeFeatures);
        if (settings.perClass()) {
            c.classes(realFeatures, fakeFeatures);
        }
        return new ComparisonResult(c.measurements, c.insufficient, c.provenance);
    }

    private static void requireComparable(ImageSet real, ImageSet fake) {
        if (real.height() != fake.height() || real.width() != fake.width()) {
            throw new SynthoscopeException("the real images are " + real.width() + "x" + real.height()
                    + ", the synthetic ones " + fake.width() + "x" + fake.height()
                    + "; pack both at one resolution with one resizer, since resizing alone changes every measure");
        }
        if (real.channels() != fake.channels()) {
            throw new SynthoscopeException("the real images have " + real.channels() + " channel(s), the synthetic ones "
                    + fake.channels() + "; convert both to grey or both to colour");
        }
    }

    private static void requireFinite(Features features, String which, ImageSet set) {
        if (features.count() != set.count()) {
            throw new SynthoscopeException(features.count() + " feature vectors for " + set.count() + " " + which
                    + " images; extract them from this very set");
        }
        for (int i = 0; i < features.values().length; i++) {
            if (!Float.isFinite(features.values()[i])) {
                int image = i / features.dimension();
                throw new SynthoscopeException("the feature network gives " + features.values()[i] + " for the "
                        + which + " image " + set.file(image) + "; check the image and the network's value range");
            }
        }
    }

    private void record() {
        provenance.put("seed", Long.toString(settings.seed()));
        provenance.put("images", real.width() + "x" + real.height() + "x" + real.channels());
        provenance.put("real", Integer.toString(real.count()));
        provenance.put("synthetic", Integer.toString(fake.count()));
        provenance.put("real.digest", real.digest());
        provenance.put("synthetic.digest", fake.digest());
        provenance.put("k", Integer.toString(settings.k()));
        provenance.put("rim", settings.rim().name().toLowerCase(Locale.ROOT));
        provenance.put("resamples", Integer.toString(settings.resamples()));
        provenance.put("splits", Integer.toString(settings.splits()));
        provenance.put("maxImages", Integer.toString(settings.maxImages()));
        provenance.put("pairs", Integer.toString(settings.pairs()));
        provenance.put("patchImages", Integer.toString(settings.patchImages()));
        provenance.put("features", network.name());
        network.provenance().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .forEach(e -> provenance.put("features." + e.getKey(), e.getValue()));
    }

    private void classes(Features realFeatures, Features fakeFeatures) {
        for (String name : real.classes()) {
            int theirs = fake.classes().indexOf(name);
            int[] f = theirs < 0 ? new int[0] : indices(fake, theirs);
            if (f.length == 0) {
                insufficient.add(new Insufficient("all measures", name, "the synthetic set has no such class"));
                continue;
            }
            group(name, indices(real, real.classes().indexOf(name)), f, realFeatures, fakeFeatures);
        }
        for (String name : fake.classes()) {
            if (!real.classes().contains(name)) {
                insufficient.add(new Insufficient("all measures", name, "the real set has no such class"));
            }
        }
    }

    private static int[] indices(ImageSet set, int label) {
        return IntStream.range(0, set.count()).filter(i -> label < 0 || set.label(i) == label).toArray();
    }

    private void group(String group, int[] realAll, int[] fakeAll, Features realFeatures, Features fakeFeatures) {
        SplittableRandom random = new SplittableRandom(settings.seed() * 31 + group.hashCode());
        int n = Math.min(settings.maxImages(), Math.min(realAll.length, fakeAll.length));
        int[] r = Groups.choose(realAll, n, random);
        int[] f = Groups.choose(fakeAll, n, random);
        String origin = realAll.length == fakeAll.length && n == realAll.length ? ""
                : " " + n + " a side, drawn from " + realAll.length + " real and " + fakeAll.length + " synthetic.";
        int[] realGroups = Groups.of(real, r);
        int[] fakeGroups = Groups.of(fake, f);
        String why = lacking(n, realAll.length, fakeAll.length, realGroups, fakeGroups);
        if (why.isEmpty()) {
            measurements.addAll(new FeatureMeasures(network.name(), group, Points.of(realFeatures.rows(r)), realGroups,
                    Points.of(fakeFeatures.rows(f)), fakeGroups, settings, origin).all());
        } else {
            FeatureMeasures.names(network.name()).forEach(m -> insufficient.add(new Insufficient(m, group, why)));
        }
        step();
        similarity("MS-SSIM", group, fake, f, "synthetic", "; compare MS-SSIM-real: higher means less diverse");
        step();
        similarity("MS-SSIM-real", group, real, r, "real", "");
        step();
        patches(group, r, f, why);
        step();
    }

    private String lacking(int n, int realCount, int fakeCount, int[] realGroups, int[] fakeGroups) {
        if (n < settings.minImages()) {
            return realCount + " real and " + fakeCount + " synthetic images; at least " + settings.minImages()
                    + " of each are needed";
        }
        int patients = Groups.count(Groups.dense(realGroups));
        if (patients < settings.minGroups()) {
            return "the real images come from " + patients + " patient(s); at least " + settings.minGroups()
                    + " are needed for an interval";
        }
        int drawn = Groups.count(Groups.dense(fakeGroups));
        return drawn < settings.minGroups() ? "the synthetic images form " + drawn + " group(s); at least "
                + settings.minGroups() + " are needed for an interval" : "";
    }

    private void similarity(String name, String group, ImageSet set, int[] indices, String which, String meaning) {
        int pairs = MsSsim.pairsIn(set, indices, settings.pairs());
        if (pairs < FEWEST_PAIRS) {
            insufficient.add(new Insufficient(name, group, "the " + which + " images form " + pairs
                    + " pair(s) of different patients; at least " + FEWEST_PAIRS + " are needed"));
            return;
        }
        Estimate e = MsSsim.withinSet(set, indices, settings.pairs(), settings.resamples(), settings.seed());
        measurements.add(new Measurement(name, group, e.value(), e.low(), e.high(), OptionalDouble.empty(), 2 * pairs,
                Better.LOWER, "Mean of " + pairs + " disjoint random pairs of " + which
                + " images of different patients, bootstrap over pairs" + meaning + "."));
    }

    private void patches(String group, int[] r, int[] f, String why) {
        int fewest = 2 * SlicedWasserstein.FEWEST;
        String reason = !why.isEmpty() ? why : r.length < fewest
                ? r.length + " real images; " + fewest + " are needed, half of them for the floor"
                : Math.min(real.height(), real.width()) < SlicedWasserstein.COARSEST
                ? "images smaller than " + SlicedWasserstein.COARSEST + " pixels have no pyramid" : "";
        if (!reason.isEmpty()) {
            insufficient.add(new Insufficient("SWD", group, reason));
            return;
        }
        SlicedWasserstein.Result s = SlicedWasserstein.compare(real, r, fake, f, settings.patchImages(),
                settings.splits(), settings.seed());
        StringBuilder levels = new StringBuilder();
        int side = Math.min(real.height(), real.width());
        for (double level : s.levels()) {
            levels.append(levels.length() == 0 ? "" : ", ").append(side).append(": ")
                    .append(String.format(Locale.ROOT, "%.2f", level));
            side = (side + 1) / 2;
        }
        measurements.add(new Measurement("SWD", group, s.mean().value(), s.mean().low(), s.mean().high(),
                OptionalDouble.of(s.floor()), s.images(), Better.LOWER, "Times 1000; mean of the levels (" + levels
                + "); infinitesimal jackknife over patients; floor: median of " + settings.splits()
                + " splits of the real images into halves of the same size."));
    }
}
